package io.assay.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Jobs that ask for other intervals than the standard ones, from their rows to the table. */
@ExtendWith(SharedSpark.class)
class IntervalJobsIT {
  private static final String JOB =
      """
      name: intervals
      seed: 11
      input: {path: PATH, row-id: id, features: [FEATURES]}
      model: {path: MODEL, outputs: {names: [benign, malignant]}}
      target: {class: malignant}
      baseline: {kind: background, rows: 12}
      methods: [{integrated-gradients: {rule: midpoint, steps: 4, tolerance: 0.5}}, saliency]
      importance: IMPORTANCE
      execution: {shard-rows: SHARD, max-reject-share: 0.5}
      output: {path: OUT}
      """
          .replace("MODEL", Cli.CANCER_MODEL.toString())
          .replace("PATH", Cli.CANCER_DATA.toString());

  @TempDir private Path folder;

  private static Path job(SparkSession spark, Path folder, String importance, int shardRows) {
    List<String> features =
        Stream.of(spark.read().parquet(Cli.CANCER_DATA.toString()).columns())
            .filter(name -> name.contains("_"))
            .toList();
    return Cli.job(
        folder,
        JOB.replace("FEATURES", String.join(", ", features))
            .replace("IMPORTANCE", importance)
            .replace("SHARD", String.valueOf(shardRows)));
  }

  private static void run(SparkSession spark, Path folder, String importance, int shardRows) {
    Path job = job(spark, folder, importance, shardRows);
    Cli.Result result = Cli.assay("run", job.toString(), "--run-id", "once");
    assertThat(result.status()).as(result.err()).isZero();
  }

  private static List<Row> run(SparkSession spark, Path folder, String importance, String method) {
    run(spark, folder, importance, 100);
    return table(spark, folder, "importance")
        .where("slice = 'all' AND method = '" + method + "'")
        .orderBy("feature")
        .collectAsList();
  }

  private static Dataset<Row> table(SparkSession spark, Path folder, String table) {
    return spark.read().parquet(folder.resolve("out/" + table + "/run_id=once").toString());
  }

  private static double width(Row row) {
    return row.<Double>getAs("high") - row.<Double>getAs("low");
  }

  @Test
  void theErrorOfTheBackgroundWidensIntervalsOfMethodsThatHaveOne(SparkSession spark) {
    String asked = "{background-error: {rows: 100, folds: 6}}";
    List<Row> plain = run(spark, folder.resolve("plain"), "{}", "integrated-gradients");
    List<Row> wider = run(spark, folder.resolve("wider"), asked, "integrated-gradients");

    assertThat(wider).hasSize(plain.size()).isNotEmpty();
    double ratio = 0;
    for (int i = 0; i < plain.size(); i++) {
      assertThat(wider.get(i).<Double>getAs("mean_abs")).isEqualTo(plain.get(i).getAs("mean_abs"));
      assertThat(width(wider.get(i))).isGreaterThan(width(plain.get(i)));
      ratio += width(wider.get(i)) / width(plain.get(i)) / plain.size();
    }
    assertThat(ratio).isGreaterThan(1.5); // 12 background rows are few
    assertThat(Cli.assay("plan", job(spark, folder, asked, 100).toString()).out())
        .contains("calls more, for about 100 rows without each of 6 folds");
  }

  @Test
  void strictIntervalsAreWiderAndClaimNothingWhereTheBoundIsWrong(SparkSession spark) {
    List<Row> plain = run(spark, folder.resolve("plain"), "{}", "saliency");
    String bounded = "{intervals: strict, largest: 1000}";
    List<Row> strict = run(spark, folder.resolve("strict"), bounded, "saliency");
    String wrong = "{intervals: strict, largest: 1.0e-9}";
    List<Row> unknown = run(spark, folder.resolve("wrong"), wrong, "saliency");

    for (int i = 0; i < plain.size(); i++) {
      assertThat(width(strict.get(i))).isGreaterThan(1.5 * width(plain.get(i)));
      assertThat(unknown.get(i).<Double>getAs("high")).isNull();
      assertThat(unknown.get(i).<Integer>getAs("rank_high")).isEqualTo(plain.size());
    }
  }

  @Test
  void featuresAreListedAndClusteredWhateverTheShards(SparkSession spark) throws IOException {
    String asked = "{selection: {share: 0.9}}";
    run(spark, folder.resolve("small"), asked, 60);
    run(spark, folder.resolve("large"), asked, 600);

    List<Row> small = table(spark, folder.resolve("small"), "features").collectAsList();
    List<Row> large = table(spark, folder.resolve("large"), "features").collectAsList();
    List<Row> importance =
        table(spark, folder.resolve("small"), "importance").where("slice = 'all'").collectAsList();
    assertThat(small).isEqualTo(large).hasSameSizeAs(importance);
    assertThat(report(folder.resolve("small"))).contains(">yes</td>");
    for (Row row : importance) {
      Row feature =
          small.stream()
              .filter(each -> each.getAs("method").equals(row.getAs("method")))
              .filter(each -> each.getAs("feature").equals(row.getAs("feature")))
              .findFirst()
              .orElseThrow();
      assertThat(feature.<Integer>getAs("cluster")).isBetween(1, importance.size() / 2);
      assertThat(feature.<Double>getAs("stability")).isBetween(0.5, 1.0);
      if (row.<Integer>getAs("rank") == 1) {
        assertThat(feature.<Boolean>getAs("chosen")).isTrue();
      }
      if (row.<Integer>getAs("rank") == importance.size() / 2) {
        assertThat(feature.<Boolean>getAs("chosen")).isFalse();
      }
    }
  }

  @Test
  void whereEveryListHoldsAllFeaturesStabilityIsNotKnown(SparkSession spark) throws IOException {
    run(spark, folder, "{selection: {share: 1, agreement: 0.99}}", 600);

    Row row = table(spark, folder, "features").where("method = 'integrated-gradients'").first();
    assertThat(row.<Double>getAs("selected_share")).isEqualTo(1);
    assertThat(row.<Double>getAs("stability")).isNull();
    assertThat(report(folder)).contains(">yes</td>").doesNotContain("NaN of 1");
  }

  private static String report(Path folder) throws IOException {
    return Files.readString(folder.resolve("out/runs/once/report.html"));
  }
}
