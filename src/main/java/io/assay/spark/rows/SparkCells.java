package io.assay.spark.rows;

import io.assay.table.ArrayCells;
import io.assay.table.RowCells;
import io.assay.table.TextBytes;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.bitset.BitSetMethods;
import org.apache.spark.unsafe.types.UTF8String;

/** The cells of one of Spark's rows after the other, read where they lie. */
final class SparkCells implements RowCells {
  private InternalRow row = InternalRow.empty();

  /** Returns the cells of a row, until the next is asked for. */
  SparkCells of(InternalRow next) {
    row = next;
    return this;
  }

  @Override
  public boolean isNull(int column) {
    return row.isNullAt(column);
  }

  @Override
  public double number(int column) {
    return row.getDouble(column);
  }

  @Override
  public void text(int column, TextBytes into) {
    UTF8String text = row.getUTF8String(column);
    int at = into.append(text.numBytes());
    text.writeToMemory(into.array(), (long) Platform.BYTE_ARRAY_OFFSET + at);
  }

  @Override
  public byte[] binary(int column) {
    return row.getBinary(column);
  }

  @Override
  public ArrayCells array(int column) {
    ArrayData array = row.getArray(column);
    return array instanceof UnsafeArrayData unsafe
        ? new UnsafeCells(unsafe)
        : new PlainCells(array);
  }

  /** An array of any class. */
  private record PlainCells(ArrayData array) implements ArrayCells {
    @Override
    public int length() {
      return array.numElements();
    }

    @Override
    public boolean anyNull() {
      for (int element = 0; element < array.numElements(); element++) {
        if (array.isNullAt(element)) {
          return true;
        }
      }
      return false;
    }

    @Override
    public boolean isNull(int element) {
      return array.isNullAt(element);
    }

    @Override
    public void float32(float[] into, int at) {
      for (int element = 0; element < array.numElements(); element++) {
        into[at + element] = array.isNullAt(element) ? Float.NaN : array.getFloat(element);
      }
    }

    @Override
    public double float64(int element) {
      return array.isNullAt(element) ? Double.NaN : array.getDouble(element);
    }

    @Override
    public int int32(int element) {
      return array.getInt(element);
    }
  }

  /**
   * An array in Spark's own form: how many elements there are (int64), a bit for each that is null,
   * and the elements. It knows how many bytes are its own; nothing is read behind them, even if the
   * elements are of another type than the schema says.
   */
  private record UnsafeCells(UnsafeArrayData array) implements ArrayCells {
    @Override
    public int length() {
      return array.numElements();
    }

    @Override
    public boolean anyNull() {
      int words = (array.numElements() + Long.SIZE - 1) / Long.SIZE;
      return BitSetMethods.anySet(array.getBaseObject(), array.getBaseOffset() + Long.BYTES, words);
    }

    @Override
    public boolean isNull(int element) {
      return array.isNullAt(element);
    }

    @Override
    public void float32(float[] into, int at) {
      int length = array.numElements();
      if (at < 0 || at > into.length - length) {
        throw new IndexOutOfBoundsException(
            "no room for %d elements at %d of %d".formatted(length, at, into.length));
      }
      Platform.copyMemory(
          array.getBaseObject(),
          array.getBaseOffset() + elements(Float.BYTES),
          into,
          Platform.FLOAT_ARRAY_OFFSET + (long) Float.BYTES * at,
          (long) Float.BYTES * length);
    }

    @Override
    public double float64(int element) {
      elements(Double.BYTES);
      return array.getDouble(element);
    }

    @Override
    public int int32(int element) {
      elements(Integer.BYTES);
      return array.getInt(element);
    }

    /** Returns where the elements start, if those of this size are not beyond the array. */
    private long elements(int bytesEach) {
      long header = UnsafeArrayData.calculateHeaderPortionInBytes((long) array.numElements());
      long needed = header + (long) bytesEach * array.numElements();
      if (needed > array.getSizeInBytes()) {
        throw new IllegalArgumentException(
            "an array of %d bytes does not hold %d elements of %d bytes"
                .formatted(array.getSizeInBytes(), array.numElements(), bytesEach));
      }
      return header;
    }
  }
}
