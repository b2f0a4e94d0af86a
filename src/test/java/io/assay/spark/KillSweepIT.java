package io.assay.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.assay.report.Manifest;
import io.assay.spark.metrics.Progress;
import io.assay.spark.store.FaultyFileSystem;
import io.assay.spark.store.RunLease;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.SparkExecutorInfo;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A run is killed at every change that it makes to its file system, before, amid and after it, and
 * resumed: its files are those of a run that nobody disturbed, byte for byte. Of the points 20 are
 * tried for each kind of file system, all of them with {@code -Dassay.sweep=all}.
 */
@ExtendWith(SharedSpark.class)
class KillSweepIT {
  private static final int TRIED = 20;

  @TempDir private static Path folder;

  private static SparkSession spark;
  private static FaultyFileSystem files;
  private static PreparedJob job;
  private static SortedMap<String, String> undisturbed;

  /** 90 rows in four shards, some of them without a value, so that every table has its files. */
  @BeforeAll
  static void runUndisturbed(SparkSession shared) throws IOException {
    spark = shared;
    files = FaultyFileSystem.in(spark.sparkContext().hadoopConfiguration());
    String data = folder.resolve("data").toString();
    spark
        .read()
        .parquet(Cli.CANCER_DATA.toString())
        .where("id <= 90")
        .selectExpr("*", "if(id % 17 = 0, null, mean_radius) as holey")
        .drop("mean_radius")
        .withColumnRenamed("holey", "mean_radius")
        .coalesce(1)
        .write()
        .parquet(data);
    String yaml = ResumeIT.JOB.formatted(data, Cli.CANCER_MODEL);
    Path file =
        Cli.job(
            folder,
            yaml.replace("OUT", "faulty://" + folder.resolve("out"))
                .replace("[integrated-gradients, {shap: {budget: 150}}, saliency]", "[saliency]")
                .replace("shard-rows: 100", "shard-rows: 25, max-reject-share: 0.5"));
    job = Preparation.of(spark, JobFiles.read(file.toString(), List.of()));
    run().start();
    undisturbed = StoredFiles.ofTables(output());
    assertThat(undisturbed.keySet())
        .contains(
            "attributions/run_id=r/method=saliency/part-00003.parquet",
            "states/run_id=r/part-00000.parquet",
            "importance/run_id=r/part-00000.parquet")
        .anyMatch(name -> name.startsWith("rejects/run_id=r/part-"))
        .noneMatch(name -> name.contains("_staging"));
  }

  private static Path output() {
    return folder.resolve("out");
  }

  private static JobRun run() {
    return new JobRun(spark, job, "r", Progress.silent());
  }

  @BeforeEach
  void startAnew() {
    files.revive();
    StoredFiles.remove(output());
  }

  @AfterEach
  void leaveNothingRunning() {
    idle();
    files.revive();
  }

  /** Waits until no task of a run that was killed is running: they would be dead with its JVM. */
  private static void idle() {
    while (Stream.of(spark.sparkContext().statusTracker().getExecutorInfos())
            .mapToInt(SparkExecutorInfo::numRunningTasks)
            .sum()
        > 0) {
      LockSupport.parkNanos(5_000_000);
    }
  }

  private static void onStore(boolean isObjectStore) {
    files.revive();
    if (isObjectStore) {
      files.asObjectStore();
    }
  }

  /** Runs until the run is killed or ends, and revives what it was killed on. */
  private static void killed(boolean isObjectStore, Runnable run) {
    Throwable thrown = catchThrowable(run::run);
    boolean wasKilled = files.isDead();
    idle();
    onStore(isObjectStore);
    if (thrown != null && !wasKilled) {
      throw new AssertionError("It failed, and nobody killed it", thrown);
    }
  }

  private static void finish() {
    JobRun run = run();
    if (!isComplete()) {
      run.takeOver();
    } else if (Files.exists(output().resolve("_staging/r"))) {
      run.resume();
    }
  }

  private static boolean isComplete() {
    return new RunFolder("faulty://" + output(), "r").isComplete(files);
  }

