package io.assay.table;

import io.assay.table.Reject.Reason;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/** The rejects table: a record for every row that could not be explained. */
public final class RejectsTable {
  private RejectsTable() {}

  /**
   * Returns the columns: {@code row_id} (null where the input has none), {@code column}, {@code
   * reason} in kebab-case, {@code value}.
   *
   * @param metadata notes for the schema
   */
  public static Schema schema(Map<String, String> metadata) {
    return new Schema(
        List.of(
            Columns.optional("row_id", Columns.TEXT),
            Columns.required("column", Columns.TEXT),
            Columns.required("reason", Columns.TEXT),
            Columns.required("value", Columns.TEXT)),
        metadata);
  }

  /**
   * Replaces the content of a root.
   *
   * @param root made from {@link #schema}
   * @param rejects in the order in which they are to stand
   * @throws IllegalArgumentException if the root has other columns
   */
  public static void fill(VectorSchemaRoot root, List<Reject> rejects) {
    RootWriter writer = new RootWriter(root, schema(Map.of()), rejects.size());
    writer.texts(
        "row_id",
        row -> {
          Reject reject = rejects.get(row);
          return reject.reason() == Reason.NO_ROW_ID ? null : reject.rowId();
        });
    writer.texts("column", row -> rejects.get(row).column());
    writer.texts("reason", row -> rejects.get(row).reason().key());
    writer.texts("value", row -> rejects.get(row).value());
    writer.finish();
  }
}
