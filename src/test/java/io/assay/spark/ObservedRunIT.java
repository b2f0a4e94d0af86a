package io.assay.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.report.Manifest;
import io.assay.spark.metrics.AssayPlugin;
import io.assay.spark.metrics.RunStatus;
import io.assay.spark.metrics.RunStatus.State;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.SparkEnv;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import scala.jdk.javaapi.CollectionConverters;

/** What is seen of a run from outside: while it runs, when it ended, when it was killed. */
@ExtendWith(SharedSpark.class)
class ObservedRunIT {
  private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(3);

  /** What Spark would hand to a sink. */
  private static Map<String, Object> gauges() {
    Map<String, Object> values = new TreeMap<>();
    CollectionConverters.asJava(
            SparkEnv.get()
                .metricsSystem()
                .getSourcesByName("plugin." + AssayPlugin.class.getName()))
        .forEach(
            source ->
                source
                    .metricRegistry()
                    .getGauges()
                    .forEach((name, gauge) -> values.put(name, gauge.getValue())));
    return values;
  }

  @Test
  void metricsOfTheDriverAreTheCountsOfTheManifest(SparkSession spark, @TempDir Path folder) {
    Path file = Cli.job(folder, ResumeIT.JOB.formatted(Cli.CANCER_DATA, Cli.CANCER_MODEL));

    assertThat(Cli.run(file).status()).isZero();

    Manifest manifest = Cli.manifest(folder);
    Map<String, Object> gauges = gauges();
    long calls = manifest.methods().stream().mapToLong(Manifest.MethodRun::gradientCalls).sum();
    assertThat(gauges)
        .containsEntry("run.rows-read", manifest.counts().rowsIn())
        .containsEntry("run.rows-attributed", manifest.counts().attributed())
        .containsEntry("run.rows-rejected", manifest.counts().rejected())
        .containsEntry("run.gradient-calls", calls)
        .containsEntry("run.shards-done", manifest.shards().count());
    assertThat((Long) gauges.get("executor.rows-read"))
        .isGreaterThanOrEqualTo(manifest.counts().rowsIn());
    assertThat((Long) gauges.get("executor.process-bytes")).isPositive();
    Manifest.Actual actual = Objects.requireNonNull(manifest.actual());
    assertThat(actual.rows()).isEqualTo(manifest.counts().rowsIn());
    assertThat(Objects.requireNonNull(manifest.prediction()).callsAtMost())
        .isGreaterThanOrEqualTo(actual.calls() / actual.rows());
  }

  @Test
  void aRunIsSeenWhileItRunsAndWhenItHasEnded(SparkSession spark, @TempDir Path folder)
      throws Exception {
    Path file = Cli.job(folder, ResumeIT.JOB.formatted(Cli.CANCER_DATA, Cli.CANCER_MODEL));
    RunStatuses before = RunStatuses.of(folder.resolve("out").toString());
    assertThat(before.all()).isEmpty();

    CompletableFuture<Cli.Result> run = CompletableFuture.supplyAsync(() -> Cli.run(file));
    Optional<RunStatus> seen = Optional.empty();
    long start = System.nanoTime();
    while (seen.isEmpty() && !run.isDone() && System.nanoTime() - start < PATIENCE_NANOS) {
      List<RunStatus> now = RunStatuses.of(folder.resolve("out").toString()).all();
      seen = now.stream().filter(each -> each.state() == State.RUNNING).findFirst();
      LockSupport.parkNanos(10_000_000);
    }
    Cli.Result result = run.get(5, TimeUnit.MINUTES);
    Cli.Result after = Cli.assay("status", folder.resolve("out/runs/r").toString());

    assertThat(result.status()).isZero();
    assertThat(seen.map(RunStatus::run)).contains("r");
    assertThat(after.out()).contains("complete", "569 of 569, 100 %", "report.html");
    assertThat(Cli.assay("status", folder.resolve("out").toString(), "--json").out())
        .contains("\"state\": \"complete\"");
  }

  @Test
  void oneThatWasKilledIsInterruptedAndTellsHowToGoOn(SparkSession spark, @TempDir Path folder) {
    Path file = Cli.job(folder, ResumeIT.JOB.formatted(Cli.CANCER_DATA, Cli.CANCER_MODEL));
    FileSystem files = ResumeIT.begin(spark, file, List.of(1, 4));
    assertThat(files).isNotNull();

    Cli.Result status = Cli.assay("status", folder.resolve("out").toString(), "r");

    assertThat(status.out()).contains("interrupted", "--resume r");
    assertThat(status.status()).isZero();
    assertThat(Cli.assay("status", folder.resolve("out/runs/other").toString()).status())
        .isEqualTo(64);
  }
}
