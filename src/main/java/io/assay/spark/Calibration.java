package io.assay.spark;

import io.assay.baseline.Baseline;
import io.assay.job.RunPlan;
import io.assay.job.RunPlan.PlannedMethod;
import io.assay.run.MethodTotals;
import io.assay.run.Pilot;
import io.assay.run.RowBatch;
import io.assay.run.ShardRunner;
import io.assay.spark.rows.DecodedRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Measures a few batches of random rows on the driver, to say what a run will cost. */
public final class Calibration {
  private static final int BATCHES = 8;
  private static final int ROWS_A_BATCH = 64;

  /** Batches without which nothing is known: one to warm up, two to compare. */
  private static final int FEWEST_BATCHES = 3;

  /** After so many nanoseconds a method of which three batches are measured is known. */
  private static final long LONG_ENOUGH = 10_000_000_000L;

  private final PreparedJob job;

  /** Prepares to measure a job. */
  public Calibration(PreparedJob job) {
    this.job = job;
  }

  /**
   * What was measured.
   *
   * @param lessons what methods learnt from pilot rows, and what that cost, by the method's key
   * @param figures of every method; empty if the input has too few usable rows to tell
   */
  public record Measured(Map<String, Pilot.Lesson> lessons, List<Figure> figures) {}

  /**
   * The cost of one method.
   *
   * @param method its key
   * @param seconds a row, on one core
   * @param calls of the model a row; what a batch shares is divided among its rows
   */
  public record Figure(String method, Estimate seconds, Estimate calls) {}

  /**
   * A mean over batches.
   *
   * @param mean over batches of the mean over rows
   * @param standardError of that mean
   * @param batches measured, at least 2
   */
  public record Estimate(double mean, double standardError, int batches) {
    /** Student's t that is exceeded in 2.5 %, with 1 to 6 degrees of freedom. */
    private static final List<Double> CRITICAL = List.of(12.71, 4.30, 3.18, 2.78, 2.57, 2.45);

    static Estimate of(List<Double> batches) {
      double mean = batches.stream().mapToDouble(Double::doubleValue).average().orElse(0);
      double squares = batches.stream().mapToDouble(each -> (each - mean) * (each - mean)).sum();
      double variance = squares / (batches.size() - 1);
      return new Estimate(mean, Math.sqrt(variance / batches.size()), batches.size());
    }

    /** Returns the lower bound of the interval of 95 %, not under 0. */
    public double low() {
      return Math.max(0, mean - critical() * standardError);
    }

    /** Returns the upper bound of the interval of 95 %. */
    public double high() {
      return mean + critical() * standardError;
    }

    private double critical() {
      return CRITICAL.get(Math.min(CRITICAL.size(), batches - 1) - 1);
    }
  }

  /**
   * Measures every method, after it has learnt as in a run; the first batch warms up and does not
   * count.
   */
  public Measured measure() {
    Baseline baseline = job.baseline().baseline();
    Map<String, Pilot.Lesson> lessons = job.learn(baseline);
    RunPlan plan = job.planAfter(lessons);
    List<RowBatch> batches = batches(new Pilot(job.blackBox(), plan, baseline));
    List<Figure> figures = new ArrayList<>();
    for (PlannedMethod method : plan.methods()) {
      ShardRunner runner = new ShardRunner(job.blackBox(), plan.only(List.of(method)), baseline);
      figure(method.key(), runner, batches).ifPresent(figures::add);
    }
    return new Measured(lessons, List.copyOf(figures));
  }

  private static Optional<Figure> figure(
      String method, ShardRunner runner, List<RowBatch> batches) {
    List<Double> seconds = new ArrayList<>();
    List<Double> calls = new ArrayList<>();
    long start = System.nanoTime();
    for (RowBatch batch : batches) {
      if (seconds.size() >= FEWEST_BATCHES && System.nanoTime() - start > LONG_ENOUGH) {
        break;
      }
      MethodTotals before = runner.totals().get(0);
      runner.explain(batch);
      MethodTotals after = runner.totals().get(0);
      seconds.add((after.seconds() - before.seconds()) / batch.rows());
      calls.add((double) (calls(after) - calls(before)) / batch.rows());
    }
    return seconds.size() < FEWEST_BATCHES
        ? Optional.empty()
        : Optional.of(new Figure(method, afterFirst(seconds), afterFirst(calls)));
  }

  private static long calls(MethodTotals totals) {
    return totals.forwardCalls() + totals.gradientCalls() + totals.sharedCalls();
  }

  private static Estimate afterFirst(List<Double> batches) {
    return Estimate.of(batches.subList(1, batches.size()));
  }

  private List<RowBatch> batches(Pilot pilot) {
    int rowsEach = DecodedRows.rowsAtOnce(job.layout(), ROWS_A_BATCH);
    List<RowBatch> batches = new ArrayList<>();
    job.sample("calibration", BATCHES * rowsEach, pilot)
        .ifPresent(
            rows -> {
              int each = Math.max(1, Math.min(rowsEach, rows.rows() / BATCHES));
              for (int from = 0; from + each <= rows.rows(); from += each) {
                batches.add(rows.slice(from, from + each));
              }
            });
    return batches;
  }
}
