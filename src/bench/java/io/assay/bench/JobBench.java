package io.assay.bench;

import com.sun.management.OperatingSystemMXBean;
import io.assay.job.JobReader;
import io.assay.job.JobSpec;
import io.assay.report.Manifest;
import io.assay.spark.JobRun;
import io.assay.spark.Preparation;
import io.assay.spark.Sessions;
import io.assay.spark.metrics.Progress;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Compares whole jobs with the physical limit: rows a second from Parquet to Parquet, against the
 * forward and backward passes that the method needs, bare, at their best batch size, on as many
 * threads, in the same process. Run it on a quiet machine.
 *
 * <p>Columns: {@code wall} is the job's speed as a share of the limit; {@code cpu} the share of the
 * job's CPU time (garbage collection and compilation included) that the bare passes would take;
 * {@code explainer} the time in the method over that of its bare gradients; {@code rest} the share
 * of the tasks' time outside the method: reading, sharding, decoding, summing up, writing, waiting.
 */
public final class JobBench {
  private static final int FEATURES = 30;
  private static final int OUTPUTS = 2;
  private static final int[] BATCHES = {64, 128, 256, 512, 1024, 2048};
  private static final double BARE_SECONDS = 2;
  private static final double NANOS = 1e9;
  private static final String HEAD = "%-22s %12s %12s %8s %8s %10s %8s";
  private static final String ROW = "%-22s %,12.0f %,12.0f %7.0f%% %7.0f%% %10.3f %7.1f%%";
  private static final OperatingSystemMXBean CPU =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  /** What is measured: a method and how many gradients of a row it takes. */
  private static final Map<String, Integer> METHODS =
      new TreeMap<>(
          Map.of("saliency", 1, "integrated-gradients: {rule: gauss-legendre, steps: 50}", 50));

  private final Path model;
  private final Path folder;
  private final SparkSession spark;
  private final int cores;

  private JobBench(Path model, Path folder, SparkSession spark) {
    this.model = model;
    this.folder = folder;
    this.spark = spark;
    this.cores = spark.sparkContext().defaultParallelism();
  }

  /**
   * Prints the table.
   *
   * @param arguments rows of the job (standard 200000), and a TorchScript model of 30 features and
   *     two outputs (standard a network 30-256-256-2)
   */
  public static void main(String[] arguments) throws IOException {
    int rows = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 200_000;
    String file =
        arguments.length > 1 ? arguments[1] : "src/test/resources/golden/mlp_bc/model_script.pt";
    Path folder = Files.createTempDirectory("assay-bench");
    try {
      String table =
          Sessions.with(
              "bench",
              spark -> new JobBench(Path.of(file).toAbsolutePath(), folder, spark).table(rows));
      System.out.print(table);
    } finally {
      try (Stream<Path> files = Files.walk(folder)) {
        files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(each -> each.delete());
      }
    }
  }

  private String table(int rows) {
    Map<String, Measured> measured = new TreeMap<>();
    double bare = bareRowsPerSecond();
    for (String method : METHODS.keySet()) {
      run(method, rows); // warms up: Spark and the compiler of the JVM take their time
      measured.put(method, measure(method, rows));
      bare =
          Math.max(bare, bareRowsPerSecond()); // the limit is what the machine can do at its best
    }
    StringBuilder table = new StringBuilder();
    line(table, "model %s, %,d rows, %d threads", model.getFileName(), rows, cores);
    line(table, "bare forward + backward: %,.0f rows/s at the best batch size", bare);
    line(table, HEAD, "method", "job rows/s", "limit rows/s", "wall", "cpu", "explainer", "rest");
    for (Map.Entry<String, Integer> method : METHODS.entrySet()) {
      Measured job = Objects.requireNonNull(measured.get(method.getKey()), method.getKey());
      double limit = bare / method.getValue();
      line(
          table,
          ROW,
          job.method(),
          rows / job.wall(),
          limit,
          100 * rows / job.wall() / limit,
          100 * rows * cores / limit / job.cpu(),
          job.inMethod() / rows * limit,
          100 * (1 - job.inMethod() / job.wall()));
    }
    return table.toString();
  }

  /** Seconds of one job: on the clock, of the process's CPUs, and in the method on each thread. */
  private record Measured(String method, double wall, double cpu, double inMethod) {}

  private Measured measure(String method, int rows) {
    long before = CPU.getProcessCpuTime();
    Manifest manifest = run(method, rows);
    return new Measured(
        manifest.methods().get(0).key(),
        manifest.timings().getOrDefault("attribute", Double.NaN),
        (CPU.getProcessCpuTime() - before) / NANOS,
        manifest.methods().get(0).seconds() / cores);
  }

  private static void line(StringBuilder table, String pattern, Object... values) {
    table.append(String.format(Locale.ROOT, pattern, values)).append('\n');
  }

  /** The limit on all threads together, at the batch size that is best for it. */
  private double bareRowsPerSecond() {
    double best = 0;
    for (int batch : BATCHES) {
      ExecutorService threads = Executors.newFixedThreadPool(cores);
      try {
        List<Future<Double>> rates = new ArrayList<>();
        for (int thread = 0; thread < cores; thread++) {
          rates.add(threads.submit(bare(batch)));
        }
        double sum = 0;
        for (Future<Double> rate : rates) {
          sum += rate.get();
        }
        best = Math.max(best, sum);
      } catch (InterruptedException | ExecutionException e) {
        throw new IllegalStateException(e);
      } finally {
        threads.shutdown();
      }
    }
    return best;
  }

  private Callable<Double> bare(int batch) {
    float[] values = new float[batch * FEATURES];
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return () -> {
      try (BareGradient gradient = new BareGradient(model, values, batch, OUTPUTS)) {
        rate(gradient, batch, BARE_SECONDS / 4);
        return rate(gradient, batch, BARE_SECONDS);
      }
    };
  }

  private static double rate(BareGradient gradient, int batch, double seconds) {
    long start = System.nanoTime();
    long rows = 0;
    while ((System.nanoTime() - start) / 1e9 < seconds) {
      gradient.run();
      rows += batch;
    }
    return rows / ((System.nanoTime() - start) / 1e9);
  }

  private Manifest run(String method, int rows) {
    String data = folder.resolve("rows-" + rows).toString();
    if (!Files.exists(Path.of(data))) {
      normal(rows).write().parquet(data);
    }
    JobRun run =
        new JobRun(
            spark,
            Preparation.of(spark, job(method, data)),
            "bench-" + System.nanoTime(),
            Progress.log());
    run.start();
    return run.manifest();
  }

  private Dataset<Row> normal(int rows) {
    List<String> columns = new ArrayList<>(List.of("id"));
    for (int feature = 0; feature < FEATURES; feature++) {
      columns.add("cast(randn(" + feature + ") as float) as x" + feature);
    }
    return spark.range(0, rows, 1, cores).selectExpr(columns.toArray(String[]::new));
  }

  private JobSpec job(String method, String data) {
    List<String> features =
        Stream.iterate(0, feature -> feature + 1)
            .limit(FEATURES)
            .map(feature -> "x" + feature)
            .toList();
    return JobReader.read(
        """
        name: bench
        input: {path: "%s", row-id: id, features: %s}
        model: {path: "%s"}
        target: {column: 0}
        methods: [{%s}]
        output: {path: "%s"}
        """
            .formatted(
                data,
                features,
                model,
                method.contains(":") ? method : method + ": {}",
                folder.resolve("out")),
        List.of());
  }
}
