package io.assay.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Segments of the rows of a job: what lies in them, and how they differ. */
@ExtendWith(SharedSpark.class)
class SlicesIT {
  private static final String JOB =
      """
      name: slices
      seed: 3
      input: {path: %s, row-id: id, features: [%s]}
      model: {path: %s, outputs: {names: [benign, malignant]}}
      target: {class: malignant}
      baseline: mean
      methods: [saliency, input-x-gradient]
      slices: %s
      differences: %s
      execution: {shard-rows: 100}
      output: {path: OUT}
      """;

  private static Path job(SparkSession spark, Path folder, String slices, String differences) {
    List<String> features =
        List.of(spark.read().parquet(Cli.CANCER_DATA.toString()).columns()).stream()
            .filter(name -> name.contains("_"))
            .toList();
    return Cli.job(
        folder,
        JOB.formatted(
            Cli.CANCER_DATA, String.join(", ", features), Cli.CANCER_MODEL, slices, differences));
  }

  @Test
  void everySliceIsComparedWithTheRestOfTheRows(SparkSession spark, @TempDir Path folder) {
    Path job = job(spark, folder, "[malignant, \"mean_radius >= 15\"]", "{pairs: [malignant]}");

    Cli.Result result = Cli.run(job);

    assertThat(result.err()).isEmpty();
    assertThat(result.out()).contains("out/differences/run_id=r");
    Tables tables = new Tables(spark, folder);
    Dataset<Row> differences = tables.read("differences");
    assertThat(differences.count()).isEqualTo(2 * 30 * (3 + 1)); // three slices and a pair
    assertThat(differences.where("rows + other_rows != 569").count()).isZero();
    differences.createOrReplaceTempView("differences");
    tables.read("importance").createOrReplaceTempView("importance");
    Dataset<Row> against =
        spark.sql(
            """
            select d.difference - (i.mean_abs * a.rows - a.mean_abs * a.rows) / d.other_rows as gap
            from differences d join importance i using (method, target, slice, feature)
              join importance a using (method, target, feature)
            where a.slice = 'all' and d.other = 'rest'\
            """);
    assertThat(against.count()).isEqualTo(2 * 30 * 3);
    assertThat(against.where("abs(gap) > 1e-9").count()).isZero(); // n (mean_s - mean) / n_rest
    assertThat(differences.where("found != (q <= 0.05)").count()).isZero();
    assertThat(differences.where("found").count()).isPositive();
    spark.catalog().dropTempView("differences");
    spark.catalog().dropTempView("importance");
  }

  @Test
  void rangesAndCrossingsAreSlicesThatHoldTheRowsTheyName(
      SparkSession spark, @TempDir Path folder) {
    Path job =
        job(
            spark,
            folder,
            "[{bins: {column: mean_radius, count: 4}}, {cross: [malignant, {bins: {column:"
                + " mean_texture, edges: [15, 20.5]}}]}, {cross: [\"mean_area > 500\", malignant]},"
                + " \"mean_texture < 15\"]",
            "{pairs: [mean_radius, malignant & mean_texture], least-rows: 5}");

    Cli.Result result = Cli.run(job);

    assertThat(result.err()).isEmpty();
    Tables tables = new Tables(spark, folder);
    Dataset<Row> data = spark.read().parquet(Cli.CANCER_DATA.toString());
    List<Row> slices =
        tables
            .read("importance")
            .where("slice != 'all'")
            .select("slice", "rows")
            .distinct()
            .collectAsList();
    assertThat(slices).hasSize(4 + 2 * 3 + 2 + 1);
    for (Row slice : slices) { // a name is a condition, but for what stands for a value
      String condition =
          slice
              .getString(0)
              .replaceAll("malignant=(\\w+)", "malignant = $1")
              .replace(" & ", " and ")
              .replaceAll("([0-9.]+) <= (\\w+) < ([0-9.]+)", "$2 >= $1 and $2 < $3");
      assertThat(data.where(condition).count()).as(condition).isEqualTo(slice.getLong(1));
    }
    assertThat(slices)
        .filteredOn(slice -> slice.getString(0).contains("mean_radius"))
        .allMatch(slice -> slice.getLong(1) >= 135 && slice.getLong(1) <= 150); // of 569
    Dataset<Row> pairs = tables.read("differences").where("other != 'rest'");
    assertThat(pairs.count()).isEqualTo(2 * 30 * (4 * 3 / 2 + 6 * 5 / 2));
  }

  @Test
  void slicesAreSearchedInOneHalfOfTheRowsAndMeasuredInTheOther(
      SparkSession spark, @TempDir Path folder) {
    Path job =
        job(
            spark,
            folder,
            "[malignant, {bins: {column: mean_texture, count: 3}}]",
            "{search: {most: 3}, least-rows: 20}");

    assertThat(Cli.run(job).err()).isEmpty();
    Dataset<Row> once = new Tables(spark, folder).read("differences");
    Path again = folder.resolve("again");
    assertThat(
            Cli.run(
                    job,
                    "--set",
                    "execution.shard-rows=40",
                    "--set",
                    "execution.shards=row-id",
                    "--set",
                    "output.path=" + again.resolve("out"))
                .err())
        .isEmpty();

    Dataset<Row> found = once.where("other = 'rest, held out'");
    assertThat(found.select("method", "slice").distinct().count()).isEqualTo(2 * 3);
    assertThat(found.count()).isEqualTo(2 * 3 * 30);
    assertThat(found.select("other_rows", "rows").collectAsList())
        .allMatch(row -> row.getLong(0) + row.getLong(1) < 350); // of 569
    assertThat(found.where("found").count()).isPositive();
    Dataset<Row> other = new Tables(spark, again).read("differences").where("other != 'rest'");
    assertThat(other.select("method", "slice", "feature", "rows").collectAsList())
        .isEqualTo(found.select("method", "slice", "feature", "rows").collectAsList());
  }

  @Test
  void pairsOfWhatIsNoSliceAreRefused(SparkSession spark, @TempDir Path folder) {
    Path job = job(spark, folder, "[malignant]", "{pairs: [malignent], least-rows: 1}");

    Cli.Result result = Cli.run(job);

    assertThat(result.status()).isEqualTo(64);
    assertThat(result.err())
        .contains("differences.pairs")
        .contains("did you mean malignant")
        .contains("differences.least-rows");
  }
}
