package io.assay.table;

import io.assay.table.FeatureColumn.Kind;
import io.assay.table.Reject.Reason;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;

/** Reads a text column whose categories have places or numbers. */
final class CategoryReader implements FeatureReader {
  private final FeatureColumn column;
  private final Map<String, Integer> places = new HashMap<>();

  CategoryReader(FeatureColumn column) {
    this.column = column;
    for (String category : column.categories()) {
      places.put(category, places.size());
    }
  }

  @Override
  public void read(FieldVector vector, Faults faults, Inputs inputs, int place) {
    VarCharVector texts = (VarCharVector) vector;
    for (int row = 0; row < faults.rows(); row++) {
      if (texts.isNull(row)) {
        faults.add(row, column.name(), Reason.NULL, "null");
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
}
