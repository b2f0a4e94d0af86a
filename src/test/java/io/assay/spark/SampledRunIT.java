package io.assay.spark;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import io.assay.report.Manifest;
import io.assay.report.SampledInput;
import io.assay.spark.metrics.Progress;
import io.assay.spark.metrics.RunMeter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run on a sample explains the same rows however they lie, and says that it did. */
@ExtendWith(SharedSpark.class)
class SampledRunIT {
  private static final String JOB =
      """
      name: sampled
      seed: 3
      input: {path: %s, row-id: id, features: [%s], rows: {sample: {%s}}}
      model: {path: %s, batch-rows: 64, outputs: {names: [benign, malignant]}}
      target: {class: malignant}
      baseline: zeros
      methods: [saliency]
      execution: {shard-rows: 20}
      output: {path: OUT}
      """;

  private static Path job(SparkSession spark, Path folder, Path data, String sample) {
    String features =
        String.join(
            ", ",
            Stream.of(spark.read().parquet(Cli.CANCER_DATA.toString()).columns())
                .filter(name -> name.contains("_"))
                .toList());
    return Cli.job(folder, JOB.formatted(data, features, sample, Cli.CANCER_MODEL));
  }

  private static Manifest run(Path job, String id, String... more) {
    List<String> arguments =
        Stream.concat(Stream.of("run", job.toString(), "--run-id", id), Stream.of(more)).toList();
    Cli.Result result = Cli.assay(arguments.toArray(String[]::new));
    assertThat(result.err()).isEmpty();
    return Cli.manifest(Objects.requireNonNull(job.getParent()), id);
  }

  private static Dataset<Row> table(SparkSession spark, Path folder, String table, String run) {
    return spark.read().parquet(folder.resolve("out/" + table + "/run_id=" + run).toString());
  }

  private static Set<String> ids(SparkSession spark, Path folder, String run) {
    return new TreeSet<>(
        table(spark, folder, "attributions", run)
            .select(col("row_id"))
            .as(Encoders.STRING())
            .collectAsList());
  }

  @Test
  void theSameRowsAreExplainedHoweverTheyLieAndASmallerSampleIsPartOfALarger(
      SparkSession spark, @TempDir Path folder) {
    Path scattered = folder.resolve("scattered");
    spark
        .read()
        .parquet(Cli.CANCER_DATA.toString())
        .repartition(7)
        .write()
        .parquet(scattered.toString());
    Path whole = job(spark, folder.resolve("a"), Cli.CANCER_DATA, "rows: 100");
    Path parts = job(spark, folder.resolve("b"), scattered, "rows: 100");

    Manifest first = run(whole, "hundred");
    run(parts, "hundred");
    run(parts, "shuffled", "--set", "execution.shards=row-id");
    run(whole, "more", "--set", "input.rows.sample.rows=250");
    run(whole, "other", "--set", "seed=4");

    Set<String> ids = ids(spark, folder.resolve("a"), "hundred");
    assertThat(ids).hasSize(100);
    assertThat(ids(spark, folder.resolve("b"), "hundred")).isEqualTo(ids);
    assertThat(ids(spark, folder.resolve("b"), "shuffled")).isEqualTo(ids);
    assertThat(ids(spark, folder.resolve("a"), "more")).hasSize(250).containsAll(ids);
    assertThat(ids(spark, folder.resolve("a"), "other")).hasSize(100).isNotEqualTo(ids);
    assertThat(first.counts().rowsIn()).isEqualTo(100);
    SampledInput sample = Objects.requireNonNull(first.input().sample());
    assertThat(sample.inputRows()).isEqualTo(569);
    assertThat(sample.rows()).isEqualTo(100);
    assertThat(sample.isReached()).isTrue();
    String report = Cli.text(folder.resolve("a/out/runs/hundred/report.html"));
    assertThat(report).contains("100 of 569 rows were explained, a random sample by row id");
    List<Long> rows =
        table(spark, folder.resolve("a"), "importance", "hundred")
            .select("rows")
            .distinct()
            .as(Encoders.LONG())
            .collectAsList();
    assertThat(rows).containsExactly(100L);
  }

