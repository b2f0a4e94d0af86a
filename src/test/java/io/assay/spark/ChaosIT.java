package io.assay.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.spark.cluster.Cluster;
import io.assay.spark.cluster.Commits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Executors and drivers of a real cluster are killed with SIGKILL, at random moments, until the run
 * is done all the same: its tables are those of a run that nobody disturbed, and no shard that was
 * committed when a driver died was explained again. Three executors and a driver die; twenty and
 * five with {@code -Dassay.chaos=full}.
 */
@ExtendWith(SharedSpark.class)
class ChaosIT {
  private static final boolean IS_FULL = "full".equals(System.getProperty("assay.chaos"));
  private static final int EXECUTORS = IS_FULL ? 20 : 3;
  private static final int DRIVERS = IS_FULL ? 5 : 1;
  private static final int SHARD_ROWS = IS_FULL ? 4 : 16;
  private static final int BUDGET = IS_FULL ? 4000 : 1000;
  private static final List<String> METHODS = List.of("kernel-shap");
  private static final int MOST_MINUTES = 30;

  @TempDir private static Path home;
  private static Cluster cluster;

  @BeforeAll
  static void startCluster() throws IOException, InterruptedException {
    cluster = Cluster.start(home, Map.of("MEMORY", "1g", "CORES", "1"));
  }

  @AfterAll
  static void stopCluster() throws IOException, InterruptedException {
    cluster.stop();
  }

  /** What was killed, and what was found then. */
  private static final class Toll {
    private final Random random = new Random(37);
    private int executors;
    private int drivers;
    private int resumed;
    private final Map<Integer, String> committed = new TreeMap<>();

    private int all() {
      return executors + drivers;
    }

    /** Spreads the deaths over the shards; the last sixth of them is left in peace. */
    private boolean isDue(int commits, int shards) {
      return all() < EXECUTORS + DRIVERS
          && commits >= (all() + 1) * shards * 5 / 6 / (EXECUTORS + DRIVERS);
    }

    private boolean isDrivers() {
      return drivers < DRIVERS
          && (all() + 1) * (DRIVERS + 1) > (drivers + 1) * (EXECUTORS + DRIVERS);
    }
  }

  private static Path job(Path folder) {
    String yaml =
        ResumeIT.JOB
            .formatted(Cli.CANCER_DATA, Cli.CANCER_MODEL.toString())
            .replace("names: [benign, malignant]}", "names: [benign, malignant]}, batch-rows: 512")
            .replace(
                "[integrated-gradients, {shap: {budget: 150}}, saliency]",
                "[{kernel-shap: {budget: " + BUDGET + "}}]")
            .replace("baseline: mean", "baseline: {kind: background, rows: 20}")
            .replace("shard-rows: 100", "shard-rows: " + SHARD_ROWS);
    return Cli.job(folder, yaml);
  }

  private static Process driver(Path job, String... name) throws IOException {
    return cluster.submit(
        Files.createTempFile(home, "driver", ".txt"),
        job,
        List.of(
            "spark.executor.cores=1", "spark.executor.memory=700m", "spark.task.maxFailures=100"),
        name);
  }

  @Test
  void aRunSurvivesWhateverIsKilled(SparkSession spark, @TempDir Path calm, @TempDir Path stormy)
      throws Exception {
    assertThat(Cli.run(job(calm)).err()).isEmpty();
    int shards = Cli.manifest(calm).shards().count();

    Toll toll = storm(stormy, shards);

    System.out.printf(
        "chaos: %d shards, %d executors and %d drivers killed, %d resumes, %d shards kept%n",
        shards, toll.executors, toll.drivers, toll.resumed, toll.committed.size());
    assertThat(toll.executors).isEqualTo(EXECUTORS);
    assertThat(toll.drivers).isEqualTo(DRIVERS);
    assertThat(new Tables(spark, stormy).digestOfAll(METHODS))
        .isEqualTo(new Tables(spark, calm).digestOfAll(METHODS));
    assertThat(Cli.manifest(stormy).counts()).isEqualTo(Cli.manifest(calm).counts());
    assertThat(toll.committed).isNotEmpty();
    toll.committed.forEach(
        (shard, written) -> assertThat(Commits.published(stormy, shard)).isEqualTo(written));
  }

  private static Toll storm(Path folder, int shards) throws Exception {
    Toll toll = new Toll();
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(MOST_MINUTES);
    Process driver = driver(job(folder), "--run-id", "r");
    try {
      while (!done(driver)) {
        assertThat(System.nanoTime()).as("still running").isLessThan(end);
        boolean hasEnded = !driver.isAlive();
        if (hasEnded
            && driver.exitValue() != 0) { // it gave up: then it says that another try is worth it
          assertThat(driver.exitValue()).as(logs()).isEqualTo(75);
        }
        if (hasEnded ? !done(driver) : killed(driver, toll, folder, shards)) {
          Commits.written(folder).forEach(toll.committed::putIfAbsent);
          driver = driver(folder.resolve("job.yaml"), "--resume", "r");
          toll.resumed++;
        }
        driver.waitFor(20 + toll.random.nextInt(200), TimeUnit.MILLISECONDS);
      }
      return toll;
    } finally {
      driver.destroyForcibly();
    }
  }

  private static String logs() {
    return StoredFiles.under(home).stream()
        .filter(file -> file.getFileName().toString().startsWith("driver"))
        .map(Cli::text)
        .collect(Collectors.joining("\n"));
  }

  private static boolean done(Process driver) {
    return !driver.isAlive() && driver.exitValue() == 0;
  }

  /** Kills somebody if it is time to; returns whether it was the driver. */
  private static boolean killed(Process driver, Toll toll, Path folder, int shards)
      throws InterruptedException {
    if (!toll.isDue(Commits.in(folder).size(), shards)) {
      return false;
    }
    if (toll.isDrivers()) {
      driver.destroyForcibly().waitFor();
      toll.drivers++;
      return true;
    }
    List<ProcessHandle> executors = cluster.executors();
    if (!executors.isEmpty()) {
      executors.get(toll.random.nextInt(executors.size())).destroyForcibly();
      toll.executors++;
    }
    return false;
  }
}
