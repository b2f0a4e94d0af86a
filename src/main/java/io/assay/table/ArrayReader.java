package io.assay.table;

import io.assay.table.InputLayout.Missing;
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
  private final Missing missing;

  ArrayReader(FeatureColumn column, Missing missing) {
    this.missing = missing;
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
      int to = inputs.at(row, place);
      buffer.get(start, inputs.values(), to, width);
      for (int element = 0; element < width && anyNull; element++) {
        if (elements.isNull(start + element)) {
          addNull(element, row, faults, inputs.values(), to);
        }
      }
      findNotFinite(inputs.values(), to, row, faults);
    }
  }

  private void addNull(int element, int row, Faults faults, float[] values, int to) {
    values[to + element] = Float.NaN;
    if (missing == Missing.REJECT) {
      faults.add(row, column, Reason.NULL, "null at [" + element + "]");
    }
  }

  private void findNotFinite(float[] values, int start, int row, Faults faults) {
    for (int element = 0; element < width; element++) {
      float value = values[start + element];
      boolean isMissing = missing == Missing.KEEP && Float.isNaN(value);
      if (!Float.isFinite(value) && !isMissing) {
        faults.addNotFinite(row, column, value, value + " at [" + element + "]");
        return;
      }
    }
  }
}
