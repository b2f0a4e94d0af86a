package io.assay.bench;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.assay.job.JobReader;
import io.assay.report.Manifest;
import io.assay.spark.JobRun;
import io.assay.spark.Preparation;
import io.assay.spark.metrics.Progress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The jobs that benchmarks run: a table for a small network, and photographs for MobileNet. */
final class BenchJobs {
  private static final int FEATURES = 30;
  private static final String FEATURE_NAMES =
      IntStream.range(0, FEATURES).mapToObj(each -> "x" + each).toList().toString();
  private static final Path NETWORK = Path.of("src/test/resources/golden/mlp_bc/model_script.pt");
  private static final Path MOBILENET =
      Path.of("jobs/imagenet-photos/model/mobilenet_v1_025_224.pt");
  private static final String PHOTOGRAPHS = "jobs/imagenet-photos/data/*.png";
  private static final int CLASSES = 1000;

  private enum Rows {
    TABLE,
    IMAGES
  }

  private final SparkSession spark;
  private final Path folder;
  private final Rows kind;

  private BenchJobs(SparkSession spark, Path folder, Rows kind) {
    this.spark = spark;
    this.folder = folder;
    this.kind = kind;
  }

  /** Rows of 30 floats for a network 30-256-256-2. */
  static BenchJobs table(SparkSession spark, Path folder) {
    return new BenchJobs(spark, folder, Rows.TABLE);
  }

  /** Photographs of 224 x 224, as PNG in Parquet, for MobileNet v1 0.25. */
  static BenchJobs images(SparkSession spark, Path folder) {
    return new BenchJobs(spark, folder, Rows.IMAGES);
  }

  /** Returns the job's model, bare. */
  BareSpeed bare(int threads) {
    return kind == Rows.TABLE
        ? new BareSpeed(NETWORK, List.of(FEATURES), 2, threads)
        : new BareSpeed(MOBILENET, List.of(3, 224, 224), CLASSES, threads);
  }

  /**
   * Explains so many rows and returns what the run's manifest says. Its tables are deleted, so that
   * runs fill neither disk nor memory; the next one takes the size of calls from its manifest.
   */
  Manifest run(String method, int rows) {
    JobRun run =
        new JobRun(
            spark,
            Preparation.of(spark, JobReader.read(job(method, data(rows)), List.of())),
            "bench-" + System.nanoTime(),
            Progress.log());
    run.start();
    Manifest manifest = run.manifest();
    Scratch.deleteFiles(folder.resolve("out"), ".parquet");
    return manifest;
  }

  /** Writes so many rows, if they do not lie there yet. */
  void prepare(int rows) {
    data(rows);
  }

  /** Lets Spark read so many rows and write them again. */
  void copy(int rows) {
    spark
        .read()
        .parquet(data(rows))
        .write()
        .mode("overwrite")
        .parquet(folder.resolve("copy-" + kind).toString());
  }

  private String data(int rows) {
    Path place = folder.resolve(kind + "-" + rows);
    if (!Files.exists(place)) {
      (kind == Rows.TABLE ? normal(rows) : photographs(rows)).write().parquet(place.toString());
    }
    return place.toString();
  }

  private Dataset<Row> normal(int rows) {
    return spark
        .range(0, rows, 1, spark.sparkContext().defaultParallelism())
        .selectExpr(
            Stream.concat(
                    Stream.of("id"),
                    IntStream.range(0, FEATURES)
                        .mapToObj(each -> "cast(randn(%d) as float) as x%d".formatted(each, each)))
                .toArray(String[]::new));
  }

  /** The shipped photographs again and again, in files of a few dozen. */
  private Dataset<Row> photographs(int rows) {
    Dataset<Row> photographs = spark.read().format("binaryFile").load(PHOTOGRAPHS);
    long each = photographs.count();
    return spark
        .range(0, (rows + each - 1) / each)
        .withColumnRenamed("id", "turn")
        .crossJoin(photographs.select(col("path"), col("content")))
        .selectExpr("concat(path, '#', turn) as id", "content")
        .limit(rows)
        .repartition(Math.max(1, rows / 32), col("id"))
        .withColumn("kind", lit("photograph"));
  }

  private String job(String method, String data) {
    return """
    name: bench
    seed: 7
    input: {path: "%s", row-id: id, %s}
    model: {path: "%s"}
    target: {column: 0}
    %s
    methods: [{%s}]
    output: {path: "%s"}
    """
        .formatted(
            data,
            kind == Rows.TABLE
                ? "features: " + FEATURE_NAMES
                : "image: {column: content, height: 224, width: 224, groups: {grid: [7, 7]}}",
            (kind == Rows.TABLE ? NETWORK : MOBILENET).toAbsolutePath(),
            kind == Rows.TABLE ? "baseline: zeros" : "baseline: {kind: constant, values: [0.5]}",
            method,
            folder.resolve("out"));
  }
}
