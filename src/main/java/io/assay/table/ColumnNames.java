package io.assay.table;

import io.assay.AssayException;
import io.assay.ErrorCode;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The names of a table's columns, each taken once. Names that differ in case alone count as one,
 * for that is how Spark and DuckDB read them.
 */
final class ColumnNames {
  private final Set<String> taken = new HashSet<>();

  ColumnNames(List<String> reserved) {
    reserved.forEach(this::take);
  }

  /**
   * Takes a name and returns it.
   *
   * @throws AssayException COLUMN_INVALID if it is empty or taken
   */
  String take(String name) {
    if (name.isEmpty() || !taken.add(name.toLowerCase(Locale.ROOT))) {
      throw new AssayException(
          ErrorCode.COLUMN_INVALID,
          "The attribution table would have %s; rename the column, or leave it out of input.keep,"
              + " or take layout: array",
          name.isEmpty() ? "a column without a name" : "two columns named " + name);
    }
    return name;
  }
}
