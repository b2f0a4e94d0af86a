package io.assay.table;

import io.assay.table.InputLayout.Missing;
import io.assay.table.Reject.Reason;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;

/** Reads a float64 column, rounded once to float32. */
final class NumericReader implements FeatureReader {
  private final String column;
  private final Missing missing;
  private final Rounding rounding;

  NumericReader(String column, Missing missing, Rounding rounding) {
    this.column = column;
    this.missing = missing;
    this.rounding = rounding;
  }

  @Override
  public void read(FieldVector vector, Faults faults, Inputs inputs, int place) {
    Float8Vector numbers = (Float8Vector) vector;
    int rows = faults.rows();
    boolean isKept = missing == Missing.KEEP;
    boolean anyNull = numbers.getNullCount() > 0;
    DoubleBuffer buffer =
        numbers
            .getDataBuffer()
            .nioBuffer(0, rows * Float8Vector.TYPE_WIDTH)
            .order(ByteOrder.nativeOrder())
            .asDoubleBuffer();
    float[] values = inputs.values();
    int to = place;
    for (int row = 0; row < rows; row++) {
      boolean isNull = anyNull && numbers.isNull(row);
      float value = isNull ? Float.NaN : rounding.round(place, buffer.get(row));
      values[to] = value;
      to += inputs.width();
      if (!Float.isFinite(value) && !(isKept && Float.isNaN(value))) {
        addFault(row, isNull, buffer.get(row), faults);
      }
    }
  }

  private void addFault(int row, boolean isNull, double found, Faults faults) {
    if (isNull) {
      faults.add(row, column, Reason.NULL, "null");
    } else {
      faults.addNotFinite(row, column, found, Double.toString(found));
    }
  }
}
