package io.assay.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.spark.cli.Assay;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two executors in JVMs of their own, each with two cores and a GPU that is not there: Spark hands
 * out the addresses that a script makes up.
 */
@ExtendWith(SharedSpark.class)
class DevicesIT {
  private static final Path JOB = Cli.BREAST_CANCER.resolve("job.yaml");

  private static final String METHOD = "integrated-gradients";

  private static final String OPTIONS =
      "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Dai.djl.offline=true -DOPT_OUT_TRACKING=true"
          + " -Dlog4j2.configurationFile="
          + Path.of("conf/log4j2.properties").toAbsolutePath();

  @TempDir private static Path folder;

  @BeforeAll
  static void runProgram() throws Exception {
    Path job = folder.resolve("job.yaml");
    Files.writeString(job, oneMethod());
    Path home = folder.resolve("home");
    makeHome(home);
    Process program =
        started(
            home,
            List.of(
                "spark.master=local-cluster[2,2,1024]",
                "spark.driver.host=127.0.0.1",
                "spark.driver.bindAddress=127.0.0.1",
                "spark.cores.max=4",
                "spark.scheduler.minRegisteredResourcesRatio=1.0",
                "spark.scheduler.maxRegisteredResourcesWaitingTime=120s",
                "spark.worker.resource.gpu.amount=1",
                "spark.worker.resource.gpu.discoveryScript=" + home.resolve("gpus.sh"),
                "spark.executor.resource.gpu.amount=1",
                "spark.executor.extraJavaOptions=" + OPTIONS),
            List.of(GpuProgram.class.getName(), folder.toString(), job.toString()));
    assertThat(status(program)).as(Cli.text(home.resolve("log"))).isZero();
  }

  /** The shipped job with one method and calls of one size, its files where they lie. */
  private static String oneMethod() throws IOException {
    return Files.readString(JOB)
        .replaceAll("(?m)^(  path: )(data|model)/", "$1" + Cli.BREAST_CANCER + "/$2/")
        .replaceAll("(?m)^model:$", "model:\n  batch-rows: 512")
        .replaceAll("(?ms)^methods:.*?(?=^\\w)", "methods: [" + METHOD + "]\n");
  }

  /** A Spark home whose only jar names the class path of this test. */
  private static void makeHome(Path home) throws IOException {
    Files.createDirectories(home.resolve("jars"));
    Files.createDirectories(home.resolve("launcher/target/scala-2.13"));
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest
        .getMainAttributes()
        .put(
            Attributes.Name.CLASS_PATH,
            Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(entry -> Path.of(entry).toUri().toString())
                .collect(Collectors.joining(" ")));
    try (OutputStream out = Files.newOutputStream(home.resolve("jars/all.jar"))) {
      new JarOutputStream(out, manifest).close();
    }
    Path discovery = home.resolve("gpus.sh");
    Files.writeString(
        discovery,
        """
        #!/usr/bin/env bash
        # Gives out the next address at each call; a folder can be made once.
        set -eu
        cd "$(dirname "$0")"
        for gpu in 0 1 2 3; do
          mkdir "gpu$gpu" 2>/dev/null && exec echo "{\\"name\\": \\"gpu\\", \\"addresses\\": [\\"$gpu\\"]}"
        done
        """);
    assertThat(discovery.toFile().setExecutable(true)).isTrue();
  }

  /** Waits for a program's end, or ends it. */
  private static int status(Process program) throws InterruptedException {
    try {
      assertThat(program.waitFor(5, TimeUnit.MINUTES)).isTrue();
      return program.exitValue();
    } finally {
      program.destroyForcibly();
    }
  }

