package io.assay.table;

import io.assay.table.Reject.Reason;
import java.util.Optional;

/** Why a row's value cannot be an input. */
record Fault(String column, Reason reason, String value) {
  /** A missing value. */
  static Optional<Fault> missing(String column) {
    return of(column, Reason.NULL, "null");
  }

  static Optional<Fault> of(String column, Reason reason, String value) {
    return Optional.of(new Fault(column, reason, value));
  }

  /**
   * A number that is none, or that float32 has not.
   *
   * @param number as it was found
   * @param found the same in words
   */
  static Optional<Fault> notFinite(String column, double number, String found) {
    Reason beyond = Math.abs(number) > Float.MAX_VALUE ? Reason.INFINITE : Reason.TOO_FINE;
    return of(column, Double.isNaN(number) ? Reason.NAN : beyond, found);
  }

  Reject of(String rowId) {
    return new Reject(rowId, column, reason, value);
  }
}
