package io.assay.table;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.LongBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntToLongFunction;
import java.util.function.IntUnaryOperator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** Writes whole columns of a root, each from a function of the row. */
public final class RootWriter {
  private final VectorSchemaRoot root;
  private final int rows;
  private final Map<String, FieldVector> columns = new HashMap<>();

  /**
   * Empties a root.
   *
   * @throws IllegalArgumentException if it was not made from the schema
   */
  public RootWriter(VectorSchemaRoot root, Schema schema, int rows) {
    if (!root.getSchema().getFields().equals(schema.getFields())) {
      throw new IllegalArgumentException(
          "the root has columns " + root.getSchema() + "; need " + schema);
    }
    this.root = root;
    this.rows = rows;
    root.clear();
    root.getFieldVectors().forEach(vector -> columns.put(vector.getName(), vector));
  }

  /** Writes texts; an absent one is null. */
  public void texts(String column, IntFunction<@Nullable String> text) {
    TextColumnWriter texts = new TextColumnWriter(rows);
    for (int row = 0; row < rows; row++) {
      texts.add(text.apply(row));
    }
    texts.putInto(column(column, VarCharVector.class));
  }

  /** Writes lists of texts; an absent list is null. */
  void textLists(String column, IntFunction<@Nullable List<String>> texts) {
    ListVector vector = column(column, ListVector.class);
    vector.allocateNew();
    VarCharVector elements = (VarCharVector) vector.getDataVector();
    for (int row = 0; row < rows; row++) {
      List<String> list = texts.apply(row);
      if (list == null) {
        vector.setNull(row);
        continue;
      }
      int start = vector.startNewValue(row);
      for (int i = 0; i < list.size(); i++) {
        elements.setSafe(start + i, list.get(i).getBytes(StandardCharsets.UTF_8));
      }
      vector.endValue(row, list.size());
    }
  }

  /** Writes lists of texts; an empty list is null. */
  public void textListsOrNull(String column, IntFunction<List<String>> texts) {
    textLists(
        column,
        row -> {
          List<String> list = texts.apply(row);
          return list.isEmpty() ? null : list;
        });
  }

  void bytes(String column, IntFunction<ByteBuffer> bytes) {
    VarBinaryVector vector = column(column, VarBinaryVector.class);
    vector.allocateNew(rows);
    for (int row = 0; row < rows; row++) {
      ByteBuffer value = bytes.apply(row);
      vector.setSafe(row, value, value.position(), value.remaining());
    }
  }

  /** Writes whole numbers. */
  public void int64(String column, IntToLongFunction number) {
    BigIntVector vector = column(column, BigIntVector.class);
    vector.allocateNew(rows);
    LongBuffer numbers = buffer(vector, rows * BigIntVector.TYPE_WIDTH).asLongBuffer();
    for (int row = 0; row < rows; row++) {
      numbers.put(row, number.applyAsLong(row));
    }
    allThere(vector, rows);
  }

  /** Writes whole numbers. */
  public void int32(String column, IntUnaryOperator number) {
    IntVector vector = column(column, IntVector.class);
    vector.allocateNew(rows);
    for (int row = 0; row < rows; row++) {
      vector.set(row, number.applyAsInt(row));
    }
  }

  /** Writes what is true and what is not. */
  public void truths(String column, IntPredicate truth) {
    BitVector vector = column(column, BitVector.class);
    vector.allocateNew(rows);
    for (int row = 0; row < rows; row++) {
      vector.set(row, truth.test(row) ? 1 : 0);
    }
  }

  /** Writes numbers; an absent one is null. */
  public void int32Known(String column, IntFunction<@Nullable Integer> number) {
    IntVector vector = column(column, IntVector.class);
    vector.allocateNew(rows);
    for (int row = 0; row < rows; row++) {
      Integer value = number.apply(row);
      if (value == null) {
        vector.setNull(row);
      } else {
        vector.set(row, value);
      }
    }
  }

  /** Writes numbers; one that is not finite is unknown, and so null. */
  public void float64(String column, IntToDoubleFunction number) {
    Float8Vector vector = column(column, Float8Vector.class);
    vector.allocateNew(rows);
    DoubleBuffer numbers = buffer(vector, rows * Float8Vector.TYPE_WIDTH).asDoubleBuffer();
    allThere(vector, rows);
    for (int row = 0; row < rows; row++) {
      double value = number.applyAsDouble(row);
      numbers.put(row, value);
      if (!Double.isFinite(value)) {
        vector.setNull(row);
      }
    }
  }

  /** Writes one number a row, as they are. */
  void float32(String column, float[] numbers) {
    put(column(column, Float4Vector.class), numbers);
  }

  /** Writes one number a row; one that is not finite is unknown, and so null. */
  void float32Known(String column, float[] numbers) {
    Float4Vector vector = column(column, Float4Vector.class);
    put(vector, numbers);
    for (int row = 0; row < numbers.length; row++) {
      if (!Float.isFinite(numbers[row])) {
        vector.setNull(row);
      }
    }
  }

  /** Writes {@code length} numbers a row as a list, as they are. */
  void float32Lists(String column, float[] numbers, int length) {
    ListVector vector = column(column, ListVector.class);
    vector.setInitialCapacity(rows);
    vector.allocateNew();
    for (int row = 0; row < rows; row++) {
      vector.startNewValue(row);
      vector.endValue(row, length);
    }
    put((Float4Vector) vector.getDataVector(), numbers);
  }

  /** Copies a column; the value of each row lies where {@code position} says. */
  void copies(String column, FieldVector from, IntUnaryOperator position) {
    FieldVector vector = column(column, FieldVector.class);
    vector.setInitialCapacity(rows);
    vector.allocateNew();
    for (int row = 0; row < rows; row++) {
      vector.copyFromSafe(position.applyAsInt(row), row, from);
    }
  }

  /** Takes a column over as it is; both vectors then share its memory. */
  void shares(String column, FieldVector from) {
    from.makeTransferPair(column(column, FieldVector.class)).splitAndTransfer(0, rows);
  }

  /** Writes nothing but nulls. */
  void nulls(String column) {
    FieldVector vector = column(column, FieldVector.class);
    vector.setInitialCapacity(rows);
    vector.allocateNew();
  }

  /** Gives all columns their length. */
  public void finish() {
    root.setRowCount(rows);
  }

  private static void put(Float4Vector vector, float[] numbers) {
    vector.allocateNew(numbers.length);
    buffer(vector, numbers.length * Float4Vector.TYPE_WIDTH).asFloatBuffer().put(numbers);
    allThere(vector, numbers.length);
    vector.setValueCount(numbers.length);
  }

  private static ByteBuffer buffer(FieldVector vector, int size) {
    return vector.getDataBuffer().nioBuffer(0, size).order(ByteOrder.nativeOrder());
  }

  private static void allThere(FieldVector vector, int count) {
    vector.getValidityBuffer().setOne(0L, (count + Byte.SIZE - 1) / Byte.SIZE); // a bit a value
  }

  private <V extends FieldVector> V column(String name, Class<V> type) {
    FieldVector vector = columns.get(name);
    if (vector == null) {
      throw new IllegalArgumentException("no column " + name + " among " + columns.keySet());
    }
    return type.cast(vector);
  }
}