  private static void assertWhole(String killedAt) {
    assertThat(StoredFiles.ofTables(output())).as(killedAt).isEqualTo(undisturbed);
    Manifest manifest = run().manifest();
    assertThat(manifest.counts().rowsIn()).as(killedAt).isEqualTo(90);
    assertThat(manifest.counts().attributed() + manifest.counts().rejected()).isEqualTo(90);
    assertThat(output().resolve("runs/r/report.html")).as(killedAt).exists();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aRunIsFinishedWhereverItWasKilled(boolean isObjectStore) {
    onStore(isObjectStore);
    run().start();
    int points = files.points();
    int tried = "all".equals(System.getProperty("assay.sweep")) ? points : TRIED;

    for (int i = 0; i < tried; i++) {
      int nth = 1 + (int) ((long) i * points / tried);
      StoredFiles.remove(output());
      onStore(isObjectStore);
      files.dieAt("", nth);
      killed(isObjectStore, () -> run().start());
      if (i % 3 == 0) { // and once more while it is resumed
        files.dieAt("", 1 + i % 11);
        killed(isObjectStore, KillSweepIT::finish);
      }
      finish();
      assertWhole("point " + nth + " of " + points + ", " + files.lastPoint());
    }
    System.out.printf(
        "kill sweep, %s: %d of %d points%n", isObjectStore ? "objects" : "disk", tried, points);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          before anything of a shard is written   | create .*/attempts/                    | 1
          amid the file of a shard's table        | half .*/attempts/.*attributions        | 2
          between table and states of a shard     | written .*/attempts/.*attributions     | 2
          when a shard is written, not committed  | written .*/attempts/.*states           | 3
          before a shard's commit                 | create .*/shards/                      | 2
          amid a shard's commit                   | half .*/shards/                        | 3
          after the last shard's commit           | written .*/shards/                     | 4
          before tables are moved                 | rename to .*/attributions/             | 1
          amid the move of tables                 | renamed to .*/states/                    | 3
          between tables and importance           | create .*/importance/                  | 1
          between importance and report           | create .*/runs/r/.report.html          | 1
          before the manifest                     | create .*/runs/r/.manifest.json        | 1
          amid the manifest                       | half .*/runs/r/.manifest.json          | 1
          after the manifest                      | renamed to .*/runs/r/manifest.json     | 1
          while what was staged is removed        | half deleted .*/_staging/r$            | 1
          """)
  void aRunIsFinishedAfterAKill(String name, String point, int nth) {
    files.dieAt(point, nth);
    killed(false, () -> run().start());
    assertThat(StoredFiles.under(output())).as("killed %s", name).isNotEmpty();
    assertThat(isComplete())
        .isEqualTo(name.contains("after the manifest") || name.contains("removed"));

    finish();

    assertWhole(name);
    assertThat(output().resolve("_staging")).doesNotExist();
  }

  @Test
  void shardsThatWereCommittedAreNotExplainedAgain() {
    files.dieAt("written .*/shards/", 3);
    killed(false, () -> run().start());
    List<String> before = commits();

    files.dieAt("rename to .*/attributions/", 1);
    killed(false, KillSweepIT::finish);

    assertThat(before).hasSizeBetween(1, 4);
    assertThat(commits()).hasSize(4).containsAll(before);
  }

  @Test
  void ofTwoAttemptsAtAShardOneIsCommitted() throws IOException {
    files.dieAt("rename to .*/attributions/", 1);
    killed(false, () -> run().start());
    // Staged and not committed, as a copy that was overtaken or a task that was tried again.
    Files.delete(output().resolve("_staging/r/shards/00001.json"));

    files.dieAt("rename to .*/attributions/", 1);
    killed(false, KillSweepIT::finish);
    long attempts =
        StoredFiles.under(output().resolve("_staging/r/attempts")).stream()
            .filter(path -> path.getFileName().toString().startsWith("00001-"))
            .count();
    finish();

    assertThat(attempts).isEqualTo(2);
    assertWhole("two attempts");
    assertThat(output().resolve("_staging")).doesNotExist();
  }

  @Test
  void aRunThatAnotherDriverWorksOnIsRefusedUntilItIsGivenBack() {
    files.dieAt("written .*/shards/", 2);
    killed(false, () -> run().start());

    Throwable refused;
    try (RunLease other =
        RunLease.takeOver(
            files,
            new RunFolder("faulty://" + output(), "r").owner(),
            new RunLease.Times(Duration.ofMillis(200), Duration.ofHours(1)),
            files::points)) {
      refused = catchThrowable(() -> run().resume());
      assertThat(other.isLost()).isFalse();
    }
    run().resume();
    Throwable finished = catchThrowable(() -> run().resume());

    assertThat(refused).hasMessageContaining("Another driver works on this run");
    assertThat(finished).hasMessageContaining("is complete");
    assertWhole("two drivers");
  }

  /** Returns the commits that are whole; what was killed amid its writing counts for nothing. */
  private static List<String> commits() {
    Path shards = output().resolve("_staging/r/shards");
    return IntStream.range(0, 4)
        .mapToObj(shard -> shards.resolve("0000" + shard + ".json"))
        .filter(Files::exists)
        .map(Cli::text)
        .filter(commit -> ShardReport.fromJson(commit).isPresent())
        .toList();
  }
}
