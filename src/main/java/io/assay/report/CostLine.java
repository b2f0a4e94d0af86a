package io.assay.report;

import io.assay.report.Manifest.Actual;
import io.assay.report.Manifest.Prediction;
import io.assay.report.number.Numbers;
import java.util.List;

/**
 * What a part of the cost was expected to be, and what it was, as text.
 *
 * @param what it is
 * @param expected before it was spent
 * @param spent in the end
 */
record CostLine(String what, String expected, String spent) {
  /** Returns the lines of a run; none if it does not say what it cost. */
  static List<CostLine> of(Manifest manifest) {
    Prediction before = manifest.prediction();
    Actual after = manifest.actual();
    if (before == null || after == null) {
      return List.of();
    }
    String most = Numbers.count(before.callsAtMost()) + " at most";
    boolean isForetold = before.isForetold();
    return List.of(
        new CostLine("Rows", Numbers.count(before.rows()), Numbers.count(after.rows())),
        new CostLine(
            "Model calls a row",
            isForetold ? Numbers.rounded(before.callsPerRow()) + "; " + most : most,
            Numbers.rounded((double) after.calls() / after.rows())),
        new CostLine(
            "Wall time for the rows",
            isForetold
                ? Numbers.duration(before.secondsLow())
                    + " to "
                    + Numbers.duration(before.secondsHigh())
                : Numbers.NONE,
            Numbers.duration(after.seconds())),
        new CostLine(
            "Time in the methods",
            isForetold ? Numbers.duration(before.methodSeconds()) : Numbers.NONE,
            Numbers.duration(after.methodSeconds())),
        new CostLine("Rows a second", rate(before), Numbers.rounded(after.rowsPerSecond())),
        new CostLine("Tasks side by side", Numbers.NONE, Numbers.count(after.slots())));
  }

  private static String rate(Prediction before) {
    return before.isForetold()
        ? Numbers.rounded(before.rows() / before.secondsHigh())
            + " to "
            + Numbers.rounded(before.rows() / before.secondsLow())
        : Numbers.NONE;
  }

  /** Returns how the expectation came about. */
  static String source(Manifest manifest) {
    Prediction before = manifest.prediction();
    return before != null && before.isForetold()
        ? "Expected as the first " + Numbers.count(before.seenRows(), "row") + " told."
        : "The run was over before its first rows could tell more than the plan.";
  }
}
