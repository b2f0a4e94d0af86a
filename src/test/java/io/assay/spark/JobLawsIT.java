package io.assay.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.assay.report.Manifest;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The laws that hold for a whole job. */
@ExtendWith(SharedSpark.class)
class JobLawsIT {
  private static final List<String> METHODS =
      List.of("integrated-gradients", "kernel-shap", "gp-shap", "saliency");

  private static final String JOB =
      """
      name: laws
      seed: 11
      input: {path: data, row-id: id, features: [%s], keep: [malignant]}
      model: {path: %s, outputs: {names: [benign, malignant]}}
      target: predicted
      baseline: %s
      methods: [integrated-gradients, {kernel-shap: {budget: 128}}, {shap: {budget: 128}}, saliency]
      slices: [malignant, "mean_radius > 15"]
      execution: {shard-rows: 100}
      output: {path: OUT}
      """;

  private static String features(Dataset<Row> data) {
    return String.join(
        ", ", List.of(data.columns()).stream().filter(name -> name.contains("_")).toList());
  }

  private static String job(Dataset<Row> data, String baseline) {
    return JOB.formatted(features(data), Cli.CANCER_MODEL, baseline);
  }

  @Test
  void partitionsChangeNothingToShardsOfRowIds(SparkSession spark, @TempDir Path folder) {
    Dataset<Row> data = spark.read().parquet(Cli.CANCER_DATA.toString()).limit(300);
    Set<String> digests = new HashSet<>();

    for (int partitions : new int[] {1, 2, 7, 16}) {
      Path each = folder.resolve("p" + partitions);
      data.repartition(partitions).write().parquet(each.resolve("data").toString());
      Path job = Cli.job(each, job(data, "{kind: background, rows: 3}"));
      assertThat(Cli.run(job, "--set", "execution.shards=row-id")).returns(0, Cli.Result::status);
      digests.add(new Tables(spark, each).digest(METHODS));
    }

    assertThat(digests).hasSize(1);
  }

  @Test
  void theSameFilesGiveTheSameTablesWhateverTheSlots(SparkSession spark, @TempDir Path folder) {
    Dataset<Row> data = spark.read().parquet(Cli.CANCER_DATA.toString()).limit(300);
    data.repartition(3).write().parquet(folder.resolve("data").toString());
    Path job = Cli.job(folder, job(data, "{kind: background, rows: 3}"));
    Set<String> digests = new HashSet<>();

    for (String width : List.of("32k", "1g")) { // how Spark would split files by itself
      spark.conf().set("spark.sql.files.maxPartitionBytes", width);
      Path out = folder.resolve(width);
      assertThat(
              Cli.run(
                  job,
                  "--set",
                  "execution.shards=files",
                  "--set",
                  "output.path=" + out.resolve("out")))
          .returns(0, Cli.Result::status);
      digests.add(new Tables(spark, out).digest(METHODS));
    }
    spark.conf().unset("spark.sql.files.maxPartitionBytes");

    assertThat(digests).hasSize(1);
    assertThat(Cli.manifest(folder.resolve("1g")).shards().count()).isEqualTo(3);
  }

  @Test
  void everyRowIsExplainedOrRejectedAndCallsAreCounted(SparkSession spark, @TempDir Path folder) {
    spark.read().parquet(Cli.CANCER_DATA.toString()).limit(200).createOrReplaceTempView("cells");
    Dataset<Row> data =
        spark.sql(
            """
            select * except (mean_area, worst_area),
              case when id % 50 = 1 then null else mean_area end as mean_area,
              case when id % 50 = 2 then double('NaN') when id % 50 = 3 then double('Infinity')
                else worst_area end as worst_area
            from cells""");
    data.write().parquet(folder.resolve("data").toString());
    Path job = Cli.job(folder, job(data, "mean"));

    Cli.Result result = Cli.run(job, "--set", "execution.max-reject-share=0.1");

    assertThat(result.err()).isEmpty();
    Tables tables = new Tables(spark, folder);
    Manifest manifest = Cli.manifest(folder);
    long rejected = manifest.counts().rejected();
    assertThat(rejected).isEqualTo(12);
    assertThat(manifest.counts().rejectsByReason())
        .containsEntry("null", 4L)
        .containsEntry("nan", 4L)
        .containsEntry("infinite", 4L);
    assertThat(tables.read("rejects").count()).isEqualTo(12);
    for (String method : METHODS) {
      assertThat(tables.attributions(method).select("row_id").distinct().count())
          .isEqualTo(tables.attributions(method).count())
          .isEqualTo(200 - rejected);
    }
    assertCallsAreExact(tables, manifest);
  }

