package io.assay.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.assay.spark.ml.Saved;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.apache.spark.ml.classification.GBTClassifier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Whole jobs with methods for trees, over models of Spark ML and ONNX. */
@ExtendWith(SharedSpark.class)
class ReadTreesJobIT {
  private static final String JOB =
      """
      name: trees
      input: {path: rows, row-id: id, features: [%s]}
      model: %s
      target: {class: %s}
      baseline: {kind: background, rows: 20}
      methods: [tree-shap, interventional-tree-shap, exact-shapley]
      output: {path: OUT}
      """;

  @TempDir private Path folder;

  @Test
  void boostedTreesOfAPipelineAreExplainedAsTreesAndAsABlackBoxAlike(SparkSession spark) {
    Dataset<Row> rows = Saved.rows(spark, 60);
    Saved.save(
        folder, Saved.fit(rows, Saved.assembler("n", "b", "a"), new GBTClassifier().setMaxIter(5)));
    rows.select("id", "a", "b", "n").write().parquet(folder.resolve("rows").toString());

    Cli.Result result =
        Cli.run(
            Cli.job(
                folder,
                JOB.formatted(
                    "a, b, n",
                    "{engine: spark-ml, path: model, outputs: {unit: logit}}",
                    "class_1")));

    assertThat(result.err()).isEmpty();
    assertThat(table(spark, "tree-shap", "a", "b", "n")).hasSize(60);
    assertSame(spark, "a", "b", "n");
  }

  @Test
  void aForestOfAnOnnxFileIsExplainedAsTreesAndAsABlackBoxAlike(SparkSession spark)
      throws IOException, URISyntaxException {
    Path model = folder.resolve("forest.onnx");
    Files.copy(
        Path.of(Objects.requireNonNull(getClass().getResource("/engine/tree/forest.onnx")).toURI()),
        model);
    Saved.rows(spark, 60)
        .selectExpr(
            "id", "6 + a / 2 as sl", "3 + b / 2 as sw", "double(n) + 1 as pl", "b + 1 as pw")
        .write()
        .parquet(folder.resolve("rows").toString());

    Cli.Result result =
        Cli.run(
            Cli.job(
                folder,
                JOB.formatted(
                    "sl, sw, pl, pw",
                    "{engine: onnx, path: forest.onnx, outputs: {unit: probability}}",
                    "output_1")));

    assertThat(result.err()).isEmpty();
    assertThat(table(spark, "tree-shap", "sl", "sw", "pl", "pw")).hasSize(60);
    assertSame(spark, "sl", "sw", "pl", "pw");
  }

  /** Interventional values are those of all coalitions, and each table adds up to its scores. */
  private void assertSame(SparkSession spark, String... features) {
    List<Row> exact = table(spark, "exact-shapley", features);
    List<Row> trees = table(spark, "interventional-tree-shap", features);
    for (int row = 0; row < exact.size(); row++) {
      for (int at = 0; at < exact.get(row).size(); at++) {
        assertThat(number(trees, row, at)).isCloseTo(number(exact, row, at), within(1e-5));
      }
    }
    for (List<Row> table : List.of(trees, table(spark, "tree-shap", features))) {
      for (int row = 0; row < table.size(); row++) {
        double sum = number(table, row, 1);
        for (int at = 2; at < features.length + 2; at++) {
          sum += number(table, row, at);
        }
        assertThat(sum).isCloseTo(number(table, row, 0), within(1e-5));
      }
    }
  }

  private static double number(List<Row> table, int row, int column) {
    return ((Number) table.get(row).get(column)).doubleValue();
  }

  private List<Row> table(SparkSession spark, String method, String... features) {
    return new Tables(spark, folder)
        .attributions(method)
        .orderBy("row_id")
        .select("score", join("baseline_score", features))
        .collectAsList();
  }

  private static String[] join(String first, String... rest) {
    String[] all = new String[rest.length + 1];
    all[0] = first;
    System.arraycopy(rest, 0, all, 1, rest.length);
    return all;
  }
}
