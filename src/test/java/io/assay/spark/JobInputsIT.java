package io.assay.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.report.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Everything a job may read, on the model 2a - b + c/2 + 0d + 3, whose attribution to a feature is
 * its weight times its distance from the baseline.
 */
@ExtendWith(SharedSpark.class)
class JobInputsIT {
  private static final String REST =
      """
      model: {path: model.pt, outputs: {unit: raw, names: [y]}}
      target: {column: 0}
      methods: [{integrated-gradients: {rule: midpoint, steps: 2}}]
      output: {path: OUT}
      """;

  @TempDir private Path folder;

  @BeforeEach
  void model() throws IOException {
    Files.copy(Path.of("src/test/resources/engine/oracle_linear.pt"), folder.resolve("model.pt"));
  }

  private Tables run(SparkSession spark, String input, String... more) {
    Path job = Cli.job(folder, "name: inputs\n" + input + REST);
    Cli.Result result = Cli.run(job, more);
    assertThat(result.err()).isEmpty();
    assertThat(result.status()).isZero();
    return new Tables(spark, folder);
  }

  private static Dataset<Row> rows(SparkSession spark) {
    return spark.sql(
        """
        select * from values
          (date'2026-01-01', 1.5d, true, cast(2.25 as decimal(10, 2)), 1, 'x', array(1, 2)),
          (date'2026-01-02', -2d, false, cast(-4 as decimal(10, 2)), 7, null, null)
        as t(day, a, b, c, d, site, tags)""");
  }

  private static void assertAttributed(Tables tables, String id, String a, String b, String c) {
    Row row =
        tables
            .attributions("integrated-gradients")
            .where("row_id = '" + id + "'")
            .selectExpr("a = " + a, "b = " + b, "c = " + c, "d = 0", "target = 'y'")
            .first();
    assertThat(List.of(true, true, true, true, true))
        .isEqualTo(
            List.of(
                row.getBoolean(0),
                row.getBoolean(1),
                row.getBoolean(2),
                row.getBoolean(3),
                row.getBoolean(4)));
  }

  @Test
  void numbersBooleansDecimalsAndKeptColumnsOfAnyType(SparkSession spark) {
    rows(spark).write().parquet(folder.resolve("data").toString());

    Tables tables =
        run(
            spark,
            """
            input: {path: data, row-id: day, features: [a, b, c, d],
              keep: [day, site, tags]}
            """);

    assertAttributed(tables, "2026-01-01", "3", "-1", "1.125");
    assertAttributed(tables, "2026-01-02", "-4", "0", "-2");
    Row kept =
        tables
            .attributions("integrated-gradients")
            .where("row_id = '2026-01-01'")
            .select("day", "site", "tags")
            .first();
    assertThat(kept.getDate(0)).hasToString("2026-01-01");
    assertThat(kept.getString(1)).isEqualTo("x");
    assertThat(kept.getString(2)).contains("1").contains("2");
  }

  @Test
  void theOutputMayBeNamedFromTheCurrentFolder(SparkSession spark) {
    Path relative = Path.of("").toAbsolutePath().relativize(folder.resolve("near"));

    Cli.Result result =
        Cli.run(Cli.BREAST_CANCER.resolve("job.yaml"), "--set", "output.path=" + relative);

    assertThat(result.err()).isEmpty();
    assertThat(spark.read().parquet(folder.resolve("near/importance").toString()).count())
        .isPositive();
  }

  @Test
  void jsonOrcAndATableByName(SparkSession spark) {
    rows(spark).drop("day", "tags").write().json(folder.resolve("lines").toString());
    rows(spark).write().orc(folder.resolve("orc").toString());
    rows(spark).createOrReplaceTempView("inputs_by_name");

    for (String input :
        List.of(
            "{format: json, path: lines, features: [a, b, c, d]}",
            "{format: orc, path: orc, features: [a, b, c, d]}",
            "{format: table, path: inputs_by_name, features: [a, b, c, d]}")) {
      String output = "output.path=" + folder.resolve("o" + input.hashCode());
      Cli.Result result =
          Cli.run(Cli.job(folder, "name: inputs\ninput: " + input + "\n" + REST), "--set", output);

      assertThat(result.err()).isEmpty();
      assertThat(result.out()).contains("2 rows = 2 explained");
    }
  }

