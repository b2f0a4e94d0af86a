package io.assay.table;

import io.assay.table.FeatureColumn.Kind;
import io.assay.table.InputLayout.Missing;
import io.assay.table.Reject.Reason;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;

/** Reads a text column whose categories have places or numbers. */
final class CategoryReader implements FeatureReader {
  private final FeatureColumn column;
  private final Missing missing;
  private final Map<String, Integer> places = new HashMap<>();

  CategoryReader(FeatureColumn column, Missing missing) {
    this.column = column;
    this.missing = missing;
    for (String category : column.categories()) {
      places.put(category, places.size());
    }
  }

  @Override
  public void read(FieldVector vector, Faults faults, Inputs inputs, int place) {
    VarCharVector texts = (VarCharVector) vector;
    for (int row = 0; row < faults.rows(); row++) {
      if (texts.isNull(row)) {
        addNull(row, faults, inputs, place);
        continue;
      }
      String category = new String(texts.get(row), StandardCharsets.UTF_8);
      Integer code = places.get(category);
      if (code == null) {
        faults.add(row, column.name(), Reason.UNKNOWN_CATEGORY, category);
      } else if (column.kind() == Kind.ONE_HOT) {
        inputs.values()[inputs.at(row, place + code)] = 1;
      } else {
        inputs.values()[inputs.at(row, place)] = column.codes().get(code);
      }
    }
  }

  /** A category among zeros has no place for a missing value: all zeros would be a value. */
  private void addNull(int row, Faults faults, Inputs inputs, int place) {
    if (missing == Missing.KEEP && column.kind() == Kind.ORDINAL) {
      inputs.values()[inputs.at(row, place)] = Float.NaN;
    } else {
      faults.add(row, column.name(), Reason.NULL, "null");
    }
  }
}
