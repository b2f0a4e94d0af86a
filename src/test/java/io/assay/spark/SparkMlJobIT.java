package io.assay.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.assay.spark.ml.Saved;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.feature.OneHotEncoder;
import org.apache.spark.ml.feature.StandardScaler;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.regression.LinearRegression;
import org.apache.spark.ml.regression.LinearRegressionModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Whole jobs over saved Spark ML models. */
@ExtendWith(SharedSpark.class)
class SparkMlJobIT {
  private static final String PIPELINE =
      """
      name: pipeline
      input:
        path: rows
        row-id: id
        features: [a, n, site]
        encodings: {site: {one-hot: [north, south, east]}}
        keep: [expected]
      model: {engine: spark-ml, path: model, outputs: {unit: logit}}
      target: {class: "1.0"}
      baseline: {kind: mean}
      methods: [exact-shapley]
      output: {path: OUT}
      execution: {shard-rows: 10}
      """;

  private static final String LINEAR =
      """
      name: linear
      input: {path: rows, row-id: id, features: [a, b, n]}
      model: {engine: spark-ml, path: model, outputs: {unit: raw}}
      target: {class: prediction}
      baseline: {kind: zeros}
      methods: [exact-shapley]
      output: {path: OUT}
      """;

  /** Saves a pipeline of categories and numbers, and rows with what it predicts. */
  private static Path pipelineJob(SparkSession spark, Path folder) {
    Dataset<Row> rows = Saved.rows(spark, 40);
    PipelineModel model =
        Saved.fit(
            rows,
            new StringIndexer()
                .setInputCols(new String[] {"site", "label"})
                .setOutputCols(new String[] {"site_index", "label_index"})
                .setStringOrderType("alphabetAsc"),
            new OneHotEncoder().setInputCol("site_index").setOutputCol("site_vector"),
            Saved.assembler("a", "n", "site_vector"),
            new StandardScaler().setInputCol("features").setOutputCol("scaled"),
            new LogisticRegression()
                .setFeaturesCol("scaled")
                .setLabelCol("label_index")
                .setRegParam(0.01));
    Saved.save(folder, model);
    model
        .transform(rows)
        .selectExpr("id", "a", "n", "site", "string(rawPrediction) as raw")
        .selectExpr("*", "double(regexp_extract(raw, ',(.*)]', 1)) as expected")
        .write()
        .parquet(folder.resolve("rows").toString());
    return Cli.job(folder, PIPELINE);
  }

  private static Path linearJob(SparkSession spark, Path folder, String yaml) {
    Dataset<Row> rows = Saved.rows(spark, 20);
    LinearRegressionModel model =
        new LinearRegression().setLabelCol("y").fit(Saved.assembler("a", "b", "n").transform(rows));
    Saved.save(folder, model);
    rows.selectExpr("id", "a", "b", "n", "array(a, b, double(n)) as features")
        .write()
        .parquet(folder.resolve("rows").toString());
    return Cli.job(folder, yaml);
  }

  @Test
  void exactShapleyOfAPipelineAddsUpToItsRawPredictionAndIsReplayed(
      SparkSession spark, @TempDir Path folder) {
    Path job = pipelineJob(spark, folder);

    Cli.Result result = Cli.run(job);
    Cli.Result replayed =
        Cli.assay("replay", folder.resolve("out/runs/r").toString(), "--row", "17");

    assertThat(result.err()).isEmpty();
    List<Row> explained =
        new Tables(spark, folder)
            .attributions("exact-shapley")
            .selectExpr("score", "expected", "score - baseline_score - a - n - site")
            .collectAsList();
    assertThat(explained).hasSize(40);
    for (Row row : explained) {
      assertThat((double) row.getFloat(0)).isCloseTo(row.getDouble(1), within(1e-5));
      assertThat((double) row.getFloat(2)).isCloseTo(0, within(1e-5));
    }
    assertThat(replayed.err()).isEmpty();
    assertThat(replayed.out()).contains("bit for bit").doesNotContain("differ");
  }

  @Test
  void aResumedRunGivesTheTablesOfAWholeOne(
      SparkSession spark, @TempDir Path whole, @TempDir Path halved) throws Exception {
    assertThat(Cli.run(pipelineJob(spark, whole)).err()).isEmpty();
    ResumeIT.begin(spark, pipelineJob(spark, halved), List.of(1));

    Cli.Result result = Cli.assay("run", halved.resolve("job.yaml").toString(), "--resume", "r");

    assertThat(result.err()).isEmpty();
    assertThat(new Tables(spark, halved).digest(List.of("exact-shapley")))
        .isEqualTo(new Tables(spark, whole).digest(List.of("exact-shapley")));
  }

  @Test
  void aModelByItselfTakesColumnsOrAnArrayAsItsVector(
      SparkSession spark, @TempDir Path columns, @TempDir Path array) {
    String ofArray = LINEAR.replace("features: [a, b, n]", "array-column: features");

    Cli.Result first = Cli.run(linearJob(spark, columns, LINEAR));
    Cli.Result second = Cli.run(linearJob(spark, array, ofArray));

    assertThat(first.err() + second.err()).isEmpty();
    double slope =
        LinearRegressionModel.load(columns.resolve("model").toString()).coefficients().apply(0);
    for (Row row :
        new Tables(spark, columns)
            .attributions("exact-shapley")
            .join(
                spark.read().parquet(columns.resolve("rows").toString()).selectExpr("id", "a as x"),
                org.apache.spark.sql.functions.expr("row_id = id"))
            .select("a", "x")
            .collectAsList()) {
      assertThat((double) row.getFloat(0)).isCloseTo(slope * row.getDouble(1), within(1e-5));
    }
    List<String> scores = List.of("row_id", "score");
    assertThat(scores(spark, array, scores)).isEqualTo(scores(spark, columns, scores));
  }

  private static List<String> scores(SparkSession spark, Path folder, List<String> columns) {
    return new Tables(spark, folder)
            .attributions("exact-shapley")
            .selectExpr(columns.toArray(String[]::new))
            .orderBy("row_id")
            .collectAsList()
            .stream()
            .map(Row::toString)
            .toList();
  }

  @Test
  void checkSaysWhatIsWrongWithTheModel(SparkSession spark, @TempDir Path folder) throws Exception {
    Path job = linearJob(spark, folder, LINEAR);

    String logit = check(job, "--set", "model.outputs.unit=logit");
    String missing = check(job, "--set", "model.path=nowhere");
    String digest = check(job, "--set", "model.sha256=" + "0".repeat(64));
    String gpu = check(job, "--set", "model.device=gpu");
    Path text = Files.writeString(folder.resolve("text"), "hello");

    assertThat(check(job)).isEmpty();
    assertThat(logit).contains("MODEL_SHAPE").contains("set it to raw");
    assertThat(missing).contains("MODEL_UNREADABLE").contains("nowhere");
    assertThat(digest).contains("MODEL_DIGEST");
    assertThat(gpu).contains("SPEC_INVALID").contains("model.device");
    assertThat(check(job, "--set", "model.path=" + text)).contains("it is a file");
  }

  private static String check(Path job, String... more) {
    String[] arguments = new String[more.length + 2];
    arguments[0] = "check";
    arguments[1] = job.toString();
    System.arraycopy(more, 0, arguments, 2, more.length);
    return Cli.assay(arguments).err();
  }
}