  @Test
  void oneArrayColumnAndRowsOfAnotherWidth(SparkSession spark) {
    spark
        .sql(
            """
            select * from values (1, array(1d, 2d, 3d, 4d)), (2, array(1d, 2d)), (3, null),
              (4, array(1d, null, 3d, 4d)), (5, array(0d, 0d, 0d, 1d)) as t(id, x)""")
        .coalesce(1)
        .write()
        .parquet(folder.resolve("data").toString());

    Tables tables =
        run(
            spark,
            """
            input: {path: data, row-id: id, array-column: x, array-names: [a, b, c, d]}
            execution: {max-reject-share: 1}
            """);

    assertAttributed(tables, "1", "2", "-2", "1.5");
    assertAttributed(tables, "5", "0", "0", "0");
    assertThat(tables.read("rejects").select("row_id", "reason").collectAsList())
        .extracting(row -> row.getString(0) + " " + row.getString(1))
        .containsExactlyInAnyOrder("2 wrong-width", "3 null", "4 null");
  }

  @Test
  void idsDerivedFromContentAreStableAndTellEqualRowsApart(SparkSession spark) {
    rows(spark)
        .drop("day")
        .union(rows(spark).drop("day"))
        .write()
        .parquet(folder.resolve("data").toString());
    String input = "input: {path: data, features: [a, b, c, d], keep: [site]}\n";

    Tables tables = run(spark, input);

    List<String> ids =
        tables
            .attributions("integrated-gradients")
            .orderBy("row_id")
            .select("row_id")
            .as(org.apache.spark.sql.Encoders.STRING())
            .collectAsList();
    assertThat(ids).hasSize(4).doesNotHaveDuplicates();
    assertThat(ids.get(1)).isEqualTo(ids.get(0) + "-2");
    assertThat(ids.get(3)).isEqualTo(ids.get(2) + "-2");
    assertThat(Cli.manifest(folder).input().rowIdSource()).contains("content");
  }

  @Test
  void encodedColumnsComeBackAsOneFeature(SparkSession spark) throws IOException {
    Files.writeString(
        folder.resolve("data.csv"),
        "id,colour,size,e\n1,red,L,1\n2,blue,S,2\n3,green,S,2\n4,red,,2\n5,red,XL,2\n");

    Tables tables =
        run(
            spark,
            """
            input:
              {format: csv, path: data.csv, row-id: id, features: [colour, size, e],
               encodings: {colour: {one-hot: [red, blue]}, size: {ordinal: {S: 1, L: 3}}}}
            execution: {max-reject-share: 1}
            """);

    Dataset<Row> rows = tables.attributions("integrated-gradients").orderBy("row_id");
    // red is 2 * 1, blue is -1 * 1; L is 0.5 * 3
    assertThat(rows.select("colour", "size", "e").collectAsList())
        .extracting(Row::toString)
        .containsExactly("[2.0,1.5,0.0]", "[-1.0,0.5,0.0]");
    assertThat(
            tables
                .read("rejects")
                .orderBy("row_id")
                .select("column", "reason", "value")
                .collectAsList())
        .extracting(Row::toString)
        .containsExactly(
            "[colour,unknown-category,green]", "[size,null,null]", "[size,unknown-category,XL]");
  }

