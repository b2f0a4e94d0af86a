package io.assay.spark;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;

import io.assay.spark.cluster.Arrivals;
import io.assay.spark.cluster.Arrivals.Arrival;
import io.assay.spark.cluster.Cluster;
import io.assay.spark.cluster.Commits;
import io.assay.spark.cluster.TaskGate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Executors of a real cluster stand still, stopped by SIGSTOP when a task of theirs has written
 * everything and has not said so. Spark's own speculation gives copies of their tasks to the other
 * one; when they go on, their attempts report that they are done, and nobody wants to know.
 */
@ExtendWith(SharedSpark.class)
class SpeculationIT {
  private static final List<String> METHODS = List.of("saliency");
  private static final int SHARDS = 11;
  private static final long PATIENCE_NANOS = MINUTES.toNanos(3);

  @TempDir private static Path home;
  private static Cluster cluster;

  @BeforeAll
  static void startCluster() throws IOException, InterruptedException {
    cluster = Cluster.start(home, Map.of("MEMORY", "1g", "CORES", "2"));
  }

  @AfterAll
  static void stopCluster() throws IOException, InterruptedException {
    cluster.stop();
  }

  private static Path job(Path folder) {
    return Cli.job(
        folder,
        ResumeIT.JOB
            .formatted(Cli.CANCER_DATA, Cli.CANCER_MODEL)
            .replace("names: [benign, malignant]}", "names: [benign, malignant]}, batch-rows: 64")
            .replace("[integrated-gradients, {shap: {budget: 150}}, saliency]", "[saliency]")
            .replace("shard-rows: 100", "shard-rows: 50"));
  }

  /** Copies as soon as there can be any; an executor may be silent for as long as it likes. */
  private static List<String> settings(Arrivals arrivals, Path folder) throws IOException {
    List<String> settings = new ArrayList<>();
    settings.addAll(
        List.of(
            "spark.speculation=true",
            "spark.speculation.interval=100ms",
            "spark.speculation.quantile=0.05",
            "spark.speculation.multiplier=1",
            "spark.speculation.minTaskRuntime=100ms",
            "spark.speculation.efficiency.enabled=false",
            "spark.network.timeout=1h",
            "spark.cleaner.referenceTracking.blocking=false", // or Spark waits for it in the end
            "spark.executor.cores=2",
            "spark.executor.memory=700m"));
    Path plan = folder.resolve("out/_staging/r/plan.json");
    settings.addAll(TaskGate.settings(home, arrivals.port(), plan));
    return settings;
  }

  /** A run on the cluster whose tasks report when the test lets them. */
  private static final class Gated implements AutoCloseable {
    private final Path folder;
    private final Path log;
    private final Arrivals arrivals = Arrivals.open();
    private final Process driver;
    private final List<Long> stopped = new ArrayList<>();

    Gated(Path folder) throws IOException {
      this.folder = folder;
      this.log = Files.createTempFile(home, "driver", ".txt");
      this.driver = cluster.submit(log, job(folder), settings(arrivals, folder), "--run-id", "r");
    }

    void stop(long process) throws IOException {
      stopped.add(process);
      assertThat(signal(process, "STOP")).isZero();
    }

    void goOn(long process) throws IOException {
      stopped.remove(process);
      signal(process, "CONT"); // its worker may have killed it when the run was over
    }

