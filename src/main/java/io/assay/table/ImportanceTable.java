package io.assay.table;

import io.assay.aggregate.Importance;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * The importance table: a record for every method, target, slice and feature group. Columns bear
 * the names of {@link Importance} in snake_case; a number that is unknown (the standard error of
 * one row, say) is null, and {@code group} is null for a single feature; of a pair of feature
 * groups it holds the two.
 */
public final class ImportanceTable {
  private static final Map<String, ToDoubleFunction<Importance>> MAGNITUDES = magnitudes();
  private static final Map<String, ToDoubleFunction<Importance>> SIGNED = signed();

  private ImportanceTable() {}

  /**
   * Returns the columns.
   *
   * @param metadata notes for the schema
   */
  public static Schema schema(Map<String, String> metadata) {
    List<Field> fields = Columns.required(Columns.TEXT, "method", "target", "slice", "feature");
    fields.add(Columns.optionalList("group", Columns.TEXT));
    fields.add(Columns.required("rows", Columns.INT64));
    MAGNITUDES.keySet().forEach(name -> fields.add(Columns.optional(name, Columns.FLOAT64)));
    fields.addAll(Columns.required(Columns.INT32, "rank", "rank_low", "rank_high"));
    SIGNED.keySet().forEach(name -> fields.add(Columns.optional(name, Columns.FLOAT64)));
    return new Schema(fields, metadata);
  }

  /** Returns the names of the columns: those of the record, then those of {@link Importance}. */
  public static List<String> names() {
    return schema(Map.of()).getFields().stream().map(Field::getName).toList();
  }

  /**
   * Replaces the content of a root.
   *
   * @param root made from {@link #schema}
   * @param records in the order in which they are to stand
   * @throws IllegalArgumentException if the root has other columns
   */
  public static void fill(VectorSchemaRoot root, List<ImportanceRecord> records) {
    RootWriter writer = new RootWriter(root, schema(Map.of()), records.size());
    writer.texts("method", row -> records.get(row).method());
    writer.texts("target", row -> records.get(row).target());
    writer.texts("slice", row -> records.get(row).slice());
    writer.texts("feature", row -> records.get(row).feature());
    writer.textListsOrNull("group", row -> records.get(row).group());
    IntFunction<Importance> importance = row -> records.get(row).importance();
    writer.int64("rows", row -> importance.apply(row).rows());
    writer.int32("rank", row -> importance.apply(row).rank());
    writer.int32("rank_low", row -> importance.apply(row).rankLow());
    writer.int32("rank_high", row -> importance.apply(row).rankHigh());
    MAGNITUDES.forEach(
        (name, number) -> writer.float64(name, row -> number.applyAsDouble(importance.apply(row))));
    SIGNED.forEach(
        (name, number) -> writer.float64(name, row -> number.applyAsDouble(importance.apply(row))));
    writer.finish();
  }

  private static Map<String, ToDoubleFunction<Importance>> magnitudes() {
    Map<String, ToDoubleFunction<Importance>> columns = new LinkedHashMap<>();
    columns.put("mean_abs", Importance::meanAbs);
    columns.put("mean_abs_se", Importance::meanAbsSe);
    columns.put("low", Importance::low);
    columns.put("high", Importance::high);
    columns.put("share", Importance::share);
    columns.put("share_low", Importance::shareLow);
    columns.put("share_high", Importance::shareHigh);
    return columns;
  }

  private static Map<String, ToDoubleFunction<Importance>> signed() {
    Map<String, ToDoubleFunction<Importance>> columns = new LinkedHashMap<>();
    columns.put("mean", Importance::mean);
    columns.put("mean_se", Importance::meanSe);
    columns.put("std", Importance::std);
    columns.put("min", Importance::min);
    columns.put("p05", Importance::p05);
    columns.put("p25", Importance::p25);
    columns.put("p50", Importance::p50);
    columns.put("p75", Importance::p75);
    columns.put("p95", Importance::p95);
    columns.put("max", Importance::max);
    columns.put("positive_share", Importance::positiveShare);
    return columns;
  }
}