  @Test
  void roundsFollowUntilThePrecisionIsReachedAndAddUpToOneSample(
      SparkSession spark, @TempDir Path folder) {
    Path job = job(spark, folder, Cli.CANCER_DATA, "precision: 0.14");

    Manifest found = run(job, "rounds");

    SampledInput sample = Objects.requireNonNull(found.input().sample());
    assertThat(sample.rounds().size()).isGreaterThan(1);
    assertThat(sample.rounds().get(0).rows()).isEqualTo(200);
    assertThat(sample.rows()).isBetween(201L, 568L);
    assertThat(sample.reached()).isLessThanOrEqualTo(0.14);
    assertThat(sample.rounds().get(0).precision()).isGreaterThan(0.14);
    assertThat(found.counts().attributed()).isEqualTo(sample.rows());

    run(job, "once", "--set", "input.rows={sample: {rows: " + sample.rows() + "}}");

    assertThat(ids(spark, folder, "once")).isEqualTo(ids(spark, folder, "rounds"));
    Cli.Result replay =
        Cli.assay(
            "replay",
            folder.resolve("out/runs/rounds").toString(),
            "--row",
            lastOf(spark, folder, "rounds"));
    assertThat(replay.out()).contains("are the same, bit for bit");
  }

  /** Returns a row of the last shard, which is one of the last round. */
  private static String lastOf(SparkSession spark, Path folder, String run) {
    return table(spark, folder, "attributions", run)
        .withColumn("file", org.apache.spark.sql.functions.input_file_name())
        .orderBy(col("file").desc())
        .first()
        .getAs("row_id");
  }

  /** Killed in the middle of the second round: one shard of it and all of the first are done. */
  @Test
  void aRunThatWasKilledBetweenRoundsGoesOnWithTheSameRows(
      SparkSession spark, @TempDir Path whole, @TempDir Path killed) {
    Manifest expected = run(job(spark, whole, Cli.CANCER_DATA, "precision: 0.14"), "r");
    Path job = job(spark, killed, Cli.CANCER_DATA, "precision: 0.14");
    PreparedJob prepared = Preparation.of(spark, JobFiles.read(job.toString(), List.of()));
    RunFolder folder = new RunFolder(prepared.spec().output().path(), "r");
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    FileSystem files = folder.fileSystem(hadoop);
    folder.checkWritable(files);
    Rounds rounds = new Rounds(prepared, folder, hadoop);
    StagedPlan plan = rounds.first(prepared.staged(folder, "2026-01-01T00:00:00Z"));
    folder.keep(files, prepared.cache().resolve(plan.work().baseline()));
    prepared.ship(plan.work().baseline());
    try (ShardCommits commits = new ShardCommits(folder, files, Progress.silent())) {
      explain(spark, prepared, plan, rounds.last(plan), commits, Integer.MAX_VALUE);
      plan = rounds.after(plan, commits);
      RunFolder.write(files, folder.plan(), plan.toJson());
      explain(spark, prepared, plan, rounds.last(plan), commits, 1);
    }

    Cli.Result result = Cli.assay("run", job.toString(), "--resume", "r");

    assertThat(result.err()).isEmpty();
    Manifest found = Cli.manifest(killed);
    assertThat(found.input().sample()).isEqualTo(expected.input().sample());
    assertThat(found.startedAt()).isEqualTo("2026-01-01T00:00:00Z");
    assertThat(new Tables(spark, killed).digestOfAll(List.of("saliency")))
        .isEqualTo(new Tables(spark, whole).digestOfAll(List.of("saliency")));
  }

  private static void explain(
      SparkSession spark,
      PreparedJob job,
      StagedPlan plan,
      Rounds.Part part,
      ShardCommits commits,
      int most) {
    List<Integer> shards = part.numbers().limit(most).boxed().toList();
    StructType columns = job.canonical().schema();
    new ShardTasks(spark, part.rows(), columns, plan.work(), RunMeter.none(), part.first())
        .run(shards, commits.handler());
    commits.finish();
  }