    private static int signal(long process, String name) throws IOException {
      Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process)).start();
      return kill.onExit().join().exitValue();
    }

    /**
     * Returns those who came until tasks of two executors were among them, the last one's alone.
     */
    List<Arrival> untilTwoExecutorsCame() throws Exception {
      List<Arrival> came = new ArrayList<>();
      await(
          "tasks of two executors",
          () -> {
            arrivals.next().ifPresent(came::add);
            return came.stream().mapToLong(Arrival::process).distinct().count() == 2;
          });
      return came;
    }

    /** Lets go whoever comes until a number of shards is committed, but for one executor's. */
    List<Arrival> untilCommitted(int shards, long standing) throws Exception {
      List<Arrival> kept = new ArrayList<>();
      await(
          shards + " commits",
          () -> {
            for (Arrival next : arrivals.next().stream().toList()) {
              if (next.process() == standing) {
                kept.add(next);
              } else {
                next.release();
              }
            }
            return Commits.written(folder).size() == shards;
          });
      return kept;
    }

    /** Lets go whoever comes until it is a copy of a shard's task. */
    Arrival untilACopyOf(int shard) throws Exception {
      List<Arrival> copies = new ArrayList<>();
      await(
          "a copy of the task of shard " + shard,
          () -> {
            for (Arrival next : arrivals.next().stream().toList()) {
              if (next.shard() == shard) {
                copies.add(next);
              } else {
                next.release();
              }
            }
            return !copies.isEmpty();
          });
      return copies.get(0);
    }

    void untilLogged(String words) throws Exception {
      await(
          words,
          () -> {
            driver.waitFor(20, TimeUnit.MILLISECONDS);
            return Cli.text(log).contains(words);
          });
    }

    void untilDone() throws InterruptedException {
      assertThat(driver.waitFor(3, MINUTES)).as(Cli.text(log)).isTrue();
      assertThat(driver.exitValue()).as(Cli.text(log)).isZero();
    }

    private void await(String what, Callable<Boolean> isThere) throws Exception {
      long end = System.nanoTime() + PATIENCE_NANOS;
      while (!isThere.call()) {
        assertThat(driver.isAlive() && System.nanoTime() < end)
            .as(() -> "waiting for " + what + ": " + Cli.text(log))
            .isTrue();
      }
    }

    @Override
    public void close() throws IOException {
      driver.destroyForcibly();
      arrivals.close();
      for (long process : stopped) {
        signal(process, "CONT");
      }
    }
  }

  @Test
  void whatAnExecutorThatStoodStillReportsLateIsNotCommitted(
      SparkSession spark, @TempDir Path calm, @TempDir Path halted) throws Exception {
    assertThat(Cli.run(job(calm)).err()).isEmpty();
    assertThat(Cli.manifest(calm).shards().count()).isEqualTo(SHARDS);

    try (Gated run = new Gated(halted)) {
      List<Arrival> first = run.untilTwoExecutorsCame();
      long one = first.get(0).process();
      Arrival other = first.get(first.size() - 1);
      run.stop(one);
      List<Arrival> late = new ArrayList<>(first.subList(0, first.size() - 1));
      late.addAll(run.untilCommitted(SHARDS - 1, one));
      Map<Integer, String> committed = Commits.written(halted);

      run.goOn(one); // its reports come while the run waits for the last shard
      for (Arrival each : late) {
        each.release();
      }
      run.untilLogged("did not commit due to another attempt succeeded");
      Arrival copy = run.untilACopyOf(other.shard());
      run.stop(other.process()); // and those of this one when the run is over
      copy.release();
      run.untilDone();
      run.goOn(other.process());
      other.release();
      for (long process : List.of(one, other.process())) {
        ProcessHandle.of(process).ifPresent(each -> each.onExit().orTimeout(1, MINUTES).join());
      }

      assertThat(copy.process()).isEqualTo(one);
      assertThat(committed).hasSize(SHARDS - 1).containsKey(first.get(0).shard());
      committed.forEach(
          (shard, written) -> assertThat(Commits.published(halted, shard)).isEqualTo(written));
    }
    assertThat(new Tables(spark, halted).digest(METHODS))
        .isEqualTo(new Tables(spark, calm).digest(METHODS));
    assertThat(files(halted)).isEqualTo(files(calm)); // a file a shard and table, no more
    assertThat(Cli.manifest(halted).counts()).isEqualTo(Cli.manifest(calm).counts());
  }

  /** The names of the tables' files; late attempts may leave some where nobody looks. */
  private static List<String> files(Path folder) {
    return StoredFiles.ofTables(folder.resolve("out")).keySet().stream()
        .filter(name -> !name.startsWith("_staging/"))
        .toList();
  }
}
