package io.assay.table;

import io.assay.aggregate.Difference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * The differences table: a record for every method, target, slice, other side and feature group.
 * {@code difference} is mean |attribution| in the slice less that on the other side, score units; a
 * number that is unknown is null, and so are {@code p} and {@code q} where nothing was tested;
 * {@code group} is that of the importance table.
 */
public final class DifferencesTable {
  private static final Map<String, ToDoubleFunction<DifferenceRecord>> NUMBERS = numbers();

  private DifferencesTable() {}

  /**
   * Returns the columns.
   *
   * @param metadata notes for the schema
   */
  public static Schema schema(Map<String, String> metadata) {
    List<Field> fields =
        Columns.required(Columns.TEXT, "method", "target", "slice", "other", "feature");
    fields.add(Columns.optionalList("group", Columns.TEXT));
    fields.add(Columns.required("rows", Columns.INT64));
    fields.add(Columns.required("other_rows", Columns.INT64));
    NUMBERS.keySet().forEach(name -> fields.add(Columns.optional(name, Columns.FLOAT64)));
    fields.add(Columns.required("found", Columns.TRUTH));
    return new Schema(fields, metadata);
  }

  /**
   * Replaces the content of a root.
   *
   * @param root made from {@link #schema}
   * @param records in the order in which they are to stand
   * @throws IllegalArgumentException if the root has other columns
   */
  public static void fill(VectorSchemaRoot root, List<DifferenceRecord> records) {
    RootWriter writer = new RootWriter(root, schema(Map.of()), records.size());
    writer.texts("method", row -> records.get(row).method());
    writer.texts("target", row -> records.get(row).target());
    writer.texts("slice", row -> records.get(row).slice());
    writer.texts("other", row -> records.get(row).other());
    writer.texts("feature", row -> records.get(row).feature());
    writer.textListsOrNull("group", row -> records.get(row).group());
    writer.int64("rows", row -> records.get(row).numbers().rows());
    writer.int64("other_rows", row -> records.get(row).numbers().otherRows());
    NUMBERS.forEach(
        (name, number) -> writer.float64(name, row -> number.applyAsDouble(records.get(row))));
    writer.truths("found", row -> records.get(row).isFound());
    writer.finish();
  }

  private static Map<String, ToDoubleFunction<DifferenceRecord>> numbers() {
    Map<String, ToDoubleFunction<DifferenceRecord>> columns = new LinkedHashMap<>();
    columns.put("difference", of(Difference::difference));
    columns.put("se", of(Difference::se));
    columns.put("low", of(Difference::low));
    columns.put("high", of(Difference::high));
    columns.put("p", of(Difference::p));
    columns.put("q", DifferenceRecord::q);
    return columns;
  }

  private static ToDoubleFunction<DifferenceRecord> of(ToDoubleFunction<Difference> number) {
    return record -> number.applyAsDouble(record.numbers());
  }
}
