package io.assay.table;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Gives every column of a table a name of its own. Names that differ in case alone count as one,
 * for that is how Spark and DuckDB read them.
 */
final class ColumnNames {
  private final Set<String> taken = new HashSet<>();

  ColumnNames(List<String> reserved) {
    reserved.forEach(name -> taken.add(name.toLowerCase(Locale.ROOT)));
  }

  /** Returns the name, with the suffix as often as it takes to be neither empty nor taken. */
  String claim(String name, String suffix) {
    String free = name.isEmpty() ? suffix : name;
    while (!taken.add(free.toLowerCase(Locale.ROOT))) {
      free += suffix;
    }
    return free;
  }
}
