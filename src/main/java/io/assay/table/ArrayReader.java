package io.assay.table;

import io.assay.table.FeatureColumn.Kind;
import io.assay.table.InputLayout.Missing;
import io.assay.table.Reject.Reason;
import java.util.Optional;

/** Reads a column of arrays of float32 or float64, every array of the same length. */
final class ArrayReader implements FeatureReader {
  private final String column;
  private final At at;
  private final int width;
  private final boolean isFloat64;
  private final Missing missing;
  private final Rounding rounding;

  ArrayReader(FeatureColumn column, At at, Missing missing, Rounding rounding) {
    this.column = column.name();
    this.at = at;
    this.width = column.width();
    this.isFloat64 = column.kind() == Kind.ARRAY_OF_FLOAT64;
    this.missing = missing;
    this.rounding = rounding;
  }

  @Override
  public Optional<Fault> read(RowCells row, Inputs inputs) {
    if (row.isNull(at.column())) {
      return Fault.missing(column);
    }
    ArrayCells array = row.array(at.column());
    if (array.length() != width) {
      return Fault.of(column, Reason.WRONG_WIDTH, array.length() + " elements");
    }
    float[] values = inputs.values();
    int to = inputs.start() + at.place();
    copy(array, values, to);
    if (array.anyNull()) {
      Optional<Fault> fault = nulls(array, values, to);
      if (fault.isPresent()) {
        return fault;
      }
    }
    return notFinite(array, values, to);
  }

  private void copy(ArrayCells array, float[] values, int to) {
    if (!isFloat64) {
      array.float32(values, to);
      return;
    }
    for (int element = 0; element < width; element++) {
      values[to + element] = rounding.round(element, array.float64(element));
    }
  }

  private Optional<Fault> nulls(ArrayCells array, float[] values, int to) {
    for (int element = 0; element < width; element++) {
      if (array.isNull(element)) {
        if (missing == Missing.REJECT) {
          return Fault.of(column, Reason.NULL, "null at [" + element + "]");
        }
        values[to + element] = Float.NaN;
      }
    }
    return Optional.empty();
  }

  private Optional<Fault> notFinite(ArrayCells array, float[] values, int to) {
    for (int element = 0; element < width; element++) {
      float value = values[to + element];
      boolean isMissing = missing == Missing.KEEP && Float.isNaN(value);
      if (!Float.isFinite(value) && !isMissing) {
        double found = isFloat64 ? array.float64(element) : value;
        String number = isFloat64 ? Double.toString(found) : Float.toString(value);
        return Fault.notFinite(column, found, number + " at [" + element + "]");
      }
    }
    return Optional.empty();
  }
}