  /** Starts a program with settings of Spark, its output in the log of a Spark home. */
  private static Process started(Path home, List<String> settings, List<String> program)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(option -> option.startsWith("--add-"))
            .toList());
    command.addAll(List.of(OPTIONS.split(" ", -1)));
    Stream.concat(
            settings.stream(),
            Stream.of(
                "spark.app.name=gpus",
                "spark.ui.enabled=false",
                "spark.sql.session.timeZone=UTC",
                "spark.sql.shuffle.partitions=2"))
        .forEach(setting -> command.add("-D" + setting));
    command.addAll(List.of("-Xmx1g", "-cp", System.getProperty("java.class.path")));
    command.addAll(program);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("SPARK_HOME", home.toString());
    builder.environment().put("SPARK_SCALA_VERSION", "2.13");
    return builder.redirectErrorStream(true).redirectOutput(home.resolve("log").toFile()).start();
  }

  @Test
  void tasksOfOtherStagesAreGivenNoGpu() {
    assertThat(Cli.text(folder.resolve("counting")).lines())
        .isNotEmpty()
        .allMatch(line -> line.endsWith(" []"));
  }

  @Test
  void attributionTasksShareTheGpuOfTheirExecutor() {
    assertThat(Cli.text(folder.resolve("attribution")).lines())
        .hasSize(2)
        .satisfiesOnlyOnce(line -> assertThat(line).matches("\\d \\[0] beside another"))
        .satisfiesOnlyOnce(line -> assertThat(line).matches("\\d \\[1] beside another"));
  }

  @Test
  void anyDeviceIsTheCpuHereAndEachExecutorSaysSoOnce(SparkSession spark, @TempDir Path local)
      throws IOException {
    Cli.Result here =
        Cli.run(folder.resolve("job.yaml"), "--set", "output.path=" + local.resolve("out"));

    assertThat(here.err()).isEmpty();
    assertThat(Cli.text(folder.resolve("auto/status"))).isEqualTo("0\n");
    assertThat(new Tables(spark, folder.resolve("auto")).digest(List.of(METHOD)))
        .isEqualTo(new Tables(spark, local).digest(List.of(METHOD)));
    List<Path> logs;
    try (Stream<Path> files = Files.walk(folder.resolve("home/work"))) {
      logs = files.filter(file -> file.endsWith("stderr")).toList();
    }
    assertThat(logs)
        .hasSize(2)
        .allSatisfy(
            log ->
                assertThat(Cli.text(log).lines().filter(line -> line.contains("run on the CPU")))
                    .hasSizeLessThanOrEqualTo(1)
                    .allMatch(line -> line.endsWith("libtorch here is built for the CPU alone")));
    assertThat(logs.stream().map(Cli::text)).anyMatch(text -> text.contains("run on the CPU"));
  }

  @Test
  void aGpuThatIsDemandedAndNotThereFailsAsLackingResources() {
    assertThat(Cli.text(folder.resolve("gpu/status"))).isEqualTo("75\n");
    assertThat(Cli.text(folder.resolve("gpu/said")))
        .contains("RESOURCE_LACKING", "Cannot run on a GPU: libtorch here is built for the CPU");
  }

  @Test
  void inOneProcessADemandedGpuFailsBeforeAnythingRuns(@TempDir Path local) {
    Cli.Result result =
        Cli.run(
            folder.resolve("job.yaml"),
            "--set",
            "model.device=gpu",
            "--set",
            "output.path=" + local.resolve("out"));

    assertThat(result.status()).isEqualTo(75);
    assertThat(result.err()).contains("Cannot run on a GPU", "set model.device to auto or cpu");
    assertThat(local.resolve("out/attributions")).doesNotExist();
  }

  @Test
  void gpuSettingsOnALocalMasterAreDroppedWhereSparkWouldWaitForEver(@TempDir Path local)
      throws Exception {
    Process program =
        started(
            local,
            List.of(
                "spark.master=local[2]",
                "spark.executor.resource.gpu.amount=1",
                "spark.task.resource.gpu.amount=1"),
            List.of(
                Assay.class.getName(),
                "run",
                folder.resolve("job.yaml").toString(),
                "--set",
                "output.path=" + local.resolve("out")));

    assertThat(status(program)).as(Cli.text(local.resolve("log"))).isZero();
    assertThat(Cli.text(local.resolve("log")))
        .contains("Spark cannot schedule GPUs on a local master; dropped")
        .contains("569 rows = 569 explained");
  }
}
