package io.assay.bench;

import com.sun.management.OperatingSystemMXBean;
import io.assay.report.Manifest;
import io.assay.spark.Sessions;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.SparkSession;

/**
 * Compares whole jobs with the physical limit: rows a second from Parquet to Parquet, against the
 * forward and backward passes that the method made, bare, at their best batch size, on as many
 * threads, in the same process. Machines are not always equally quick: each job runs a few times
 * after it is warm, with its limit measured just before and just after. Run it on a quiet machine.
 * Tasks read and write beside the model: with {@code spark.master} of fewer slots than cores that
 * shows, as it does where a model has a device to itself.
 *
 * <p>Columns: {@code job} is the whole run, from the driver's look at the data to the manifest;
 * {@code attribute} its stage on executors; {@code of limit} the latter as a share of the limit on
 * the clock, {@code in CPU} in CPU time (the whole run's, garbage collection and compilation
 * included); {@code method} the time in the method over that of its bare passes; {@code outside}
 * the share of the tasks' time outside the method. Spark alone reads the same table and writes it
 * again.
 */
public final class ExecutorBench {
  private static final double NANOS = 1e9;
  private static final int ROUNDS = 5;
  private static final double WARM_SECONDS = 120;
  private static final String HEAD = "%-22s %10s %12s %12s %12s %9s %8s %8s %8s";
  private static final String ROW =
      "%-22s %,10d %,12.1f %,12.1f %,12.1f %8.0f%% %7.0f%% %8.3f %7.1f%%";
  private static final OperatingSystemMXBean CPU =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  /** The bare passes of a row are so quick that a look at all three methods takes many rows. */
  private record Work(String method, int share) {}

  private static final List<Work> METHODS =
      List.of(
          new Work("saliency: {}", 1),
          new Work("integrated-gradients: {rule: gauss-legendre, steps: 50}", 16),
          new Work("gp-shap: {budget: 512}", 16));

  private final SparkSession spark;
  private final BenchJobs jobs;

  private ExecutorBench(SparkSession spark, BenchJobs jobs) {
    this.spark = spark;
    this.jobs = jobs;
  }

  /**
   * Prints a table for a network 30-256-256-2 and one for MobileNet.
   *
   * @param arguments rows of the table that saliency explains (standard 8000000; the other methods
   *     take a 16th), and images (standard 768); 0 leaves a model out
   */
  public static void main(String[] arguments) throws IOException {
    int rows = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 8_000_000;
    int images = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 768;
    try (Scratch scratch = Scratch.make()) {
      Sessions.with(
          "bench",
          spark -> {
            if (rows > 0) {
              new ExecutorBench(spark, BenchJobs.table(spark, scratch.path())).print(rows);
            }
            if (images > 0) {
              new ExecutorBench(spark, BenchJobs.images(spark, scratch.path())).print(images);
            }
            return "";
          });
    }
  }

  private void print(int rows) {
    BareSpeed speed = jobs.bare(spark.sparkContext().defaultParallelism());
    Calls calls =
        new Calls(
            speed, speed.bestRows(BareSpeed.Pass.FORWARD), speed.bestRows(BareSpeed.Pass.GRADIENT));
    line("%n%s", speed);
    line("bare, in calls of %d and %d rows: %s", calls.forward(), calls.gradient(), calls.now());
    line("Spark alone reads and writes the table: %,.1f rows/s", sparkAlone(rows));
    line(
        HEAD,
        "method",
        "rows",
        "job rows/s",
        "attribute",
        "limit",
        "of limit",
        "in CPU",
        "method",
        "outside");
    for (Work work : METHODS) {
      int share = Math.max(1, rows / work.share());
      warmUp(work.method(), share);
      Round all = Round.NONE;
      for (int round = 0; round < ROUNDS; round++) {
        Bare limit = calls.now();
        long before = CPU.getProcessCpuTime();
        long start = System.nanoTime();
        Manifest manifest = jobs.run(work.method(), share);
        double wall = (System.nanoTime() - start) / NANOS;
        double cpu = (CPU.getProcessCpuTime() - before) / NANOS;
        Round one = Round.of(manifest, share, new Spent(wall, cpu), limit.and(calls.now()));
        print(manifest.methods().get(0).key(), one);
        all = all.plus(one);
      }
      print("all of them", all);
    }
  }

  /** Spark and the JVM's compiler take their time: two minutes where they share the cores. */
  private void warmUp(String method, int rows) {
    long start = System.nanoTime();
    while ((System.nanoTime() - start) / NANOS < WARM_SECONDS) {
      jobs.run(method, rows);
    }
  }

  private void print(String what, Round round) {
    int cores = spark.sparkContext().defaultParallelism();
    line(
        ROW,
        what,
        round.rows(),
        round.rows() / round.spent().wall(),
        round.rows() / round.attribute(),
        round.rows() / round.limit(),
        100 * round.limit() / round.attribute(),
        100 * round.limit() * cores / round.spent().cpu(),
        round.method() / cores / round.limit(),
        100 * (1 - round.method() / cores / round.attribute()));
  }

  /** Seconds of whole runs, on the clock and of all CPUs. */
  private record Spent(double wall, double cpu) {}

  /** Runs, in seconds: those of their stage, of its limit, and within the method on all threads. */
  private record Round(int rows, Spent spent, double attribute, double limit, double method) {
    private static final Round NONE = new Round(0, new Spent(0, 0), 0, 0, 0);

    static Round of(Manifest manifest, int rows, Spent spent, Bare bare) {
      Manifest.MethodRun method = manifest.methods().get(0);
      double attribute = manifest.timings().getOrDefault("attribute", Double.NaN);
      return new Round(rows, spent, attribute, bare.seconds(method), method.seconds());
    }

    Round plus(Round more) {
      return new Round(
          rows + more.rows,
          new Spent(spent.wall + more.spent.wall, spent.cpu + more.spent.cpu),
          attribute + more.attribute,
          limit + more.limit,
          method + more.method);
    }
  }

  /** The rows of the quickest calls of the bare model. */
  private record Calls(BareSpeed speed, int forward, int gradient) {
    Bare now() {
      return new Bare(
          speed.rate(BareSpeed.Pass.FORWARD, forward),
          speed.rate(BareSpeed.Pass.GRADIENT, gradient));
    }
  }

  /** Passes a second of the bare model, on all threads. */
  private record Bare(double forwards, double gradients) {
    Bare and(Bare later) {
      return new Bare((forwards + later.forwards) / 2, (gradients + later.gradients) / 2);
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT, "%,.1f forward passes/s, %,.1f gradients/s", forwards, gradients);
    }

    double seconds(Manifest.MethodRun method) {
      return (method.forwardCalls() + method.sharedCalls()) / forwards
          + method.gradientCalls() / gradients;
    }
  }

  private double sparkAlone(int rows) {
    jobs.copy(rows);
    long start = System.nanoTime();
    jobs.copy(rows);
    return rows / ((System.nanoTime() - start) / NANOS);
  }

  private static void line(String pattern, Object... values) {
    System.out.println(String.format(Locale.ROOT, pattern, values));
  }
}
