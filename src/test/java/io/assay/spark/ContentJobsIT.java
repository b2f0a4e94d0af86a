package io.assay.spark;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.assay.report.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The laws of a whole job, with images and texts as its rows. */
@ExtendWith(SharedSpark.class)
class ContentJobsIT {
  private static final Path FASHION = Path.of("jobs/fashion").toAbsolutePath();
  private static final Path SENTIMENT = Path.of("jobs/sentiment").toAbsolutePath();

  private static final String IMAGES =
      """
      name: images
      input:
        %s
        image: {%s, height: 28, width: 28, channels: 1%s}
      model: {path: MODEL, batch-rows: 16}
      target: predicted
      methods: [%s]
      execution: {shard-rows: 20, max-reject-share: 0.2}
      output: {path: OUT}
      """
          .replace("MODEL", FASHION.resolve("model/fashion_cnn.pt").toString());

  private static final String TOKENIZED =
      "text: {column: text, tokenizer: FILE, pad: '[PAD]', max-length: 40, groups: word}";

  private static final String TEXTS =
      """
      name: texts
      input:
        path: data
        row-id: id
        text: {column: text, vocabulary: VOCABULARY, max-length: 40, groups: word,
          regex: "[a-z]+(?:'[a-z]+)?|[0-9]+|[!?]"}
        keep: [text]
      model: {path: MODEL, outputs: {names: [negative, positive]}}
      target: {class: positive}
      baseline: %s
      methods: [{kernel-shap: {budget: 160}}]
      slices: [source]
      execution: {shard-rows: 20, max-reject-share: 0.2}
      output: {path: OUT}
      """
          .replace("MODEL", SENTIMENT.resolve("model/sentiment_tiny.pt").toString())
          .replace("VOCABULARY", SENTIMENT.resolve("model/vocab.txt").toString());

  @TempDir private Path folder;

  private static Dataset<Row> images(SparkSession spark, int rows) {
    spark
        .read()
        .parquet(FASHION.resolve("data/fashion.parquet").toString())
        .where("id < " + rows)
        .createOrReplaceTempView("images");
    return spark.sql(
        """
        select id, label, case when id = 3 then null when id = 5 then binary('GIF89a')
          when id = 7 then substring(image, 1, 90) else image end as image from images""");
  }

  private static Dataset<Row> texts(SparkSession spark, int rows) {
    spark
        .read()
        .option("header", "true")
        .csv(SENTIMENT.resolve("data/sentences.csv").toString())
        .limit(rows)
        .createOrReplaceTempView("texts");
    return spark.sql(
        """
        select id, source, case when id = 0 then ' - ' when id = 3 then repeat('so ', 50)
          else text end as text from texts""");
  }

  private static Manifest run(Path folder, String job, String... more) {
    Cli.Result result = Cli.run(Cli.job(folder, job), more);
    assertThat(result).returns("", Cli.Result::err).returns(0, Cli.Result::status);
    return Cli.manifest(folder);
  }

  @Test
  void imagesBecomePixelsAndPartitionsChangeNothing(SparkSession spark) {
    Set<String> digests = new HashSet<>();
    List<String> methods = List.of("saliency", "integrated-gradients");
    String job =
        IMAGES.formatted(
            "path: data\n  row-id: id\n  keep: [label]",
            "column: image",
            "",
            "saliency, {integrated-gradients: {rule: midpoint, steps: 4}}");

    for (int partitions : new int[] {1, 5}) {
      Path each = folder.resolve("p" + partitions);
      images(spark, 40).repartition(partitions).write().parquet(each.resolve("data").toString());
      Manifest manifest = run(each, job, "--set", "execution.shards=row-id");
      digests.add(new Tables(spark, each).digest(methods));
      assertThat(manifest.counts().rejectsByReason())
          .containsOnly(
              java.util.Map.entry("null", 1L), java.util.Map.entry("undecodable-image", 2L));
      assertThat(manifest.counts().attributed()).isEqualTo(37);
    }

    assertThat(digests).hasSize(1);
    Tables tables = new Tables(spark, folder.resolve("p1"));
    assertThat(tables.attributions("saliency").selectExpr("size(values)").distinct().first())
        .returns(28 * 28, row -> row.getInt(0));
    assertImportanceIsOfPixels(tables);
    Cli.Result replay =
        Cli.assay("replay", folder.resolve("p1/out/runs/r").toString(), "--row", "11");
    assertThat(replay).returns(0, Cli.Result::status);
  }

