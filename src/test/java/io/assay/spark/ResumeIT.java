package io.assay.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.job.JobSpec;
import io.assay.spark.metrics.Progress;
import io.assay.spark.metrics.RunMeter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a stored or half-done run can be asked for later: to be finished, replayed, rendered. */
@ExtendWith(SharedSpark.class)
public class ResumeIT {
  private static final List<String> METHODS =
      List.of("integrated-gradients", "gp-shap", "saliency");

  static final String JOB =
      """
      name: resume
      seed: 3
      input: {path: %s, row-id: id, features: [mean_radius, mean_texture, mean_perimeter, mean_area,
        mean_smoothness, mean_compactness, mean_concavity, mean_concave_points, mean_symmetry,
        mean_fractal_dimension, radius_error, texture_error, perimeter_error, area_error,
        smoothness_error, compactness_error, concavity_error, concave_points_error, symmetry_error,
        fractal_dimension_error, worst_radius, worst_texture, worst_perimeter, worst_area,
        worst_smoothness, worst_compactness, worst_concavity, worst_concave_points, worst_symmetry,
        worst_fractal_dimension]}
      model: {path: %s, outputs: {names: [benign, malignant]}}
      baseline: mean
      methods: [integrated-gradients, {shap: {budget: 150}}, saliency]
      execution: {shard-rows: 100}
      output: {path: OUT}
      """;

  private static Path job(Path folder) {
    return Cli.job(folder, JOB.formatted(Cli.CANCER_DATA, Cli.CANCER_MODEL));
  }

  /** Begins the run as JobRun does, commits the shards given, and goes no further. */
  public static FileSystem begin(SparkSession spark, Path job, List<Integer> shards) {
    JobSpec spec = JobFiles.read(job.toString(), List.of());
    PreparedJob prepared = Preparation.of(spark, spec);
    RunFolder folder = new RunFolder(spec.output().path(), "r");
    FileSystem files = folder.fileSystem(spark.sparkContext().hadoopConfiguration());
    folder.checkWritable(files);
    StagedPlan bare = prepared.staged(folder, "2026-01-01T00:00:00Z");
    String baseline = bare.work().baseline();
    Path file = prepared.cache().resolve(baseline);
    folder.keep(files, file);
    StagedPlan staged = bare.with(prepared.learn(ExecutorModels.baseline(baseline, () -> file)));
    RunFolder.write(files, folder.plan(), staged.toJson());
    prepared.ship(baseline);
    try (ShardCommits commits = new ShardCommits(folder, files, Progress.silent())) {
      StructType columns = prepared.canonical().schema();
      new ShardTasks(spark, prepared.shards(), columns, staged.work(), RunMeter.none())
          .run(shards, commits.handler());
      commits.finish();
    }
    return files;
  }

  @Test
  void aResumedRunComputesOnlyWhatIsMissingAndGivesTheSameTables(
      SparkSession spark, @TempDir Path whole, @TempDir Path halved) throws Exception {
    assertThat(Cli.run(job(whole)).err()).isEmpty();
    FileSystem files = begin(spark, job(halved), List.of(1, 4));
    RunFolder folder = new RunFolder(halved.resolve("out").toString(), "r");
    Set<String> before = modified(files, folder);

    Cli.Result early = Cli.run(halved.resolve("job.yaml"));
    Cli.Result result = Cli.assay("run", halved.resolve("job.yaml").toString(), "--resume", "r");

    assertThat(early.err()).contains("--resume r");
    assertThat(early.status()).isEqualTo(64);
    assertThat(before).hasSize(2);
    assertThat(result.err()).isEmpty();
    assertThat(new Tables(spark, halved).digest(METHODS))
        .isEqualTo(new Tables(spark, whole).digest(METHODS));
    assertThat(halved.resolve("out/_staging")).doesNotExist();
    assertThat(Cli.manifest(halved).startedAt()).isEqualTo("2026-01-01T00:00:00Z");
    for (int shard : List.of(1, 4)) { // done before, so moved and not written again
      Path part = halved.resolve("out/states/run_id=r/" + RunFolder.partName(shard));
      assertThat(before).contains(Files.getLastModifiedTime(part).toMillis() + " " + shard);
    }
  }

  @Test
  void aRunThatCouldNotBePlannedForWantOfAResourceIsBegunByResume(
      SparkSession spark, @TempDir Path folder) throws Exception {
    Path inTheWay = folder.resolve("out/_staging/r/.plan.json.half/file");
    Files.createDirectories(inTheWay.getParent());
    Files.createFile(inTheWay);

    Cli.Result first = Cli.run(job(folder));
    Files.delete(inTheWay);
    Files.delete(inTheWay.getParent());
    Cli.Result again = Cli.assay("run", folder.resolve("job.yaml").toString(), "--resume", "r");

    assertThat(first.status()).isEqualTo(75);
    assertThat(again.err()).isEmpty();
    assertThat(Cli.manifest(folder).counts().rowsIn()).isEqualTo(569);
    assertThat(folder.resolve("out/runs/r/failure.json")).doesNotExist();
  }

