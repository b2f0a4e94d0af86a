package io.assay.table.sampled;

import io.assay.aggregate.sampled.PoweredImportance;
import io.assay.table.Columns;
import io.assay.table.RootWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * The powered table: a record for every method, target, slice and feature group of a run whose
 * sample was combined with a surrogate's attributions of all rows. {@code rows} are those that the
 * surrogate explained, {@code exact_rows} those of the sample; {@code mean_abs} and what follows it
 * are of all rows, score units; {@code factor} is how much the surrogate corrects; {@code
 * plain_mean_abs} and {@code plain_se} are of the sample alone, and {@code plain_rows} is how large
 * it would have to be to be as sure of all rows. A number that is unknown is null.
 */
public final class PoweredTable {
  private static final Map<String, ToDoubleFunction<PoweredImportance>> NUMBERS = numbers();
  private static final Map<String, ToDoubleFunction<PoweredImportance>> AGAINST = against();

  private PoweredTable() {}

  /**
   * Returns the columns.
   *
   * @param metadata notes for the schema
   */
  public static Schema schema(Map<String, String> metadata) {
    List<Field> fields = Columns.required(Columns.TEXT, "method", "target", "slice", "feature");
    fields.add(Columns.optionalList("group", Columns.TEXT));
    fields.add(Columns.required("rows", Columns.INT64));
    fields.add(Columns.required("exact_rows", Columns.INT64));
    NUMBERS.keySet().forEach(name -> fields.add(Columns.optional(name, Columns.FLOAT64)));
    fields.addAll(Columns.required(Columns.INT32, "rank", "rank_low", "rank_high"));
    AGAINST.keySet().forEach(name -> fields.add(Columns.optional(name, Columns.FLOAT64)));
    return new Schema(fields, metadata);
  }

  /**
   * Replaces the content of a root.
   *
   * @param root made from {@link #schema}
   * @param records in the order in which they are to stand
   * @throws IllegalArgumentException if the root has other columns
   */
  public static void fill(VectorSchemaRoot root, List<PoweredRecord> records) {
    RootWriter writer = new RootWriter(root, schema(Map.of()), records.size());
    writer.texts("method", row -> records.get(row).method());
    writer.texts("target", row -> records.get(row).target());
    writer.texts("slice", row -> records.get(row).slice());
    writer.texts("feature", row -> records.get(row).feature());
    writer.textListsOrNull("group", row -> records.get(row).group());
    writer.int64("rows", row -> records.get(row).numbers().rows());
    writer.int64("exact_rows", row -> records.get(row).numbers().exactRows());
    writer.int32("rank", row -> records.get(row).numbers().rank());
    writer.int32("rank_low", row -> records.get(row).numbers().rankLow());
    writer.int32("rank_high", row -> records.get(row).numbers().rankHigh());
    for (Map<String, ToDoubleFunction<PoweredImportance>> numbers : List.of(NUMBERS, AGAINST)) {
      numbers.forEach(
          (name, number) ->
              writer.float64(name, row -> number.applyAsDouble(records.get(row).numbers())));
    }
    writer.finish();
  }

  private static Map<String, ToDoubleFunction<PoweredImportance>> numbers() {
    Map<String, ToDoubleFunction<PoweredImportance>> columns = new LinkedHashMap<>();
    columns.put("factor", PoweredImportance::factor);
    columns.put("mean_abs", PoweredImportance::meanAbs);
    columns.put("mean_abs_se", PoweredImportance::meanAbsSe);
    columns.put("low", PoweredImportance::low);
    columns.put("high", PoweredImportance::high);
    columns.put("share", PoweredImportance::share);
    return columns;
  }

  private static Map<String, ToDoubleFunction<PoweredImportance>> against() {
    Map<String, ToDoubleFunction<PoweredImportance>> columns = new LinkedHashMap<>();
    columns.put("plain_mean_abs", PoweredImportance::plainMeanAbs);
    columns.put("plain_se", PoweredImportance::plainSe);
    columns.put("plain_rows", PoweredImportance::plainRows);
    return columns;
  }
}
