package io.assay.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The shipped job of trees, on some of its customers. */
@ExtendWith(SharedSpark.class)
class ChurnTreesIT {
  private static final Path JOBS = Path.of("jobs/churn-trees").toAbsolutePath();
  private static final Path MARGINS = Path.of("src/test/resources/trees/churn_margins.csv");
  private static final int CUSTOMERS = 600;
  private static final double FLOAT32 = 2e-5; // of 190 values of up to 2

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"job.yaml, 1", "lightgbm.yaml, 2"})
  void scoresAreTheLibrarysAndInteractionsAddUpToShapleyValues(
      String job, int column, SparkSession spark) throws IOException {
    Map<String, Float> margins = margins(column);

    Cli.Result result =
        Cli.run(
            JOBS.resolve(job),
            "--set",
            "input.filter=customer <= " + CUSTOMERS,
            "--set",
            "output.path=" + folder.resolve("out"));

    assertThat(result.err()).isEmpty();
    Tables tables = new Tables(spark, folder);
    List<Row> singles = tables.attributions("tree-shap").orderBy("row_id").collectAsList();
    List<Row> pairs =
        tables.attributions("tree-shap-interactions").orderBy("row_id").collectAsList();
    assertThat(singles).hasSize(CUSTOMERS);
    assertThat(pairs).hasSize(CUSTOMERS);
    List<String> features = Cli.manifest(folder).features().stream().map(f -> f.name()).toList();
    for (int row = 0; row < CUSTOMERS; row++) {
      assertAgree(singles.get(row), pairs.get(row), features);
      String id = singles.get(row).getAs("row_id");
      if (margins.containsKey(id)) {
        assertThat(singles.get(row).<Float>getAs("score")).isEqualTo(margins.get(id));
      }
    }
    assertThat(tables.read("importance").where("feature = 'tenure x contract'").collectAsList())
        .isNotEmpty()
        .allSatisfy(
            each ->
                assertThat(each.getList(each.fieldIndex("group")))
                    .isEqualTo(List.of("tenure", "contract")));
    assertThat(Files.readString(folder.resolve("out/runs/r/report.html")))
        .contains("id=\"interactions\"", "strongest of 171 pairs");
  }

  /** A Shapley value is what is left to the feature and half of its pairs. */
  private static void assertAgree(Row singles, Row pairs, List<String> features) {
    double[] halves = new double[features.size()];
    for (int one = 0; one < halves.length; one++) {
      for (int other = one + 1; other < halves.length; other++) {
        float pair = pairs.getAs(features.get(one) + " x " + features.get(other));
        halves[one] += pair / 2;
        halves[other] += pair / 2;
      }
    }
    for (int one = 0; one < halves.length; one++) {
      float alone = pairs.getAs(features.get(one));
      assertThat(alone + halves[one])
          .isCloseTo(singles.<Float>getAs(features.get(one)), within(FLOAT32));
    }
  }

  private static Map<String, Float> margins(int column) throws IOException {
    Map<String, Float> margins = new HashMap<>();
    List<String> lines = Files.readAllLines(MARGINS);
    for (String line : lines.subList(1, lines.size())) {
      List<String> cells = List.of(line.split(",", -1));
      margins.put(cells.get(0), (float) Double.parseDouble(cells.get(column)));
    }
    return margins;
  }
}
