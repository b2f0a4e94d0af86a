package io.assay.run;

import io.assay.baseline.Baseline;
import io.assay.job.ModelFacts;
import io.assay.job.RunPlan;
import io.assay.model.Batched;
import io.assay.model.BlackBox;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Measures how fast a job's methods are with model calls of a size: they explain real rows as in a
 * run, so many that several calls are filled with rows, steps and coalitions.
 */
public final class CallMeter implements SizeClimb.Meter {
  /** Calls that are filled at least, so that one which is not full counts little. */
  private static final int FULL_CALLS = 4;

  private static final int FEWEST_TIMES = 2;

  /** What takes as long as so many sizes may tells enough by itself. */
  private static final int LONG_SIZES = 5;

  private static final int FIRST_ROWS = 4;
  private static final double SHARE_OF_A_SIZE = 0.1;
  private static final double SHARE_OF_A_RUN = 0.05;
  private static final int FEW_SIZES = 15;

  private final Batched model;
  private final RunPlan plan;
  private final Baseline baseline;
  private final RowBatch rows;
  private final Limits limits;
  private final LongSupplier clock;
  private final long started;
  private final double callsARow;
  private double secondsARow;

  /**
   * How long it may take.
   *
   * @param nanosASize after which a size is known
   * @param nanosInAll after which no further size is begun; less if the run is short
   */
  public record Limits(long nanosASize, long nanosInAll) {
    /** Returns a tenth of a second a size, a minute in all. */
    public static Limits standard() {
      return new Limits(100_000_000L, 60_000_000_000L);
    }
  }

  /**
   * Explains a row, or a few that are quick and share some calls, to learn how many a row takes.
   *
   * @param rows real ones, at least one; taken again where more are wanted
   * @param clock nanoseconds
   */
  public CallMeter(
      Batched model,
      RunPlan plan,
      Baseline baseline,
      RowBatch rows,
      Limits limits,
      LongSupplier clock) {
    this.model = model;
    this.plan = plan;
    this.baseline = baseline;
    this.rows = rows;
    this.limits = limits;
    this.clock = clock;
    RowBatch few = rows.slice(0, 1);
    Run first = explain(model, few);
    if (!isLong(first.seconds())) {
      few = rows.slice(0, Math.min(FIRST_ROWS, rows.rows()));
      first = explain(model, few);
    }
    this.callsARow = Math.max(1, (double) first.calls() / few.rows());
    this.secondsARow = first.seconds() / few.rows();
    this.started = clock.getAsLong();
  }

  /** What explaining took. */
  private record Run(long calls, double seconds) {}

  private Run explain(BlackBox sized, RowBatch some) {
    BatchExplainer explainer = new BatchExplainer(sized, plan, baseline);
    long start = clock.getAsLong();
    Explained explained = explainer.explain(some, Supplier::get);
    double seconds = (clock.getAsLong() - start) / 1e9;
    long calls = explained.targetCalls();
    for (MethodTotals each : explained.totals()) {
      calls += each.forwardCalls() + each.gradientCalls() + each.sharedCalls();
    }
    return new Run(calls, seconds);
  }

  @Override
  public OptionalDouble speed(int callRows) {
    RowBatch some = enough(callRows);
    if (isTooLong(fewestTimes(secondsARow * some.rows()) * secondsARow * some.rows())) {
      return OptionalDouble.empty();
    }
    BlackBox sized = model.withCallRows(callRows);
    try {
      if (callRowsOf(sized) < callRows) {
        return OptionalDouble.empty(); // rows are too wide for it
      }
      double best = best(sized, some);
      return callRowsOf(sized) < callRows ? OptionalDouble.empty() : OptionalDouble.of(best);
    } finally {
      sized.close();
    }
  }

  private static int callRowsOf(BlackBox sized) {
    return sized.as(Batched.class).orElseThrow().callRows();
  }

  /** Returns the speed of the fastest time, which others on the machine disturbed least. */
  private double best(BlackBox sized, RowBatch some) {
    double best = 0;
    double seconds = 0;
    long start = clock.getAsLong();
    for (int times = 0;
        times < fewestTimes(seconds) || clock.getAsLong() - start < limits.nanosASize();
        times++) {
      Run run = explain(sized, some);
      seconds = run.seconds();
      best = Math.max(best, run.calls() / seconds);
      secondsARow = seconds / some.rows();
    }
    return best;
  }

  /** Returns how often rows are explained at least: of what takes long, once tells enough. */
  private int fewestTimes(double seconds) {
    return isLong(seconds) ? 1 : FEWEST_TIMES;
  }

  private boolean isLong(double seconds) {
    return seconds > LONG_SIZES * limits.nanosASize() / 1e9;
  }

  /**
   * A run that is over soon is not to be measured for long: for a twentieth of it, or some sizes.
   */
  private boolean isTooLong(double seconds) {
    double spent = (clock.getAsLong() - started) / 1e9;
    double room = Math.min(limits.nanosInAll() / 1e9, SHARE_OF_A_RUN * secondsARow * plan.rows());
    return spent + seconds > Math.max(room, FEW_SIZES * limits.nanosASize() / 1e9);
  }

  /** Returns rows that fill some calls; of methods that are quick about a row, as many as a run. */
  private RowBatch enough(int callRows) {
    double full = FULL_CALLS * callRows / callsARow;
    double quick = SHARE_OF_A_SIZE * limits.nanosASize() / 1e9 / Math.max(1e-9, secondsARow);
    double most = Math.max(callRows, ModelFacts.ROWS_AT_ONCE);
    int count = (int) Math.max(1, Math.min(most, Math.ceil(Math.max(full, quick))));
    return rows.select(IntStream.range(0, count).map(row -> row % rows.rows()).toArray());
  }
}
