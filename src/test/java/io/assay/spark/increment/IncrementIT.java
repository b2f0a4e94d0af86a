package io.assay.spark.increment;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.assay.report.Manifest;
import io.assay.spark.Cli;
import io.assay.spark.ResumeIT;
import io.assay.spark.SharedSpark;
import io.assay.spark.Tables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A run that explains what is new gives the importance of a run that explains everything. */
@ExtendWith(SharedSpark.class)
class IncrementIT {
  private static final String JOB =
      """
      name: nightly
      seed: 11
      input: {path: data, row-id: id, features: [%s], since: last-run}
      model: {path: %s, batch-rows: 64, outputs: {names: [benign, malignant]}}
      target: {class: malignant}
      baseline: zeros
      methods: [{kernel-shap: {budget: 128}}, saliency]
      slices: ["mean_radius > 15"]
      execution: {shard-rows: 50, max-reject-share: 0.5}
      output: {path: OUT}
      """;

  /** Numbers of the importance table that hold for rows, whatever shards they lay in. */
  private static final List<String> NUMBERS = List.of("mean_abs", "low", "high", "mean", "p50");

  private static Path job(SparkSession spark, Path folder) {
    String features =
        String.join(
            ", ",
            Stream.of(spark.read().parquet(Cli.CANCER_DATA.toString()).columns())
                .filter(name -> name.contains("_"))
                .toList());
    return Cli.job(folder, JOB.formatted(features, Cli.CANCER_MODEL));
  }

  /** Writes the rows of some ids as one file of a partition of its own. */
  private static void write(SparkSession spark, Path folder, String day, String ids)
      throws IOException {
    Path place = folder.resolve("data/day=" + day);
    Path written = folder.resolve("written");
    spark
        .read()
        .parquet(Cli.CANCER_DATA.toString())
        .where(ids)
        .coalesce(1)
        .write()
        .mode("overwrite")
        .parquet(written.toString());
    Files.createDirectories(place);
    try (Stream<Path> files = Files.list(written)) {
      Path part =
          files.filter(file -> file.toString().endsWith(".parquet")).findFirst().orElseThrow();
      Files.copy(part, place.resolve("part-" + Integer.toHexString(ids.hashCode()) + ".parquet"));
    }
  }

  private static Manifest run(Path job, String id, String... more) {
    List<String> arguments =
        Stream.concat(Stream.of("run", job.toString(), "--run-id", id), Stream.of(more)).toList();
    Cli.Result result = Cli.assay(arguments.toArray(String[]::new));
    assertThat(result.err()).isEmpty();
    return Cli.manifest(Objects.requireNonNull(job.getParent()), id);
  }

  private static Dataset<Row> importance(SparkSession spark, Path folder, String run) {
    return spark.read().parquet(folder.resolve("out/importance/run_id=" + run).toString());
  }

  private static Map<String, Row> byFeature(Dataset<Row> importance) {
    Map<String, Row> rows = new TreeMap<>();
    for (Row row : importance.collectAsList()) {
      rows.put(row.getAs("method") + "," + row.getAs("slice") + "," + row.getAs("feature"), row);
    }
    return rows;
  }

  static void assertAlike(Dataset<Row> found, Dataset<Row> expected) {
    Map<String, Row> whole = byFeature(expected);
    Map<String, Row> added = byFeature(found);
    assertThat(added.keySet()).isEqualTo(whole.keySet());
    added.forEach(
        (key, row) -> {
          Row other = Objects.requireNonNull(whole.get(key));
          assertThat(row.<Long>getAs("rows")).isEqualTo(other.<Long>getAs("rows"));
          for (String number : NUMBERS) { // floats whose sums were added up in another order
            double value = other.<Number>getAs(number).doubleValue();
            assertThat(row.<Number>getAs(number).doubleValue())
                .as(key + " " + number)
                .isCloseTo(value, within(2e-6 * Math.abs(value) + 1e-9));
          }
        });
  }

