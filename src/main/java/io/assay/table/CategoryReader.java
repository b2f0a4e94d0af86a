package io.assay.table;

import io.assay.table.FeatureColumn.Kind;
import io.assay.table.InputLayout.Missing;
import io.assay.table.Reject.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads a text column whose categories have places or numbers. */
final class CategoryReader implements FeatureReader {
  private final FeatureColumn column;
  private final At at;
  private final Missing missing;
  private final Dictionary places = new Dictionary();
  private final TextBytes category = new TextBytes();

  CategoryReader(FeatureColumn column, At at, Missing missing) {
    this.column = column;
    this.at = at;
    this.missing = missing;
    for (String known : column.categories()) {
      byte[] bytes = known.getBytes(StandardCharsets.UTF_8);
      category.clear();
      category.append(bytes.length);
      System.arraycopy(bytes, 0, category.array(), 0, bytes.length);
      places.code(category);
    }
  }

  @Override
  public Optional<Fault> read(RowCells row, Inputs inputs) {
    int to = inputs.start() + at.place();
    if (row.isNull(at.column())) {
      return missing(inputs, to);
    }
    category.clear();
    row.text(at.column(), category);
    int code = places.find(category);
    if (code < 0) {
      return Fault.of(column.name(), Reason.UNKNOWN_CATEGORY, category.toString());
    }
    boolean isOneHot = column.kind() == Kind.ONE_HOT;
    inputs.values()[isOneHot ? to + code : to] = isOneHot ? 1 : column.codes().get(code);
    return Optional.empty();
  }

  /** A category among zeros has no place for a missing value: all zeros would be a value. */
  private Optional<Fault> missing(Inputs inputs, int to) {
    if (missing == Missing.KEEP && column.kind() == Kind.ORDINAL) {
      inputs.values()[to] = Float.NaN;
      return Optional.empty();
    }
    return Fault.missing(column.name());
  }
}