  @Test
  void aPrecisionThatAllRowsDoNotGiveIsSaidNotToBeReached(
      SparkSession spark, @TempDir Path folder) {
    Path job = job(spark, folder, Cli.CANCER_DATA, "precision: 0.01");

    Manifest found = run(job, "all");

    SampledInput sample = Objects.requireNonNull(found.input().sample());
    assertThat(sample.rows()).isEqualTo(569);
    assertThat(sample.isReached()).isFalse();
    assertThat(Cli.text(folder.resolve("out/runs/all/report.html"))).contains("as wanted");
  }

  /** shap of a network for 800 customers, TreeSHAP of its surrogate for all 7,032. */
  private static final Path POWERED = Path.of("jobs/telco-churn/powered.yaml").toAbsolutePath();

  private static SampledInput powered(Path folder, String id, String... more) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("run", POWERED.toString(), "--run-id", id));
    arguments.addAll(List.of("--set", "output.path=" + folder.resolve("out")));
    arguments.addAll(List.of(more));
    Cli.Result result = Cli.assay(arguments.toArray(String[]::new));
    assertThat(result.err()).isEmpty();
    return Objects.requireNonNull(Cli.manifest(folder, id).input().sample());
  }

  private static List<Row> powered(SparkSession spark, Path folder, String id, String slice) {
    return spark
        .read()
        .parquet(folder.resolve("out/powered/run_id=" + id).toString())
        .where(col("slice").equalTo(slice))
        .orderBy("rank")
        .collectAsList();
  }

  private static Map<String, Row> byFeature(List<Row> rows) {
    Map<String, Row> features = new HashMap<>();
    rows.forEach(row -> features.put(row.getAs("feature"), row));
    return features;
  }

  /** Ratios by the width of a feature's interval: rows explained exactly for one as narrow. */
  private static double ratio(Row row) {
    return row.<Double>getAs("plain_rows") / row.<Long>getAs("exact_rows");
  }

  /**
   * By the widest interval, and for the features that hold nine tenths of all importance, a third
   * of the rows are enough; no feature is told less surely than without the surrogate. All rows,
   * explained exactly, give the importance that the sample was to tell: 19 features within four of
   * their standard errors, and in the mean square within 1.6 of them.
   */
  @Test
  void aThirdOfTheRowsAreEnoughAndTellTheImportanceOfAll(SparkSession spark, @TempDir Path folder)
      throws IOException {
    SampledInput sample = powered(folder, "sample");
    Cli.Result whole =
        Cli.assay(
            "run",
            POWERED.toString(),
            "--run-id",
            "whole",
            "--set",
            "input.rows=all",
            "--set",
            "output.path=" + folder.resolve("out"));

    assertThat(whole.err()).isEmpty();
    SampledInput.Powered surrogate = Objects.requireNonNull(sample.powered());
    assertThat(surrogate.rows()).isEqualTo(7032);
    assertThat(surrogate.plainRows()).isGreaterThan(3.0 * sample.rows());
    assertThat(sample.words()).contains("Powered by a surrogate explained on 7,032 rows");
    assertThat(Files.readString(folder.resolve("out/runs/sample/report.html")))
        .contains("<section id=\"powered\"", "<caption>Powered importance, all rows</caption>")
        .contains("19 of 76; the run\u2019s powered table holds all.");
    List<Row> found = powered(spark, folder, "sample", "all");
    assertThat(found).hasSize(19).allMatch(row -> ratio(row) > 1);
    double share = 0;
    for (Row row : found) {
      share += ratio(row) > 3 ? row.<Double>getAs("share") : 0;
    }
    assertThat(share).isGreaterThan(0.85);
    Map<String, Row> truth =
        byFeature(
            spark
                .read()
                .parquet(folder.resolve("out/importance/run_id=whole").toString())
                .where(col("slice").equalTo("all"))
                .collectAsList());
    double squares = 0;
    for (Row row : found) {
      double all =
          Objects.requireNonNull(truth.get(row.<String>getAs("feature"))).getAs("mean_abs");
      double off = (row.<Double>getAs("mean_abs") - all) / row.<Double>getAs("mean_abs_se");
      assertThat(off).as(row.toString()).isBetween(-4.0, 4.0);
      squares += off * off / found.size();
    }
    assertThat(squares).isBetween(0.1, 1.6 * 1.6);
    assertThat(powered(spark, folder, "sample", "contract=Two year"))
        .hasSize(19)
        .allMatch(row -> row.<Long>getAs("exact_rows") < sample.rows());
  }

  /**
   * Killed when the surrogate and one shard of the sample were done, or the surrogate all but for
   * half of a copy.
   */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aResumedRunGivesTheSamePoweredImportance(
      boolean isHalf, SparkSession spark, @TempDir Path whole, @TempDir Path killed)
      throws IOException {
    List<String> small =
        List.of("methods=[{integrated-gradients: {steps: 8}}]", "input.rows.sample.rows=120");
    powered(whole, "r", "--set", small.get(0), "--set", small.get(1));
    List<String> set = new ArrayList<>(small);
    set.add("output.path=" + killed.resolve("out"));
    PreparedJob job = Preparation.of(spark, JobFiles.read(POWERED.toString(), set));
    RunFolder folder = new RunFolder(job.spec().output().path(), "r");
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    FileSystem files = folder.fileSystem(hadoop);
    folder.checkWritable(files);
    Rounds rounds = new Rounds(job, folder, hadoop);
    StagedPlan plan = rounds.first(job.staged(folder, "2026-01-01T00:00:00Z"));
    folder.keep(files, job.cache().resolve(plan.work().baseline()));
    RunFolder.write(files, folder.plan(), plan.toJson());
    job.ship(plan.work().baseline());
    Surrogate.explainAll(job, plan.work(), files);
    try (ShardCommits commits = new ShardCommits(folder, files, Progress.silent())) {
      StructType columns = job.canonical().schema();
      new ShardTasks(spark, rounds.last(plan).rows(), columns, plan.work(), RunMeter.none())
          .run(List.of(0), commits.handler());
      commits.finish();
    }
    if (isHalf) {
      halve(killed.resolve("out/_staging/r"), "powered-00000.parquet");
    }

    List<String> resume = new ArrayList<>(List.of("run", POWERED.toString(), "--resume", "r"));
    set.forEach(each -> resume.addAll(List.of("--set", each)));
    assertThat(Cli.assay(resume.toArray(String[]::new)).err()).isEmpty();

    assertThat(new Tables(spark, killed).read("powered").count()).isEqualTo(4 * 19);
    for (String table : List.of("powered", "importance", "states")) {
      assertThat(Tables.digest(new Tables(spark, killed).read(table)))
          .as(table)
          .isEqualTo(Tables.digest(new Tables(spark, whole).read(table)));
    }
  }

  /** Leaves what a driver leaves that is killed where a rename is a copy. */
  private static void halve(Path folder, String name) throws IOException {
    byte[] content = Files.readAllBytes(folder.resolve(name));
    Files.write(folder.resolve("_" + name + ".half"), content);
    Files.write(folder.resolve(name), Arrays.copyOf(content, content.length / 2));
    Files.delete(folder.resolve("." + name + ".crc"));
  }

  /** The same 1,112 rows are not enough for 3 % by themselves. */
  @Test
  void aSurrogateReachesAPrecisionInFewerRows(SparkSession spark, @TempDir Path folder) {
    String precise = "input.rows.sample={precision: 0.03, powered-by: {path: %s}}";
    Path trees = Path.of("jobs/telco-churn/model/telco_churn_surrogate.ubj").toAbsolutePath();
    String method = "input.rows.sample.powered-by.method=interventional-tree-shap";

    SampledInput sample = powered(folder, "r", "--set", precise.formatted(trees), "--set", method);

    assertThat(sample.rounds()).hasSize(1);
    assertThat(sample.rows()).isEqualTo(1112);
    assertThat(sample.reached()).isLessThanOrEqualTo(0.03);
    double plain = 0;
    double largest = 0;
    for (Row row : powered(spark, folder, "r", "all")) {
      plain = Math.max(plain, row.<Double>getAs("plain_se"));
      largest = Math.max(largest, row.<Double>getAs("mean_abs"));
    }
    assertThat(3.0 * plain / largest).isGreaterThan(0.03); // 3.0 is Student's t at 0.05 / 38
  }
}