  @Test
  void newFilesAloneAreExplainedAndImportanceIsThatOfAllToTheLastBit(
      SparkSession spark, @TempDir Path folder) throws Exception {
    Path job = job(spark, folder);
    write(spark, folder, "1", "id < 200");
    write(spark, folder, "2", "id >= 200 and id < 330");
    Manifest first = run(job, "first");
    write(spark, folder, "3", "id >= 330 and id < 400");

    Manifest second = run(job, "second");
    Manifest whole = run(job, "whole", "--set", "input.since=all");

    assertThat(first.counts().rowsIn()).isEqualTo(329);
    assertThat(first.earlier()).isNull();
    assertThat(second.counts().rowsIn()).isEqualTo(70);
    assertThat(Objects.requireNonNull(second.earlier()).run()).isEqualTo("first");
    assertThat(Objects.requireNonNull(second.earlier()).rows()).isEqualTo(329);
    assertThat(whole.counts().rowsIn()).isEqualTo(399);
    assertThat(Tables.digest(importance(spark, folder, "second")))
        .isEqualTo(Tables.digest(importance(spark, folder, "whole")));
    assertThat(
            spark
                .read()
                .parquet(folder.resolve("out/attributions/run_id=second").toString())
                .where(col("method").equalTo("saliency"))
                .count())
        .isEqualTo(70);
  }

  @Test
  void changedAndRemovedFilesLeaveNoTraceAndRunsFollowEachOther(
      SparkSession spark, @TempDir Path folder) throws Exception {
    Path job = job(spark, folder);
    write(spark, folder, "1", "id < 100");
    write(spark, folder, "2", "id >= 100 and id < 200");
    run(job, "first");
    write(spark, folder, "3", "id >= 200 and id < 300");
    run(job, "second");

    Cli.Result nothing = Cli.assay("run", job.toString(), "--run-id", "none");
    remove(folder.resolve("data/day=1"));
    write(spark, folder, "1", "id >= 400 and id < 450");
    Manifest changed = run(job, "changed");
    run(job, "whole-changed", "--set", "input.since=all");
    remove(folder.resolve("data/day=2"));
    run(job, "again", "--set", "input.since=last-run");
    run(job, "whole-again", "--set", "input.since=all");

    assertThat(nothing.status()).isZero();
    assertThat(nothing.out()).contains("second", "nothing is new");
    assertThat(folder.resolve("out/runs/none")).doesNotExist();
    assertThat(changed.counts().rowsIn()).isEqualTo(50);
    assertAlike(importance(spark, folder, "changed"), importance(spark, folder, "whole-changed"));
    assertAlike(importance(spark, folder, "again"), importance(spark, folder, "whole-again"));
  }

  @Test
  void anInterruptedRunGoesOnFromTheSameOne(SparkSession spark, @TempDir Path folder)
      throws Exception {
    Path job = job(spark, folder);
    write(spark, folder, "1", "id < 150");
    run(job, "first");
    write(spark, folder, "2", "id >= 150 and id < 400");
    ResumeIT.begin(spark, job, List.of(1));

    Cli.Result resumed = Cli.assay("run", job.toString(), "--resume", "r");
    run(job, "whole", "--set", "input.since=all");

    assertThat(resumed.err()).isEmpty();
    assertThat(Tables.digest(importance(spark, folder, "r")))
        .isEqualTo(Tables.digest(importance(spark, folder, "whole")));
  }

  @Test
  void anIdThatWasExplainedBeforeIsRefused(SparkSession spark, @TempDir Path folder)
      throws Exception {
    Path job = job(spark, folder);
    write(spark, folder, "1", "id < 100");
    run(job, "first");
    write(spark, folder, "2", "id >= 99 and id < 150");

    Cli.Result twice = Cli.assay("run", job.toString());

    assertThat(twice.status()).isEqualTo(65);
    assertThat(twice.err()).contains("99");
  }

  @Test
  void anotherJobExplainsAllRows(SparkSession spark, @TempDir Path folder) throws Exception {
    Path job = job(spark, folder);
    write(spark, folder, "1", "id < 100");
    run(job, "first");
    write(spark, folder, "2", "id >= 100 and id < 150");

    Manifest other = run(job, "other", "--set", "target.class=benign");

    assertThat(other.earlier()).isNull();
    assertThat(other.counts().rowsIn()).isEqualTo(149);
  }

  @Test
  void aTableThatKeepsNoSnapshotsIsRefused(SparkSession spark, @TempDir Path folder)
      throws Exception {
    Dataset<Row> rows = spark.read().parquet(Cli.CANCER_DATA.toString()).where("id < 20");
    spark
        .createDataFrame(rows.collectAsList(), rows.schema())
        .createOrReplaceTempView("rows_in_memory");
    Path job = job(spark, folder);
    String files = Files.readString(job);
    Files.writeString(job, files.replace("path: data", "format: table, path: rows_in_memory"));

    Cli.Result result = Cli.assay("run", job.toString());

    assertThat(result.status()).isEqualTo(64);
    assertThat(result.err())
        .contains("SPEC_INVALID", "rows_in_memory", "Delta or Iceberg", "leave it out");
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(java.util.Comparator.reverseOrder()).forEach(each -> each.toFile().delete());
    }
  }
}
