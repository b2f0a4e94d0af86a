package io.assay.bench;

import io.assay.job.JobReader;
import io.assay.job.JobSpec;
import io.assay.report.Manifest;
import io.assay.spark.JobRun;
import io.assay.spark.Preparation;
import io.assay.spark.Sessions;
import io.assay.spark.metrics.Progress;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/**
 * Whole jobs on trees, from Parquet to Parquet: 100 trees of depth 6 over 40 features that XGBoost
 * has trained, explained by {@code tree-shap} and, against a background, by {@code
 * interventional-tree-shap}. Columns: seconds of the whole run, of its attributing, rows a second
 * of the latter, the share of the tasks' time in the method, and the heap's peak.
 */
public final class TreeJobBench {
  private static final int FEATURES = 40;
  private static final int TREES = 100;
  private static final int DEPTH = 6;
  private static final int TRAINED_ON = 20_480;
  private static final int WARMING_UP = 50_000;

  private final Path folder;
  private final Path model;
  private final SparkSession spark;

  private TreeJobBench(Path folder, Path model, SparkSession spark) {
    this.folder = folder;
    this.model = model;
    this.spark = spark;
  }

  /**
   * Prints a line for each method.
   *
   * @param arguments rows to explain (standard 1000000), rows of the background (standard 100000)
   */
  public static void main(String[] arguments) throws Exception {
    int rows = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
    int background = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 100_000;
    try (Scratch scratch = Scratch.make();
        TreePeer peer = TreePeer.xgboost(TrainingRows.drawn(TRAINED_ON, FEATURES), TREES, DEPTH)) {
      Path model = scratch.path().resolve("model.json");
      peer.save(model);
      Sessions.with(
          "bench",
          spark -> {
            new TreeJobBench(scratch.path(), model, spark).print(rows, background);
            return "";
          });
    }
  }

  private void print(int rows, int background) {
    run("tree-shap", WARMING_UP, background);
    line(
        "%-26s %10s %8s %10s %10s %8s %8s",
        "method", "rows", "run s", "attribute s", "rows/s", "method", "heap MB");
    for (String method : List.of("tree-shap", "interventional-tree-shap")) {
      pools().forEach(MemoryPoolMXBean::resetPeakUsage);
      long start = System.nanoTime();
      Manifest manifest = run(method, rows, background);
      double seconds = (System.nanoTime() - start) / 1e9;
      double attributing = manifest.timings().getOrDefault("attribute", Double.NaN);
      double inMethod = manifest.methods().get(0).seconds();
      long heap = pools().stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
      line(
          "%-26s %,10d %8.1f %10.1f %,10.0f %7.0f%% %8.0f",
          method,
          rows,
          seconds,
          attributing,
          rows / attributing,
          100 * inMethod / attributing / spark.sparkContext().defaultParallelism(),
          heap / 1e6);
    }
  }

  private static void line(String pattern, Object... values) {
    System.out.println(String.format(Locale.ROOT, pattern, values));
  }

  private static List<MemoryPoolMXBean> pools() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .toList();
  }

  private Manifest run(String method, int rows, int background) {
    String data = data("rows", rows);
    String references = data("background", background);
    JobSpec job = job(method, data, references, background);
    JobRun run =
        new JobRun(spark, Preparation.of(spark, job), "bench-" + System.nanoTime(), Progress.log());
    run.start();
    return run.manifest();
  }

  private String data(String name, int rows) {
    Path file = folder.resolve(name + "-" + rows);
    if (!Files.exists(file)) {
      List<String> columns =
          Stream.concat(
                  Stream.of("id"),
                  IntStream.range(0, FEATURES)
                      .mapToObj(
                          feature ->
                              "cast(randn(%d) as float) as x%d"
                                  .formatted(name.length() * FEATURES + feature, feature)))
              .toList();
      spark.range(rows).selectExpr(columns.toArray(String[]::new)).write().parquet(file.toString());
    }
    return file.toString();
  }

  private JobSpec job(String method, String data, String references, int background) {
    return JobReader.read(
        """
        name: bench
        input: {path: "%s", row-id: id, features: %s}
        model: {engine: xgboost, path: "%s", outputs: {unit: raw, names: [y]}}
        target: {column: 0}
        baseline: {kind: background, path: "%s", rows: %d}
        methods: [%s]
        output: {path: "%s"}
        """
            .formatted(
                data,
                IntStream.range(0, FEATURES).mapToObj(each -> "x" + each).toList(),
                model,
                references,
                background,
                method,
                folder.resolve("out")),
        List.of());
  }
}