  @Test
  void groupsSlicesAndTheArrayLayoutReadByAnOutsider(SparkSession spark) throws SQLException {
    rows(spark).write().parquet(folder.resolve("data").toString());

    run(
        spark,
        """
        input: {path: data, features: [a, b, c, d]}
        groups: {"<script>": [a, b]}
        slices: [site, "a > 0"]
        """,
        "--set",
        "output.layout=array");

    try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckdb.createStatement()) {
      String output = folder.resolve("out").toString();
      ResultSet values =
          statement.executeQuery(
              "select method, run_id, len(\"values\"), \"values\"[1] from read_parquet('"
                  + output
                  + "/attributions/*/*/*.parquet', hive_partitioning = true) order by 4 desc");
      assertThat(values.next()).isTrue();
      assertThat(values.getString(1)).isEqualTo("integrated-gradients");
      assertThat(values.getString(2)).isEqualTo("r");
      assertThat(values.getInt(3)).isEqualTo(3);
      assertThat(values.getFloat(4)).isEqualTo(2f);
      ResultSet importance =
          statement.executeQuery(
              "select string_agg(slice || ':' || rows, ' ' order by slice) from read_parquet('"
                  + output
                  + "/importance/*/*.parquet') where feature = '<script>'");
      assertThat(importance.next()).isTrue();
      assertThat(importance.getString(1)).isEqualTo("a > 0:1 all:2 site is null:1 site=x:1");
      ResultSet footer =
          statement.executeQuery(
              "select count(*) from parquet_kv_metadata('"
                  + output
                  + "/importance/*/*.parquet') where decode(key) = 'assay.model_sha256'");
      assertThat(footer.next()).isTrue();
      assertThat(footer.getInt(1)).isEqualTo(1);
    }
    assertThat(Cli.text(folder.resolve("out/runs/r/report.html"))).doesNotContain("\"<script>\"");
  }

  @Test
  void everyTargetInOneRun(SparkSession spark) throws IOException {
    Files.copy(Cli.CANCER_MODEL, folder.resolve("cancer.pt"));
    Dataset<Row> cancer = spark.read().parquet(Cli.CANCER_DATA.toString()).limit(40);
    String features =
        String.join(
            ", ", List.of(cancer.columns()).stream().filter(name -> name.contains("_")).toList());
    cancer.write().parquet(folder.resolve("data").toString());

    Tables tables =
        run(
            spark,
            "input: {path: data, row-id: id, label: malignant, features: [" + features + "]}\n",
            "--set",
            "model={path: %s, outputs: {names: [benign, malignant]}}"
                .formatted(folder.resolve("cancer.pt")),
            "--set",
            "methods=[saliency]",
            "--set",
            "target=all");
    Path labelled = folder.resolve("labelled");
    Cli.Result byLabel =
        Cli.run(
            folder.resolve("job.yaml"),
            "--set",
            "model={path: %s, outputs: {names: [benign, malignant]}}"
                .formatted(folder.resolve("cancer.pt")),
            "--set",
            "methods=[saliency]",
            "--set",
            "target=label",
            "--set",
            "output.path=" + labelled);

    assertThat(tables.attributions("saliency").groupBy("target").count().collectAsList())
        .extracting(Row::toString)
        .containsExactlyInAnyOrder("[benign,40]", "[malignant,40]");
    assertThat(Cli.manifest(folder).methods())
        .extracting(Manifest.MethodRun::gradientCalls)
        .containsExactly(40L); // one forward pass serves both targets
    assertThat(byLabel.err()).isEmpty();
    Dataset<Row> labels =
        spark
            .read()
            .parquet(labelled.resolve("attributions").toString())
            .select("row_id", "target");
    assertThat(
            labels
                .join(cancer, labels.col("row_id").equalTo(cancer.col("id").cast("string")))
                .where("(target = 'malignant') = (malignant = 1)")
                .count())
        .isEqualTo(40);
  }

  @Test
  void otherCommandsSayWhatTheyShould(SparkSession spark) {
    rows(spark).write().parquet(folder.resolve("data").toString());
    Path job =
        Cli.job(folder, "name: inputs\ninput: {path: data, features: [a, b, c, d]}\n" + REST);

    assertThat(Cli.assay("plan", job.toString()).out())
        .contains("rows")
        .contains("integrated-gradients")
        .contains("model calls")
        .contains("rows/s a core");
    assertThat(Cli.assay("methods").out()).contains("gp-shap, also shap").contains("option");
    assertThat(Cli.assay("methods", "saliency").out()).doesNotContain("kernel-shap\n");
    assertThat(Cli.assay("methods", "salency").status()).isEqualTo(64);
    assertThat(Cli.assay("run", "--help").out()).contains("--resume").contains("--set");
    assertThat(Cli.assay("--version").out()).contains("spark");
  }
}