  private static Set<String> modified(FileSystem files, RunFolder folder) throws Exception {
    Set<String> modified = new TreeSet<>();
    for (FileStatus commit : RunFolder.list(files, folder.commits())) {
      if (commit.getPath().getName().endsWith(".json")) {
        ShardReport report =
            ShardReport.fromJson(RunFolder.read(files, commit.getPath())).orElseThrow();
        org.apache.hadoop.fs.Path states =
            new org.apache.hadoop.fs.Path(
                folder.attempt(report.shard(), report.attempt()), "states.parquet");
        modified.add(files.getFileStatus(states).getModificationTime() + " " + report.shard());
      }
    }
    return modified;
  }

  @Test
  void aRunThatWasKilledIsFinishedWithTheSameTables(
      SparkSession spark, @TempDir Path whole, @TempDir Path killed) throws Exception {
    String[] slower = {
      "--set", "methods=[{kernel-shap: {budget: 2000}}]",
      "--set", "model.batch-rows=512", // a size that each run measured would be another
      "--set", "baseline={kind: background, rows: 20}",
      "--set", "execution.shard-rows=20"
    };
    assertThat(Cli.run(job(whole), slower).err()).isEmpty();
    RunFolder folder = new RunFolder(killed.resolve("out").toString(), "r");
    FileSystem files = folder.fileSystem(spark.sparkContext().hadoopConfiguration());

    Process process = Cli.start(job(killed), slower);
    while (process.isAlive() && commits(files, folder) < 3) {
      process.waitFor(20, TimeUnit.MILLISECONDS);
    }
    process.destroyForcibly().waitFor(); // SIGKILL

    int before = commits(files, folder);
    Cli.Result result = Cli.assay(resumed(killed, slower));
    assertThat(before).isBetween(3, 28); // of 29 shards
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).contains("569 rows = 569 explained");
    assertThat(new Tables(spark, killed).digest(List.of("kernel-shap")))
        .isEqualTo(new Tables(spark, whole).digest(List.of("kernel-shap")));
  }

  private static int commits(FileSystem files, RunFolder folder) {
    return (int)
        RunFolder.list(files, folder.commits()).stream()
            .filter(file -> file.getPath().getName().matches("\\d+\\.json"))
            .count();
  }

  private static String[] resumed(Path folder, String... more) {
    List<String> arguments = new ArrayList<>(List.of("run", folder.resolve("job.yaml").toString()));
    arguments.addAll(List.of("--resume", "r"));
    arguments.addAll(List.of(more));
    return arguments.toArray(String[]::new);
  }

  @Test
  void aRunWhoseJobChangedIsNotResumed(SparkSession spark, @TempDir Path folder) {
    begin(spark, job(folder), List.of(0));

    Cli.Result result =
        Cli.assay("run", folder.resolve("job.yaml").toString(), "--resume", "r", "--set", "seed=4");

    assertThat(result.err()).contains("SPEC_INVALID").contains("the job changed");
    assertThat(result.status()).isEqualTo(64);
  }

  @Test
  void aStoredRowIsReplayedBitForBitAndTheReportRenderedAgain(@TempDir Path folder)
      throws Exception {
    assertThat(Cli.run(job(folder)).err()).isEmpty();
    String run = folder.resolve("out/runs/r").toString();
    Path report = folder.resolve("out/runs/r/report.html");
    String html = Cli.text(report);
    Files.delete(report);

    Cli.Result replayed = Cli.assay("replay", run, "--row", "17");
    Cli.Result unknown = Cli.assay("replay", run, "--row", "nobody");
    Cli.Result rendered = Cli.assay("report", run);

    assertThat(replayed.err()).isEmpty();
    assertThat(replayed.out())
        .contains("integrated-gradients")
        .contains("gp-shap")
        .contains("saliency")
        .contains("bit for bit")
        .doesNotContain("differ");
    assertThat(unknown.status()).isEqualTo(64);
    assertThat(unknown.err()).contains("NOT_FOUND").contains("nobody");
    assertThat(rendered.status()).isZero();
    assertThat(Cli.text(report)).isEqualTo(html);
    assertThat(Cli.assay("report", folder.toString()).err()).contains("NOT_FOUND");
  }
}
