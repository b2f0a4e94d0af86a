package io.assay.attribution;

import io.assay.tensor.Tensor;

/**
 * A number that a method reports about its own work on each row.
 *
 * @param name snake_case, such as {@code largest_panel_defect}; a column of the attribution table
 * @param values [rows, slots]; NaN where there is none to report, which is null in the table
 */
public record Diagnostic(String name, Tensor values) {
  /** Returns the diagnostic of chosen rows, in the order given. */
  Diagnostic select(int... rows) {
    return new Diagnostic(name, values.select(rows));
  }
}
