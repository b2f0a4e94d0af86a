package io.assay.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.report.Manifest;
import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Jobs of methods that take parts away at random, on images with segments and on texts. */
@ExtendWith(SharedSpark.class)
class PerturbationJobsIT {
  private static final Path FASHION = Path.of("jobs/fashion").toAbsolutePath();
  private static final Path SENTIMENT = Path.of("jobs/sentiment").toAbsolutePath();

  private static final String METHODS =
      "methods: [{rise: {masks: 256, grid: 4}}, {sobol: {samples: 8, grid: 4}},"
          + " {lime: {samples: 96}}]";

  private static final String IMAGES =
      """
      name: images
      input:
        path: data
        row-id: id
        image: {column: image, height: 28, width: 28, channels: 1, groups: {slic: {segments: 9}}}
      model: {path: MODEL, batch-rows: 16}
      target: {column: 0}
      masking: inpaint
      METHODS
      execution: {shard-rows: 10}
      output: {path: OUT}
      """
          .replace("MODEL", FASHION.resolve("model/fashion_cnn.pt").toString())
          .replace("METHODS", METHODS);

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
      masking: delete
      METHODS
      output: {path: OUT}
      """
          .replace("MODEL", SENTIMENT.resolve("model/sentiment_tiny.pt").toString())
          .replace("VOCABULARY", SENTIMENT.resolve("model/vocab.txt").toString())
          .replace("METHODS", METHODS);

  @TempDir private Path folder;

  @Test
  void imagesGetMapsAndSegmentsGetSlopes(SparkSession spark) {
    spark
        .read()
        .parquet(FASHION.resolve("data/fashion.parquet").toString())
        .where("id < 4")
        .select("id", "image")
        .write()
        .parquet(folder.resolve("data").toString());

    Manifest manifest = run(IMAGES);

    assertThat(manifest.counts().attributed()).isEqualTo(4);
    for (String method : new String[] {"rise", "sobol", "lime"}) {
      Dataset<Row> rows = new Tables(spark, folder).attributions(method);
      assertThat(rows.where("size(values) = 784 and size(std_errors) = 784").count()).isEqualTo(4);
      assertThat(rows.where("exists(values, v -> abs(v) > 1e-3)").count()).isEqualTo(4);
    }
    // a smooth mask tells apart pixels of a segment
    Dataset<Row> heights = new Tables(spark, folder).attributions("rise");
    assertThat(heights.where("size(array_distinct(values)) > 400").count()).isEqualTo(4);
  }

  @Test
  void wordsOfTextsAreTakenOutAsAWhole(SparkSession spark) {
    spark
        .read()
        .option("header", "true")
        .csv(SENTIMENT.resolve("data/sentences.csv").toString())
        .limit(6)
        .select("id", "text")
        .write()
        .parquet(folder.resolve("data").toString());

    Manifest manifest = run(TEXTS);

    for (String method : new String[] {"rise", "sobol", "lime"}) {
      Dataset<Row> rows = new Tables(spark, folder).attributions(method);
      assertThat(rows.count()).isEqualTo(manifest.counts().attributed()).isPositive();
      assertThat(
              rows.where("exists(slice(values, size(tokens) + 1, 40), v -> abs(v) > 1e-5)").count())
          .isZero();
    }
  }

  private Manifest run(String job) {
    Cli.Result result = Cli.run(Cli.job(folder, job));
    assertThat(result).returns("", Cli.Result::err).returns(0, Cli.Result::status);
    return Cli.manifest(folder);
  }
}
