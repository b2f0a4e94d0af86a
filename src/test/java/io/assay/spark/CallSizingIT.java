package io.assay.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assay.job.JobReader;
import io.assay.report.Manifest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The size of model calls is the job's, or else measured once and taken again. */
@ExtendWith(SharedSpark.class)
class CallSizingIT {
  private static final String JOB =
      """
      name: sizes
      input: {path: %s, row-id: id, features: [mean_radius, mean_texture, mean_perimeter, mean_area,
        mean_smoothness, mean_compactness, mean_concavity, mean_concave_points, mean_symmetry,
        mean_fractal_dimension, radius_error, texture_error, perimeter_error, area_error,
        smoothness_error, compactness_error, concavity_error, concave_points_error, symmetry_error,
        fractal_dimension_error, worst_radius, worst_texture, worst_perimeter, worst_area,
        worst_smoothness, worst_compactness, worst_concavity, worst_concave_points, worst_symmetry,
        worst_fractal_dimension]}
      model: {path: %s}
      baseline: mean
      methods: [{kernel-shap: {budget: %d}}]
      execution: {shard-rows: 100}
      output: {path: OUT}
      """;
  private static final int LONG = 4200; // coalitions of 569 rows: 2.4 million calls
  private static final int SHORT = 120;

  private static Path job(Path folder, int budget) {
    return Cli.job(folder, JOB.formatted(Cli.CANCER_DATA, Cli.CANCER_MODEL, budget));
  }

  private static Manifest manifest(Path folder, String run) throws Exception {
    return Manifest.fromJson(
        Files.readString(folder.resolve("out/runs/" + run + "/manifest.json")));
  }

  private static Manifest.Calls run(Path folder, String run, String... options) throws Exception {
    String[] all = new String[options.length + 4];
    System.arraycopy(options, 0, all, 4, options.length);
    all[0] = "run";
    all[1] = folder.resolve("job.yaml").toString();
    all[2] = "--run-id";
    all[3] = run;
    Cli.Result result = Cli.assay(all);
    assertThat(result.err()).isEmpty();
    return calls(manifest(folder, run));
  }

  private static String digest(SparkSession spark, Path folder, String run) {
    Path table = folder.resolve("out/attributions/run_id=" + run + "/method=kernel-shap");
    return Tables.digest(spark.read().parquet(table.toString()));
  }

  private static Manifest.Calls calls(Manifest manifest) {
    Manifest.Calls calls = Objects.requireNonNull(manifest.model().calls());
    assertThat(JobReader.read(manifest.resolvedJob(), List.of()).model().batchRows())
        .contains(calls.rows());
    return calls;
  }

  @Test
  void aLongRunMeasuresAndTheNextTakesItsSize(SparkSession spark, @TempDir Path folder)
      throws Exception {
    job(folder, LONG);

    Manifest.Calls first = run(folder, "first");
    Manifest.Calls second = run(folder, "second");
    Manifest.Calls other = run(folder, "other", "--set", "methods=[{kernel-shap: {budget: 4300}}]");

    assertThat(first.source()).isEqualTo("measured");
    assertThat(first.device()).isEqualTo("cpu");
    assertThat(first.measured()).isNotEmpty();
    assertThat(first.measured()).allMatch(speed -> speed.callsPerSecond() > 0);
    assertThat(first.measured()).anyMatch(speed -> speed.rows() == first.rows());
    assertThat(second)
        .isEqualTo(new Manifest.Calls(first.rows(), "run first", "cpu", first.measured()));
    assertThat(other.source()).isEqualTo("measured");
    assertThat(digest(spark, folder, "second")).isEqualTo(digest(spark, folder, "first"));
  }

  @Test
  void theJobsSizeWinsAndShortRunsTakeTheStandard(@TempDir Path folder) throws Exception {
    job(folder, SHORT);

    assertThat(run(folder, "given", "--set", "model.batch-rows=48"))
        .isEqualTo(Manifest.Calls.of(48, "job"));
    assertThat(run(folder, "short")).isEqualTo(Manifest.Calls.of(512, "standard"));
  }

  @Test
  void aResumedRunTakesTheSizeThatItWasBegunWith(SparkSession spark, @TempDir Path folder) {
    String file = job(folder, LONG).toString();
    PreparedJob silent = Preparation.of(spark, JobFiles.read(file, List.of()));
    PreparedJob saying = Preparation.of(spark, JobFiles.read(file, List.of("model.batch-rows=32")));
    RunFolder run = new RunFolder(folder.resolve("out").toString(), "r");

    StagedPlan begun = silent.staged(run, "now").with(Manifest.Calls.of(96, "measured"));
    StagedPlan read = StagedPlan.fromJson(begun.toJson());
    StagedPlan again = silent.again(read);

    read.checkUnchanged(again);
    assertThat(again.work().spec().model().batchRows()).contains(96);
    assertThat(again.calls()).isEqualTo(begun.calls());
    assertThatThrownBy(() -> read.checkUnchanged(saying.again(read)))
        .hasMessageContaining("the job changed");
  }
}
