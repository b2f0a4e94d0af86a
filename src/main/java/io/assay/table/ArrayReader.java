package io.assay.table;

import io.assay.table.Reject.Reason;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.complex.ListVector;

/** Reads a column of float32 lists, every list of the same length. */
final class ArrayReader implements FeatureReader {
  private final String column;
  private final int width;

  ArrayReader(FeatureColumn column) {
    this.column = column.name();
    this.width = column.width();
  }

  @Override
  public void read(FieldVector vector, Faults faults, Inputs inputs, int place) {
    ListVector lists = (ListVector) vector;
    Float4Vector elements = (Float4Vector) lists.getDataVector();
    FloatBuffer buffer =
        elements
            .getDataBuffer()
            .nioBuffer(0, elements.getValueCount() * Float4Vector.TYPE_WIDTH)
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
    boolean anyNull = elements.getNullCount() > 0;
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
      if (anyNull) {
        findNull(elements, start, row, faults);
      }
      buffer.get(start, inputs.values(), inputs.at(row, place), width);
      findNotFinite(inputs.values(), inputs.at(row, place), row, faults);
    }
  }

  private void findNull(Float4Vector elements, int start, int row, Faults faults) {
    for (int element = 0; element < width; element++) {
      if (elements.isNull(start + element)) {
        faults.add(row, column, Reason.NULL, "null at [" + element + "]");
        return;
      }
    }
  }

  private void findNotFinite(float[] values, int start, int row, Faults faults) {
    for (int element = 0; element < width; element++) {
      float value = values[start + element];
      if (!Float.isFinite(value)) {
        faults.addNotFinite(row, column, value, value + " at [" + element + "]");
        return;
      }
    }
  }
}
