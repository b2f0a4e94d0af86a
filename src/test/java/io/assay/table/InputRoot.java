package io.assay.table;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
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

  InputRoot numbers(String column, @Nullable Double... values) {
    Float8Vector vector = (Float8Vector) root.getVector(column);
    for (int row = 0; row < values.length; row++) {
      Double value = values[row];
      if (value == null) {
        vector.setNull(row);
      } else {
        vector.setSafe(row, value);
      }
    }
    return this;
  }

  /** Writes the array column; an absent array or element is null. */
  @SafeVarargs
  final InputRoot arrays(@Nullable List<@Nullable Float>... values) {
    ListVector lists = (ListVector) root.getVector("features");
    Float4Vector elements = (Float4Vector) lists.getDataVector();
    for (int row = 0; row < values.length; row++) {
      List<@Nullable Float> list = values[row];
      if (list == null) {
        lists.setNull(row);
        continue;
      }
      int start = lists.startNewValue(row);
      for (int i = 0; i < list.size(); i++) {
        Float element = list.get(i);
        if (element == null) {
          elements.setNull(start + i);
        } else {
          elements.setSafe(start + i, element);
        }
      }
      lists.endValue(row, list.size());
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

  /** A list that may hold nulls. */
  static List<@Nullable Float> array(@Nullable Float... elements) {
    return new ArrayList<>(Arrays.asList(elements));
  }
}
