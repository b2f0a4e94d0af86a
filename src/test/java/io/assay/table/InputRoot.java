package io.assay.table;

import java.nio.charset.StandardCharsets;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** Fills the columns of a layout as Spark would: first the row ids, then any others by name. */
final class InputRoot implements AutoCloseable {
  private final VectorSchemaRoot root;
  private final int rows;

  private InputRoot(VectorSchemaRoot root, int rows) {
    this.root = root;
    this.rows = rows;
  }

  static InputRoot of(InputLayout layout, BufferAllocator allocator, @Nullable String... rowIds) {
    VectorSchemaRoot root = VectorSchemaRoot.create(layout.inputSchema(), allocator);
    return new InputRoot(root, rowIds.length).texts("row_id", rowIds);
  }

  InputRoot texts(String column, @Nullable String... values) {
    VarCharVector vector = (VarCharVector) root.getVector(column);
    for (int row = 0; row < values.length; row++) {
      String value = values[row];
      if (value != null) {
        vector.setSafe(row, value.getBytes(StandardCharsets.UTF_8));
      }
    }
    return this;
  }

  FieldVector vector(String column) {
    return root.getVector(column);
  }

  VectorSchemaRoot root() {
    root.setRowCount(rows);
    return root;
  }

  @Override
  public void close() {
    root.close();
  }
}