  private static void assertImportanceIsOfPixels(Tables tables) {
    Row expected =
        tables
            .attributions("integrated-gradients")
            .selectExpr("avg(abs(values[14 * 28 + 9]))")
            .first();
    Row found =
        tables
            .read("importance")
            .where("method = 'integrated-gradients' and target = 'predicted'")
            .where("feature = 'y14x9'")
            .first();
    assertThat(found.<Double>getAs("mean_abs")).isCloseTo(expected.getDouble(0), within(1e-6));
    assertThat(found.<Long>getAs("rows")).isEqualTo(37);
  }

  @Test
  void filesByPathAreReadWhereTheyAreExplainedAndSegmentsShareTheirValue(SparkSession spark)
      throws IOException {
    List<Row> images = images(spark, 8).where("id not in (3, 5, 7)").collectAsList();
    for (Row image : images) {
      Files.write(folder.resolve(image.getInt(0) + ".png"), image.<byte[]>getAs("image"));
    }
    spark
        .range(0, 8)
        .selectExpr("concat(id, '.png') as file")
        .where("file not in ('3.png', '5.png')")
        .write()
        .parquet(folder.resolve("data").toString());

    Manifest manifest =
        run(
            folder,
            IMAGES.formatted(
                "path: data\n  row-id: file",
                "path-column: file",
                ", groups: {slic: {segments: 6}}, cells: [4, 4]",
                "exact-shapley, saliency"));

    assertThat(manifest.counts().rejectsByReason()).containsEntry("missing-file", 1L);
    assertThat(manifest.counts().attributed()).isEqualTo(5);
    Tables tables = new Tables(spark, folder);
    for (Row row : tables.attributions("exact-shapley").collectAsList()) {
      List<Float> values = row.getList(row.fieldIndex("values"));
      double sum = values.stream().mapToDouble(Float::doubleValue).sum();
      double change = row.<Float>getAs("score") - row.<Float>getAs("baseline_score");
      assertThat(sum).isCloseTo(change, within(1e-3));
      assertThat(new HashSet<>(values)).hasSizeBetween(2, 6);
    }
    assertThat(tables.read("importance").where("feature = 'cell_3_3'").count()).isPositive();
  }

  @Test
  void binaryFilesAreRowsOfTheirPath(SparkSession spark) throws IOException {
    Path files = Files.createDirectories(folder.resolve("data"));
    for (Row image : images(spark, 3).collectAsList()) {
      Files.write(files.resolve(image.getInt(0) + ".png"), image.<byte[]>getAs("image"));
    }

    Manifest manifest =
        run(
            folder,
            IMAGES.formatted(
                "path: data\n  format: binary-file",
                "crop: none",
                ", groups: {grid: [2, 2]}",
                "input-x-gradient"));

    assertThat(manifest.counts().attributed()).isEqualTo(3);
    String home = folder.resolve("out/runs/r").toString();
    assertThat(Cli.text(Path.of(home, "report.html")))
        .contains("Mean maps")
        .contains("/data/2.png");
    Path picture = folder.resolve("row.png");
    String rowId = files.resolve("2.png").toUri().toString().replace("file:///", "file:/");
    assertThat(Cli.assay("render", home, "--row", rowId, "--out", picture.toString()))
        .returns("", Cli.Result::err);
    assertThat(Files.size(picture)).isGreaterThan(1000);
    Dataset<Row> table = new Tables(spark, folder).attributions("input-x-gradient");
    assertThat(table.columns()).contains("cell_0_0", "cell_1_1");
    assertThat(table.where(col("row_id").endsWith("/data/2.png")).count()).isEqualTo(1);
  }

