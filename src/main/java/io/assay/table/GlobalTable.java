package io.assay.table;

import io.assay.global.GlobalRecord;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * The global table: what global methods found, a file a method. {@code kind} says what a record is:
 * {@code score} (one number for {@code feature}, or for it {@code with} another), {@code curve} (a
 * point of the feature's curve at {@code x}), {@code line} (the same for the row {@code row_id}),
 * {@code cell} (a place of a pair's map at {@code x}, {@code x_with}). What a record does not have
 * is null; {@code x} is null for categories that are no numbers, which {@code label} names.
 */
public final class GlobalTable {
  private static final Map<String, ToDoubleFunction<GlobalRecord>> NUMBERS = numbers();
  private static final Map<String, ToIntFunction<GlobalRecord.Rank>> RANKS = ranks();

  private GlobalTable() {}

  /**
   * Returns the columns.
   *
   * @param metadata notes for the schema
   */
  public static Schema schema(Map<String, String> metadata) {
    List<Field> fields = Columns.required(Columns.TEXT, "method", "target", "feature");
    fields.add(Columns.optional("with", Columns.TEXT));
    fields.add(Columns.required("kind", Columns.TEXT));
    fields.add(Columns.required("position", Columns.INT32));
    fields.add(Columns.optional("label", Columns.TEXT));
    fields.add(Columns.optional("row_id", Columns.TEXT));
    NUMBERS.keySet().forEach(name -> fields.add(Columns.optional(name, Columns.FLOAT64)));
    RANKS.keySet().forEach(name -> fields.add(Columns.optional(name, Columns.INT32)));
    fields.add(Columns.required("rows", Columns.INT64));
    return new Schema(fields, metadata);
  }

  /**
   * Replaces the content of a root.
   *
   * @param root made from {@link #schema}
   * @param method the method's key
   * @param records in the order in which they are to stand
   * @throws IllegalArgumentException if the root has other columns
   */
  public static void fill(VectorSchemaRoot root, String method, List<GlobalRecord> records) {
    RootWriter writer = new RootWriter(root, schema(Map.of()), records.size());
    writer.texts("method", row -> method);
    writer.texts("target", row -> records.get(row).target());
    writer.texts("feature", row -> records.get(row).feature());
    writer.texts("with", row -> records.get(row).with());
    writer.texts("kind", row -> records.get(row).kind().name().toLowerCase(Locale.ROOT));
    writer.int32("position", row -> records.get(row).position());
    writer.texts("label", row -> records.get(row).label());
    writer.texts("row_id", row -> records.get(row).rowId());
    NUMBERS.forEach(
        (name, number) -> writer.float64(name, row -> number.applyAsDouble(records.get(row))));
    RANKS.forEach(
        (name, number) ->
            writer.int32Known(
                name,
                row -> {
                  GlobalRecord.Rank rank = records.get(row).rank();
                  return rank == null ? null : number.applyAsInt(rank);
                }));
    writer.int64("rows", row -> records.get(row).rows());
    writer.finish();
  }

  private static Map<String, ToDoubleFunction<GlobalRecord>> numbers() {
    Map<String, ToDoubleFunction<GlobalRecord>> columns = new LinkedHashMap<>();
    columns.put("x", GlobalRecord::x);
    columns.put("x_with", GlobalRecord::xWith);
    columns.put("value", record -> record.value().value());
    columns.put("se", record -> record.value().se());
    columns.put("low", record -> record.value().low());
    columns.put("high", record -> record.value().high());
    return columns;
  }

  private static Map<String, ToIntFunction<GlobalRecord.Rank>> ranks() {
    Map<String, ToIntFunction<GlobalRecord.Rank>> columns = new LinkedHashMap<>();
    columns.put("rank", GlobalRecord.Rank::rank);
    columns.put("rank_low", GlobalRecord.Rank::low);
    columns.put("rank_high", GlobalRecord.Rank::high);
    return columns;
  }
}
