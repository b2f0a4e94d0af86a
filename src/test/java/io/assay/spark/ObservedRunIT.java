package io.assay.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.report.Manifest;
import io.assay.spark.metrics.AssayPlugin;
import io.assay.spark.metrics.RunStatus;
import io.assay.spark.metrics.RunStatus.State;
import io.assay.spark.metrics.ScrapedRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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

  /** The name of every number of ours has this in front of it. */
  private static final String PLUGIN = "driver.plugin.io.assay.spark.metrics.AssayPlugin.";

  /** As Prometheus reads them: letters and digits, of each number a line. */
  private static Map<String, Double> scraped(Path page) {
    String prefix = ("metrics_assay_" + PLUGIN).replaceAll("[^A-Za-z0-9]", "_");
    Pattern line = Pattern.compile(prefix + "(\\w+)_Value\\{type=\"gauges\"} (\\S+)");
    return line.matcher(Cli.text(page))
        .results()
        .collect(Collectors.toMap(found -> found.group(1), found -> number(found.group(2))));
  }

  /** As Spark's sink of files leaves them: a file a number, a line a look. */
  private static Map<String, Double> filed(Path folder) {
    Map<String, Double> last = new TreeMap<>();
    for (Path file : StoredFiles.under(folder)) {
      String name = file.getFileName().toString();
      if (name.startsWith("assay." + PLUGIN)) {
        String metric = name.substring(("assay." + PLUGIN).length(), name.length() - 4);
        List<String> lines = Cli.text(file).lines().toList();
        String value = lines.get(lines.size() - 1).replaceFirst("^\\d+,", "");
        last.put(metric.replaceAll("[^A-Za-z0-9]", "_"), number(value));
      }
    }
    return last;
  }

  private static double number(String text) {
    return Double.parseDouble(text);
  }

  private static Path scrapedRun(Path folder) throws Exception {
    Path file = Cli.job(folder, ResumeIT.JOB.formatted(Cli.CANCER_DATA, Cli.CANCER_MODEL));
    Path log = folder.resolve("log");
    Process program =
        Cli.java(
                ScrapedRun.class,
                List.of(
                    "spark.master=local[2]",
                    "spark.driver.host=127.0.0.1",
                    "spark.driver.bindAddress=127.0.0.1",
                    "spark.ui.enabled=true",
                    "spark.ui.port=0",
                    "spark.metrics.conf=conf/metrics.properties",
                    "spark.metrics.namespace=assay",
                    "spark.metrics.conf.*.sink.csv.class=org.apache.spark.metrics.sink.CsvSink",
                    "spark.metrics.conf.*.sink.csv.directory=" + folder.resolve("csv"),
                    "spark.metrics.conf.*.sink.csv.period=1"),
                List.of(folder.toString(), "run", file.toString(), "--run-id", "r"))
            .redirectOutput(log.toFile())
            .start();
    Files.createDirectories(folder.resolve("csv"));
    try {
      assertThat(program.waitFor(5, TimeUnit.MINUTES)).isTrue();
      assertThat(program.exitValue()).as(Cli.text(log)).isZero();
    } finally {
      program.destroyForcibly();
    }
    return folder;
  }

  @Test
  void whatSparksSinksPublishIsWhatTheManifestSays(@TempDir Path folder) throws Exception {
    Map<String, Double> onThePage = scraped(scrapedRun(folder).resolve("prometheus"));
    Map<String, Double> inFiles = filed(folder.resolve("csv"));

    Manifest manifest = Cli.manifest(folder);
    double gradients =
        manifest.methods().stream().mapToLong(Manifest.MethodRun::gradientCalls).sum();
    assertThat(List.of(onThePage, inFiles))
        .allSatisfy(
            published ->
                assertThat(published)
                    .containsEntry("run_rows_read", (double) manifest.counts().rowsIn())
                    .containsEntry("run_rows_attributed", (double) manifest.counts().attributed())
                    .containsEntry("run_rows_rejected", (double) manifest.counts().rejected())
                    .containsEntry("run_gradient_calls", gradients)
                    .containsEntry("run_shards_done", (double) manifest.shards().count())
                    .containsEntry("executor_rows_read", (double) manifest.counts().rowsIn()));
    assertThat(Cli.text(folder.resolve("json")))
        .contains(
            "\"assay.%srun.rows-read\":{\"value\":%d}"
                .formatted(PLUGIN, manifest.counts().rowsIn()));
    double busy = Objects.requireNonNull(onThePage.get("executor_device_cpu_seconds_busy"));
    double methods = Objects.requireNonNull(onThePage.get("run_seconds_in_methods"));
    assertThat(busy).isGreaterThan(methods); // and with what goes in and out of the model
    for (String name : List.of("batches", "largest_batch", "seconds_reading", "seconds_writing")) {
      assertThat(onThePage).containsEntry("run_" + name, onThePage.get("executor_" + name));
    }
    assertThat(onThePage.get("run_batches")).isPositive();
    assertThat(onThePage)
        .containsEntry("executor_device_cpu_turns", onThePage.get("executor_batches"));
    assertThat(onThePage.get("executor_device_cpu_busy")).isPositive();
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
