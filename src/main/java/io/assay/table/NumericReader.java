package io.assay.table;

import io.assay.table.Reject.Reason;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;

/** Reads a float64 column, rounded once to float32. */
final class NumericReader implements FeatureReader {
  private final String column;

  NumericReader(String column) {
    this.column = column;
  }

  @Override
  public void read(FieldVector vector, Faults faults, Inputs inputs, int place) {
    Float8Vector numbers = (Float8Vector) vector;
    int rows = faults.rows();
    if (numbers.getNullCount() > 0) {
      for (int row = 0; row < rows; row++) {
        if (numbers.isNull(row)) {
          faults.add(row, column, Reason.NULL, "null");
        }
      }
    }
    DoubleBuffer buffer =
        numbers
            .getDataBuffer()
            .nioBuffer(0, rows * Float8Vector.TYPE_WIDTH)
            .order(ByteOrder.nativeOrder())
            .asDoubleBuffer();
    float[] values = inputs.values();
    int to = place;
    for (int row = 0; row < rows; row++) {
      float value = (float) buffer.get(row);
      values[to] = value;
      to += inputs.width();
      if (!Float.isFinite(value)) {
        faults.addNotFinite(row, column, value, Double.toString(buffer.get(row)));
      }
    }
  }
}
