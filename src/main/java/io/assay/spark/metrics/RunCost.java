package io.assay.spark.metrics;

import io.assay.report.Manifest;
import io.assay.report.Manifest.Actual;
import io.assay.report.Manifest.Prediction;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an attempt at a run was going to cost and what it cost.
 *
 * @param prediction null if there was nothing left to explain
 * @param actual null if there was nothing left to explain
 */
public record RunCost(@Nullable Prediction prediction, @Nullable Actual actual) {
  /**
   * What an attempt had at its disposal, and what it may have asked for.
   *
   * @param callsAtMost calls of the model a row at most, by the plan
   * @param seconds wall time from the first to the last row
   * @param slots tasks that could run side by side
   */
  public record Frame(long callsAtMost, double seconds, int slots) {}

  static RunCost of(Counts spent, Optional<Forecast> forecast, Frame frame) {
    if (spent.read() == 0) {
      return new RunCost(null, null);
    }
    Prediction atMost =
        new Prediction(
            spent.read(), frame.callsAtMost(), 0, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
    return new RunCost(
        forecast.map(seen -> foretold(seen, frame)).orElse(atMost),
        new Actual(
            spent.read(),
            spent.calls().all(),
            frame.seconds(),
            spent.spent().methods() / 1e9,
            frame.slots()));
  }

  private static Prediction foretold(Forecast seen, Frame frame) {
    return new Prediction(
        seen.rows(),
        frame.callsAtMost(),
        seen.seenRows(),
        seen.callsPerRow(),
        seen.seconds().low(),
        seen.seconds().high(),
        seen.methodSeconds());
  }

  /** Returns the manifest with it. */
  public Manifest in(Manifest manifest) {
    return manifest.withCost(prediction, actual);
  }
}
