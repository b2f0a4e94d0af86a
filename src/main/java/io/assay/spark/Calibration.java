package io.assay.spark;

import io.assay.attribution.Tuning;
import io.assay.baseline.Baseline;
import io.assay.job.RunPlan;
import io.assay.job.RunPlan.PlannedMethod;
import io.assay.model.Batched;
import io.assay.model.BlackBox;
import io.assay.model.TreeEnsemble;
import io.assay.report.Manifest;
import io.assay.run.MethodTotals;
import io.assay.run.Pilot;
import io.assay.run.RowBatch;
import io.assay.run.ShardRunner;
import io.assay.spark.rows.DecodedRows;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Measures a few batches of random rows on the driver, to say what a run will cost. */
public final class Calibration {
  private static final int BATCHES = 8;
  private static final int ROWS_A_BATCH = 64;

  /** Batches without which nothing is known: one to warm up, two to compare. */
  private static final int FEWEST_BATCHES = 3;

  /** Batches of a method of trees that count. */
  private static final int TREE_BATCHES = 7;

  /** For so many nanoseconds a method of trees runs before it is measured: it is that quick. */
  private static final long WARM_UP = 1_000_000_000L;

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
   * @param calls how many rows a call of the model will take, and how that is known
   * @param lessons what methods learnt from pilot rows, and what that cost, by the method's key
   * @param figures of every method; empty if the input has too few usable rows to tell
   */
  public record Measured(
      Manifest.Calls calls, Map<String, Pilot.Lesson> lessons, List<Figure> figures) {}

  /**
   * The cost of one method.
   *
   * @param method its key
   * @param seconds a row, on one core
   * @param calls of the model a row; what a batch shares is divided among its rows
   * @param building seconds that every executor takes once, before its first row; not among the
   *     others
   */
  public record Figure(String method, Estimate seconds, Estimate calls, double building) {}

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
    Manifest.Calls calls = calls(baseline, lessons);
    BlackBox model = sized(calls.rows());
    int rowsEach = DecodedRows.rowsAtOnce(job.layout(), ROWS_A_BATCH);
    Optional<RowBatch> rows =
        job.sample("calibration", BATCHES * rowsEach, new Pilot(model, plan, baseline));
    List<RowBatch> batches = rows.map(all -> batches(all, rowsEach)).orElse(List.of());
    List<Figure> figures = new ArrayList<>();
    for (PlannedMethod method : plan.methods()) {
      ShardRunner runner = new ShardRunner(model, plan.only(List.of(method)), baseline);
      Optional<Figure> figure =
          TreeEnsemble.class.isAssignableFrom(method.method().info().ability())
              ? rows.flatMap(all -> ofTrees(method.key(), runner, all))
              : figure(method.key(), runner, batches);
      figure.ifPresent(figures::add);
    }
    return new Measured(calls, lessons, List.copyOf(figures));
  }

  private Manifest.Calls calls(Baseline baseline, Map<String, Pilot.Lesson> lessons) {
    Map<String, Tuning> tunings = new LinkedHashMap<>();
    lessons.forEach((method, lesson) -> tunings.put(method, lesson.tuning()));
    RunFolder nowhere = new RunFolder(job.spec().output().path(), "plan");
    return new CallSizing(job.spark(), job).of(job.work(nowhere, baseline).with(tunings));
  }

  private BlackBox sized(int callRows) {
    BlackBox model = job.blackBox();
    return model.as(Batched.class).map(each -> each.withCallRows(callRows)).orElse(model);
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
      MethodTotals spent = spent(runner, batch);
      seconds.add(spent.seconds() / batch.rows());
      calls.add((double) calls(spent) / batch.rows());
    }
    return seconds.size() < FEWEST_BATCHES
        ? Optional.empty()
        : Optional.of(new Figure(method, afterFirst(seconds), afterFirst(calls), 0));
  }

  /**
   * Measures a method of trees: many rows at a time, as in a run, and again and again until the
   * machine is warm, since a row takes microseconds. What the first batch takes longer than the
   * others is what is built once.
   */
  private static Optional<Figure> ofTrees(String method, ShardRunner runner, RowBatch all) {
    double first = spent(runner, all).seconds();
    List<Double> seconds = new ArrayList<>();
    List<Double> calls = new ArrayList<>();
    long start = System.nanoTime();
    while (seconds.size() < TREE_BATCHES || System.nanoTime() - start < WARM_UP) {
      MethodTotals spent = spent(runner, all);
      seconds.add(spent.seconds() / all.rows());
      calls.add((double) calls(spent) / all.rows());
      if (seconds.size() >= FEWEST_BATCHES && System.nanoTime() - start > LONG_ENOUGH) {
        break;
      }
    }
    Estimate warm = last(seconds);
    double building = Math.max(0, first - warm.mean() * all.rows());
    return Optional.of(new Figure(method, warm, last(calls), building));
  }

  private static Estimate last(List<Double> batches) {
    return Estimate.of(batches.subList(Math.max(0, batches.size() - TREE_BATCHES), batches.size()));
  }

  private static MethodTotals spent(ShardRunner runner, RowBatch batch) {
    MethodTotals before = runner.totals().get(0);
    runner.explain(batch);
    MethodTotals after = runner.totals().get(0);
    return new MethodTotals(
        after.method(),
        after.forwardCalls() - before.forwardCalls(),
        after.gradientCalls() - before.gradientCalls(),
        after.sharedCalls() - before.sharedCalls(),
        0,
        0,
        after.seconds() - before.seconds());
  }

  private static long calls(MethodTotals totals) {
    return totals.forwardCalls() + totals.gradientCalls() + totals.sharedCalls();
  }

  private static Estimate afterFirst(List<Double> batches) {
    return Estimate.of(batches.subList(1, batches.size()));
  }

  private static List<RowBatch> batches(RowBatch rows, int rowsEach) {
    List<RowBatch> batches = new ArrayList<>();
    int each = Math.max(1, Math.min(rowsEach, rows.rows() / BATCHES));
    for (int from = 0; from + each <= rows.rows(); from += each) {
      batches.add(rows.slice(from, from + each));
    }
    return batches;
  }
}
