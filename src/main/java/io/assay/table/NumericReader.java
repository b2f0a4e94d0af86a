package io.assay.table;

import io.assay.table.InputLayout.Missing;
import java.util.List;
import java.util.Optional;

/** Reads float64 columns that lie beside each other, each number rounded once to float32. */
final class NumericReader implements FeatureReader {
  private final List<String> columns;
  private final At at;
  private final boolean isNanKept;
  private final Rounding rounding;

  NumericReader(List<String> columns, At at, Missing missing, Rounding rounding) {
    this.columns = columns;
    this.at = at;
    this.isNanKept = missing == Missing.KEEP;
    this.rounding = rounding;
  }

  @Override
  public Optional<Fault> read(RowCells row, Inputs inputs) {
    float[] values = inputs.values();
    int to = inputs.start() + at.place();
    int count = columns.size();
    for (int i = 0; i < count; i++) {
      int column = at.column() + i;
      float value =
          row.isNull(column) ? Float.NaN : rounding.round(at.place() + i, row.number(column));
      if (!Float.isFinite(value) && !(isNanKept && Float.isNaN(value))) {
        return fault(row, i);
      }
      values[to + i] = value;
    }
    return Optional.empty();
  }

  private Optional<Fault> fault(RowCells row, int i) {
    if (row.isNull(at.column() + i)) {
      return Fault.missing(columns.get(i));
    }
    double found = row.number(at.column() + i);
    return Fault.notFinite(columns.get(i), found, Double.toString(found));
  }
}
