package io.assay.table;

import io.assay.table.Reject.Reason;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The first fault of every row of a batch, found while columns are read one after the other. */
final class Faults {
  private record Fault(String column, Reason reason, String value) {}

  private final @Nullable Fault[] first;
  private int rejected;

  Faults(int rows) {
    first = new Fault[rows];
  }

  int rows() {
    return first.length;
  }

  int rejected() {
    return rejected;
  }

  boolean has(int row) {
    return first[row] != null;
  }

  /** Notes a fault; a row keeps the first. */
  void add(int row, String column, Reason reason, String value) {
    if (first[row] == null) {
      first[row] = new Fault(column, reason, value);
      rejected++;
    }
  }

  /**
   * Notes why a number cannot be an input.
   *
   * @param number as it was found
   * @param found the same in words
   */
  void addNotFinite(int row, String column, double number, String found) {
    Reason beyond = Math.abs(number) > Float.MAX_VALUE ? Reason.INFINITE : Reason.TOO_FINE;
    add(row, column, Double.isNaN(number) ? Reason.NAN : beyond, found);
  }

  /** Returns the rejects, by row. */
  List<Reject> rejects(@Nullable String[] rowIds) {
    List<Reject> rejects = new ArrayList<>(rejected);
    for (int row = 0; row < first.length; row++) {
      Fault fault = first[row];
      if (fault != null) {
        String rowId = rowIds[row];
        rejects.add(
            new Reject(rowId == null ? "" : rowId, fault.column, fault.reason, fault.value));
      }
    }
    return rejects;
  }
}
