package io.assay.table;

import io.assay.table.FeatureColumn.Kind;
import io.assay.table.InputLayout.Missing;
import io.assay.table.Reject.Reason;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.ListVector;

/** Reads a column of lists of float32 or float64, every list of the same length. */
final class ArrayReader implements FeatureReader {
  private final String column;
  private final int width;
  private final boolean isFloat64;
  private final Missing missing;
  private final Rounding rounding;

  ArrayReader(FeatureColumn column, Missing missing, Rounding rounding) {
    this.column = column.name();
    this.width = column.width();
    this.isFloat64 = column.kind() == Kind.ARRAY_OF_FLOAT64;
    this.missing = missing;
    this.rounding = rounding;
  }

  /** The elements of all lists, one behind the other. */
  private interface Elements {
    /** Copies those of a list. */
    void copy(int start, float[] values, int to);

    /** Returns an element as it was found. */
    double at(int element);
  }

  @Override
  public void read(FieldVector vector, Faults faults, Inputs inputs, int place) {
    ListVector lists = (ListVector) vector;
    FieldVector data = lists.getDataVector();
    Elements elements = elements(data);
    boolean anyNull = data.getNullCount() > 0;
    for (int row = 0; row < faults.rows(); row++) {
      if (lists.isNull(row)) {
        faults.add(row, column, Reason.NULL, "null");
        continue;
      }
      int start = lists.getElementStartIndex(row);
      int length = lists.getElementEndIndex(row) - start;
      if (length != width) {
        faults.add(row, column, Reason.WRONG_WIDTH, length + " elements");
        continue;
      }
      int to = inputs.at(row, place);
      elements.copy(start, inputs.values(), to);
      for (int element = 0; element < width && anyNull; element++) {
        if (data.isNull(start + element)) {
          addNull(element, row, faults, inputs.values(), to);
        }
      }
      findNotFinite(elements, start, inputs.values(), to, row, faults);
    }
  }

  private Elements elements(FieldVector data) {
    int bytes = data.getValueCount() * ((BaseFixedWidthVector) data).getTypeWidth();
    ByteBuffer buffer = data.getDataBuffer().nioBuffer(0, bytes).order(ByteOrder.nativeOrder());
    return isFloat64 ? doubles(buffer.asDoubleBuffer()) : floats(buffer.asFloatBuffer());
  }

  private Elements floats(FloatBuffer buffer) {
    return new Elements() {
      @Override
      public void copy(int start, float[] values, int to) {
        buffer.get(start, values, to, width);
      }

      @Override
      public double at(int element) {
        return buffer.get(element);
      }
    };
  }

  private Elements doubles(DoubleBuffer buffer) {
    return new Elements() {
      @Override
      public void copy(int start, float[] values, int to) {
        for (int element = 0; element < width; element++) {
          values[to + element] = rounding.round(element, buffer.get(start + element));
        }
      }

      @Override
      public double at(int element) {
        return buffer.get(element);
      }
    };
  }

  private void addNull(int element, int row, Faults faults, float[] values, int to) {
    values[to + element] = Float.NaN;
    if (missing == Missing.REJECT) {
      faults.add(row, column, Reason.NULL, "null at [" + element + "]");
    }
  }

  private void findNotFinite(
      Elements elements, int start, float[] values, int to, int row, Faults faults) {
    for (int element = 0; element < width; element++) {
      float value = values[to + element];
      boolean isMissing = missing == Missing.KEEP && Float.isNaN(value);
      if (!Float.isFinite(value) && !isMissing) {
        double found = elements.at(start + element);
        String number = isFloat64 ? Double.toString(found) : Float.toString((float) found);
        faults.addNotFinite(row, column, found, number + " at [" + element + "]");
        return;
      }
    }
  }
}
