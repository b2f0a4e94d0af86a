package io.assay.table.feature;

import io.assay.table.Columns;
import io.assay.table.RootWriter;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * The features table: a record for every method, target and feature group, over all rows. Columns
 * bear the names of {@link FeatureRecord} in snake_case; {@code cluster} and {@code leaf_order} are
 * null where clusters were not looked for, {@code stability} where it is not known, and {@code
 * group} is that of the importance table.
 */
public final class FeaturesTable {
  private FeaturesTable() {}

  /**
   * Returns the columns.
   *
   * @param metadata notes for the schema
   */
  public static Schema schema(Map<String, String> metadata) {
    List<Field> fields = Columns.required(Columns.TEXT, "method", "target", "feature");
    fields.add(Columns.optionalList("group", Columns.TEXT));
    fields.add(Columns.optional("cluster", Columns.INT32));
    fields.add(Columns.optional("leaf_order", Columns.INT32));
    fields.add(Columns.optional("selected_share", Columns.FLOAT64));
    fields.add(Columns.optional("stability", Columns.FLOAT64));
    fields.add(Columns.required("chosen", Columns.TRUTH));
    return new Schema(fields, metadata);
  }

  /**
   * Replaces the content of a root.
   *
   * @param root made from {@link #schema}
   * @param records in the order in which they are to stand
   * @throws IllegalArgumentException if the root has other columns
   */
  public static void fill(VectorSchemaRoot root, List<FeatureRecord> records) {
    RootWriter writer = new RootWriter(root, schema(Map.of()), records.size());
    writer.texts("method", row -> records.get(row).method());
    writer.texts("target", row -> records.get(row).target());
    writer.texts("feature", row -> records.get(row).feature());
    writer.textListsOrNull("group", row -> records.get(row).group());
    known(writer, "cluster", records, FeatureRecord::cluster);
    known(writer, "leaf_order", records, FeatureRecord::leafOrder);
    writer.float64("selected_share", row -> records.get(row).selectedShare());
    writer.float64("stability", row -> records.get(row).stability());
    writer.truths("chosen", row -> records.get(row).isChosen());
    writer.finish();
  }

  private static void known(
      RootWriter writer,
      String column,
      List<FeatureRecord> records,
      ToIntFunction<FeatureRecord> number) {
    writer.int32Known(
        column,
        row -> {
          int value = number.applyAsInt(records.get(row));
          return value == 0 ? null : value;
        });
  }
}