  @Test
  void textsAreAttributedByWordAndCountedByWord(SparkSession spark) {
    Set<String> digests = new HashSet<>();
    for (int partitions : new int[] {1, 4}) {
      Path each = folder.resolve("p" + partitions);
      texts(spark, 40).repartition(partitions).write().parquet(each.resolve("data").toString());
      Manifest manifest = run(each, TEXTS.formatted("zeros"), "--set", "execution.shards=row-id");
      assertThat(manifest.counts().rejectsByReason())
          .containsEntry("empty-text", 1L)
          .containsEntry("too-long-text", 1L);
      digests.add(new Tables(spark, each).digest(List.of("kernel-shap")));
    }

    assertThat(digests).hasSize(1);
    Tables tables = new Tables(spark, folder.resolve("p1"));
    Dataset<Row> rows = tables.attributions("kernel-shap");
    assertThat(rows.where("size(values) != 40 or size(tokens) not between 1 and 40").count())
        .isZero();
    assertThat(
            rows.where("exists(slice(values, size(tokens) + 1, 40), v -> abs(v) > 1e-5)").count())
        .isZero();
    assertImportanceIsOfWords(tables, rows);
    String rowId = rows.select("row_id").first().getString(0);
    Cli.Result replay =
        Cli.assay("replay", folder.resolve("p4/out/runs/r").toString(), "--row", rowId);
    assertThat(replay).returns(0, Cli.Result::status);
  }

  private static void assertImportanceIsOfWords(Tables tables, Dataset<Row> rows) {
    double expected =
        rows.selectExpr(
                """
                avg(abs(aggregate(zip_with(tokens, slice(values, 1, size(tokens)),
                  (t, v) -> if(t = 'the', v, 0f)), 0d, (a, b) -> a + b)))""")
            .first()
            .getDouble(0);
    Dataset<Row> words =
        tables.read("importance").where("method = 'kernel-shap' and slice = 'all'");
    Row found = words.where("feature = 'the'").first();
    assertThat(found.<Double>getAs("mean_abs")).isCloseTo(expected, within(1e-6));
    assertThat(found.<Long>getAs("rows")).isEqualTo(38);
    assertThat(words.selectExpr("sum(share)").first().getDouble(0)).isCloseTo(1, within(1e-9));
    assertThat(words.where("feature = '<pad>'").count()).isZero();
  }

  @Test
  void aConstantTokenDoesNotReplacePadding(SparkSession spark) {
    texts(spark, 20).write().parquet(folder.resolve("data").toString());

    run(folder, TEXTS.formatted("{kind: constant, values: [1]}"));

    Dataset<Row> rows = new Tables(spark, folder).attributions("kernel-shap");
    assertThat(rows.select("baseline_score").distinct().count()).isGreaterThan(5);
    assertThat(
            rows.where("exists(slice(values, size(tokens) + 1, 40), v -> abs(v) > 1e-5)").count())
        .isZero();
    assertThat(rows.where("abs(completeness_gap) > 1e-3").count()).isZero();
  }

  @Test
  void textsMayBeCutByATokenizerOfHuggingFace(SparkSession spark) {
    Path tokenizer = Path.of("src/test/resources/texts/tokenizer.json").toAbsolutePath();
    texts(spark, 12).write().parquet(folder.resolve("data").toString());

    run(
        folder,
        TEXTS
            .formatted("zeros")
            .replaceFirst(
                "(?s)text: \\{.*?\"\\}", TOKENIZED.replace("FILE", tokenizer.toString())));

    Dataset<Row> rows = new Tables(spark, folder).attributions("kernel-shap");
    assertThat(rows.count()).isPositive();
    assertThat(rows.where("element_at(tokens, 1) <> '[CLS]'").count()).isZero();
    assertThat(rows.where("element_at(tokens, -1) <> '[SEP]'").count()).isZero();
    assertThat(rows.where("abs(completeness_gap) > 1e-3").count()).isZero();
  }

  @Test
  void methodsThatTheModelDoesNotFitAreRefusedBeforeAnyRowIsRead(SparkSession spark)
      throws IOException {
    texts(spark, 4).write().parquet(folder.resolve("data").toString());
    Path job = folder.resolve("job.yaml");
    Files.writeString(
        job,
        TEXTS
            .formatted("zeros")
            .replaceFirst("methods: .*", "methods: [attention-maps, grad-cam, layer-conductance]"));

    Cli.Result check = Cli.assay("check", job.toString());

    assertThat(check).returns(69, Cli.Result::status);
    assertThat(check.err())
        .contains("2 problems", "methods.grad-cam cannot run", "methods.layer-conductance cannot");
  }
}
