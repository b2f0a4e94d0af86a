package io.assay.table;

import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/** The states table: a record for every method, target and slice of a shard. */
public final class StatesTable {
  private StatesTable() {}

  /**
   * Returns the columns: {@code method}, {@code target}, {@code slice}, {@code kind}, {@code
   * state}.
   *
   * @param metadata notes for the schema
   */
  public static Schema schema(Map<String, String> metadata) {
    return new Schema(
        List.of(
            Columns.required("method", Columns.TEXT),
            Columns.required("target", Columns.TEXT),
            Columns.required("slice", Columns.TEXT),
            Columns.required("kind", Columns.TEXT),
            Columns.required("state", Columns.BYTES)),
        metadata);
  }

  /**
   * Replaces the content of a root.
   *
   * @param root made from {@link #schema}
   * @param states in the order in which they are to stand
   * @throws IllegalArgumentException if the root has other columns
   */
  public static void fill(VectorSchemaRoot root, List<StateRecord> states) {
    RootWriter writer = new RootWriter(root, schema(Map.of()), states.size());
    writer.texts("method", row -> states.get(row).method());
    writer.texts("target", row -> states.get(row).target());
    writer.texts("slice", row -> states.get(row).slice());
    writer.texts("kind", row -> states.get(row).kind());
    writer.bytes("state", row -> states.get(row).state());
    writer.finish();
  }
}
