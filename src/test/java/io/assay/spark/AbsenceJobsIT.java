package io.assay.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.assay.report.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a job may say that "feature absent" means in its images and texts. */
@ExtendWith(SharedSpark.class)
class AbsenceJobsIT {
  private static final Path FASHION = Path.of("jobs/fashion").toAbsolutePath();
  private static final Path SENTIMENT = Path.of("jobs/sentiment").toAbsolutePath();

  private static final String IMAGES =
      """
      name: images
      input:
        path: data
        row-id: id
        image: {column: image, height: 28, width: 28, channels: 1, groups: %s}
      model: {path: MODEL, batch-rows: 16}
      target: {column: 0}
      baseline: %s
      masking: %s
      methods: [%s]
      execution: {shard-rows: 10}
      output: {path: OUT}
      """
          .replace("MODEL", FASHION.resolve("model/fashion_cnn.pt").toString());

  private static final String TEXTS =
      """
      name: texts
      input:
        path: data
        row-id: id
        text: {column: text, vocabulary: VOCABULARY, max-length: 40, groups: word,
          regex: "[a-z]+(?:'[a-z]+)?|[0-9]+|[!?]"}
      model: {path: MODEL, outputs: {names: [negative, positive]}}
      target: {class: positive}
      baseline: %s
      masking: %s
      methods: [{kernel-shap: {budget: 160}}]
      output: {path: OUT}
      """
          .replace("MODEL", SENTIMENT.resolve("model/sentiment_tiny.pt").toString())
          .replace("VOCABULARY", SENTIMENT.resolve("model/vocab.txt").toString());

  @TempDir private Path folder;

  private void writeImages(SparkSession spark) {
    spark
        .read()
        .parquet(FASHION.resolve("data/fashion.parquet").toString())
        .where("id < 12")
        .select("id", "image")
        .write()
        .parquet(folder.resolve("data").toString());
  }

  private void writeTexts(SparkSession spark) {
    spark
        .read()
        .option("header", "true")
        .csv(SENTIMENT.resolve("data/sentences.csv").toString())
        .limit(12)
        .select("id", "text")
        .write()
        .parquet(folder.resolve("data").toString());
  }

  private Manifest run(String job) {
    Cli.Result result = Cli.run(Cli.job(folder, job));
    assertThat(result).returns("", Cli.Result::err).returns(0, Cli.Result::status);
    return Cli.manifest(folder);
  }

  private static void assertAddsUp(Dataset<Row> rows) {
    for (Row row : rows.collectAsList()) {
      List<Float> values = row.getList(row.fieldIndex("values"));
      double sum = values.stream().mapToDouble(Float::doubleValue).sum();
      double change = row.<Float>getAs("score") - row.<Float>getAs("baseline_score");
      assertThat(sum).isCloseTo(change, within(1e-3));
    }
  }

  @Test
  void everyImageIsComparedWithItsOwnBlur(SparkSession spark) {
    writeImages(spark);

    Manifest manifest =
        run(
            IMAGES.formatted(
                "pixels",
                "{kind: blur, sigma: 2}",
                "replace",
                "saliency, {integrated-gradients: {rule: midpoint, steps: 64}}"));

    assertThat(manifest.counts().attributed()).isEqualTo(12);
    assertThat(manifest.baseline().description()).isEqualTo("each image itself, blurred");
    Dataset<Row> rows = new Tables(spark, folder).attributions("integrated-gradients");
    assertThat(rows.select("baseline_score").distinct().count()).isEqualTo(12);
    assertThat(rows.where("abs(completeness_gap) > 0.1").count()).isZero();
    assertThat(Cli.assay("replay", folder.resolve("out/runs/r").toString(), "--row", "11"))
        .returns(0, Cli.Result::status);
  }

  @Test
  void absentSegmentsAreInpainted(SparkSession spark) {
    writeImages(spark);

    Manifest manifest =
        run(
            IMAGES.formatted(
                "{slic: {segments: 6}}", "channel-mean", "inpaint", "exact-shapley, occlusion"));

    assertThat(manifest.baseline().description())
        .isEqualTo("the mean colour of each image; absent pixels are filled in from those present");
    Dataset<Row> rows = new Tables(spark, folder).attributions("exact-shapley");
    assertThat(rows.count()).isEqualTo(12);
    assertAddsUp(rows);
  }

  @Test
  void absentWordsAreTakenOut(SparkSession spark) {
    writeTexts(spark);

    run(TEXTS.formatted("zeros", "delete"));

    Dataset<Row> rows = new Tables(spark, folder).attributions("kernel-shap");
    assertThat(rows.select("baseline_score").distinct().count()).isEqualTo(1);
    assertThat(rows.where("abs(completeness_gap) > 1e-3").count()).isZero();
    assertThat(
            rows.where("exists(slice(values, size(tokens) + 1, 40), v -> abs(v) > 1e-5)").count())
        .isZero();
  }

  @Test
  void absentWordsHaveTheVectorsOfTheBaseline(SparkSession spark) {
    writeTexts(spark);

    Manifest manifest = run(TEXTS.formatted("{kind: constant, values: [1]}", "embedding"));

    assertThat(manifest.baseline().description()).contains("behind the layer of embeddings");
    Dataset<Row> rows = new Tables(spark, folder).attributions("kernel-shap");
    assertThat(rows.count()).isEqualTo(manifest.counts().attributed()).isPositive();
    assertThat(rows.where("abs(completeness_gap) > 1e-3").count()).isZero();
    assertThat(
            rows.where("exists(slice(values, size(tokens) + 1, 40), v -> abs(v) > 1e-5)").count())
        .isZero();
  }

  @Test
  void aMaskTokenIsOneOfTheVocabulary(SparkSession spark) throws IOException {
    writeTexts(spark);
    Path lacking = folder.resolve("lacking.yaml");
    Files.writeString(lacking, TEXTS.formatted("mask-token", "replace"));

    Cli.Result refused = Cli.assay("check", lacking.toString());
    Manifest manifest = run(TEXTS.formatted("{kind: mask-token, token: <unk>}", "replace"));

    assertThat(refused).returns(64, Cli.Result::status);
    assertThat(refused.err()).contains("no [MASK] and no <mask>", "baseline.token");
    assertThat(manifest.baseline().description()).isEqualTo("the mask token at every token");
    Dataset<Row> rows = new Tables(spark, folder).attributions("kernel-shap");
    assertThat(rows.select("baseline_score").distinct().count()).isGreaterThan(3);
    assertThat(rows.where("abs(completeness_gap) > 1e-3").count()).isZero();
  }
}
