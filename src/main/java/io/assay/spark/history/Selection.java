package io.assay.spark.history;

import io.assay.table.ImportanceRecord;
import org.jspecify.annotations.Nullable;

/**
 * Which parts of importance tables are looked at.
 *
 * @param method a method's key; all if null
 * @param target an output; all if null
 * @param slice a slice; the standard is {@link #ALL_ROWS}
 */
public record Selection(@Nullable String method, @Nullable String target, String slice) {
  /** The slice of all rows. */
  public static final String ALL_ROWS = "all";

  /** Returns all methods and outputs, over all rows. */
  public static Selection standard() {
    return new Selection(null, null, ALL_ROWS);
  }

  boolean holds(ImportanceRecord record) {
    return (method == null || method.equals(record.method()))
        && (target == null || target.equals(record.target()))
        && slice.equals(record.slice());
  }

  /** A part of an importance table. */
  record Part(String method, String target, String slice) {
    static Part of(ImportanceRecord record) {
      return new Part(record.method(), record.target(), record.slice());
    }

    boolean isOfAllRows() {
      return slice.equals(ALL_ROWS);
    }

    String words() {
      return "%s, target %s, %s"
          .formatted(
              Words.name(method),
              Words.name(target),
              isOfAllRows() ? "all rows" : "slice " + Words.name(slice));
    }
  }

  /** Returns what was looked for, in words. */
  String words() {
    return (method == null ? "any method" : "method " + Words.name(method))
        + (target == null ? ", any target" : ", target " + Words.name(target))
        + ", slice "
        + Words.name(slice);
  }
}