  private static void assertCallsAreExact(Tables tables, Manifest manifest) {
    Manifest.MethodRun shap = manifest.methods().get(1);
    Row calls =
        tables
            .attributions("kernel-shap")
            .selectExpr("min(model_calls)", "max(model_calls)", "sum(model_calls)")
            .first();
    assertThat(calls.getLong(0)).isEqualTo(calls.getLong(1));
    assertThat(calls.getLong(2)).isEqualTo(shap.forwardCalls() + shap.gradientCalls());
    Row ours =
        tables.attributions("gp-shap").selectExpr("max(model_calls)", "sum(model_calls)").first();
    assertThat(ours.getLong(0)).isLessThanOrEqualTo(1 + 128); // a single baseline
    assertThat(ours.getLong(1)).isEqualTo(manifest.methods().get(2).forwardCalls());
    Manifest.MethodRun saliency = manifest.methods().get(3);
    assertThat(saliency.gradientCalls()).isEqualTo(manifest.counts().attributed());
    assertThat(saliency.forwardCalls()).isZero();
  }

  @Test
  void completeMethodsAddUpAndTheTablesSaySo(SparkSession spark, @TempDir Path folder) {
    Dataset<Row> data = spark.read().parquet(Cli.CANCER_DATA.toString()).limit(200);
    data.write().parquet(folder.resolve("data").toString());

    Cli.Result result = Cli.run(Cli.job(folder, job(data, "median")));

    assertThat(result.err()).isEmpty();
    Tables tables = new Tables(spark, folder);
    String sum = String.join(" + ", features(data).split(", ", -1));
    String squares = sum.replaceAll("(\\w+)", "$1 * $1");
    for (String method : List.of("integrated-gradients", "kernel-shap")) {
      Row gaps =
          tables
              .attributions(method)
              .selectExpr(
                  "max(abs(completeness_gap) / greatest(abs(score - baseline_score), sqrt("
                      + squares
                      + ")))",
                  "max(abs(completeness_gap - ((" + sum + ") - (score - baseline_score))))")
              .first();
      assertThat(gaps.getDouble(0)).isLessThan(1e-3);
      assertThat(gaps.getDouble(1)).isLessThan(1e-4); // the sum above is in float32
    }
    assertThat(Cli.manifest(folder).methods().subList(0, 2))
        .extracting(Manifest.MethodRun::completeness)
        .allSatisfy(found -> assertThat(found).returns(0L, Manifest.Completeness::rowsOver));
    assertThat(tables.attributions("saliency").where("completeness_gap is not null").count())
        .isZero();
  }

  @Test
  void importanceIsTheMeanOfTheAttributions(SparkSession spark, @TempDir Path folder) {
    Dataset<Row> data = spark.read().parquet(Cli.CANCER_DATA.toString()).limit(200);
    data.write().parquet(folder.resolve("data").toString());

    Cli.Result result = Cli.run(Cli.job(folder, job(data, "zeros")));

    assertThat(result.err()).isEmpty();
    Tables tables = new Tables(spark, folder);
    Map<String, String> rowsOf = Map.of("all", "true", "malignant=1", "malignant = 1");
    rowsOf.forEach(
        (slice, rows) -> {
          Row expected =
              tables
                  .attributions("saliency")
                  .where(rows)
                  .selectExpr("count(*)", "avg(abs(worst_texture))", "stddev(worst_texture)")
                  .first();
          Row found =
              tables
                  .read("importance")
                  .where("method = 'saliency' and target = 'predicted'")
                  .where("feature = 'worst_texture' and slice = '" + slice + "'")
                  .selectExpr("rows", "mean_abs", "std", "low", "high")
                  .first();
          assertThat(found.getLong(0)).isEqualTo(expected.getLong(0));
          assertThat(found.getDouble(1)).isCloseTo(expected.getDouble(1), within(1e-9));
          assertThat(found.getDouble(2)).isCloseTo(expected.getDouble(2), within(1e-9));
          assertThat(found.getDouble(1)).isBetween(found.getDouble(3), found.getDouble(4));
        });
    assertThat(
            tables
                .read("importance")
                .where("slice = 'mean_radius > 15' and target = 'predicted'")
                .select("rows")
                .first()
                .getLong(0))
        .isEqualTo(data.where("mean_radius > 15").count());
  }
}
