package io.assay.spark.cli;

import io.assay.report.Manifest;
import io.assay.report.Manifest.Actual;
import io.assay.report.Manifest.Prediction;
import java.util.List;
import java.util.Locale;

/** What a run cost, and what it was going to cost, in words. */
final class CostWords {
  private CostWords() {}

  /** Returns lines; none if the run does not say. */
  static List<String> of(Manifest manifest) {
    Prediction before = manifest.prediction();
    Actual after = manifest.actual();
    return before == null || after == null
        ? List.of()
        : List.of("time          " + time(before, after), "model calls   " + calls(before, after));
  }

  private static String time(Prediction before, Actual after) {
    String spent =
        String.format(
            Locale.ROOT,
            "%.1f s for %,d rows on %d tasks at once, %,.0f rows/s",
            after.seconds(),
            after.rows(),
            after.slots(),
            after.rowsPerSecond());
    return before.isForetold()
        ? spent
            + String.format(
                Locale.ROOT,
                "; the first %,d foretold %.1f to %.1f s",
                before.seenRows(),
                before.secondsLow(),
                before.secondsHigh())
        : spent;
  }

  private static String calls(Prediction before, Actual after) {
    return String.format(
        Locale.ROOT,
        "%,d, %.4g a row of %,d at most",
        after.calls(),
        (double) after.calls() / after.rows(),
        before.callsAtMost());
  }
}
