package io.assay.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real spark-submit of the jar that was built, to a standalone master with two workers in JVMs of
 * their own, by the scripts that we ship.
 */
@ExtendWith(SharedSpark.class)
class ClusterIT {
  private static final String CLUSTER = "deploy/standalone/cluster.sh";

  @TempDir private static Path home;

  @BeforeAll
  static void startCluster() throws IOException, InterruptedException {
    Files.createDirectories(home.resolve("jars"));
    writePathingJar(home.resolve("jars/spark.jar"));
    assertThat(bash(Map.of(), CLUSTER, "home")).contains(home.toString());
    assertThat(bash(Map.of("MEMORY", "1g"), CLUSTER, "start")).contains("spark://127.0.0.1:");
  }

  @AfterAll
  static void stopCluster() throws IOException, InterruptedException {
    bash(Map.of(), CLUSTER, "stop");
  }

  /** One jar that names all of Spark's, where a real Spark home has copies. */
  private static void writePathingJar(Path jar) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, sparksJars());
    try (OutputStream out = Files.newOutputStream(jar)) {
      new JarOutputStream(out, manifest).close();
    }
  }

  /** The test's class path without our own classes and what travels in our jar. */
  private static String sparksJars() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(entry -> entry.endsWith(".jar"))
        .filter(entry -> !entry.matches(".*/(ai/djl|info/picocli|org/snakeyaml|com/samskivert)/.*"))
        .map(entry -> Path.of(entry).toUri().toString())
        .collect(Collectors.joining(" "));
  }

  private static String bash(Map<String, String> settings, String... command)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(settings);
    builder.environment().put("SPARK_HOME", home.toString());
    Path log = Files.createTempFile(home, "log", ".txt");
    Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    String said = Files.readString(log);
    assertThat(process.exitValue()).as(said).isZero();
    return said;
  }

  @Test
  void twoExecutorsGiveTheTablesOfOneJvm(
      SparkSession spark, @TempDir Path local, @TempDir Path cluster) throws Exception {
    String job = Cli.BREAST_CANCER.resolve("job.yaml").toString();
    List<String> methods =
        List.of("integrated-gradients", "gp-shap", "saliency", "input-x-gradient");

    Cli.Result here = Cli.run(Path.of(job), "--set", "output.path=" + local.resolve("out"));
    String said =
        bash(
            Map.of("MASTER", "spark://127.0.0.1:17077", "SPARK_LOCAL_IP", "127.0.0.1"),
            "jobs/breast-cancer/submit.sh",
            "--conf",
            "spark.driver.host=127.0.0.1",
            "--executor-memory",
            "900m",
            "--",
            "--run-id",
            "r",
            "--set",
            "output.path=" + cluster.resolve("out"));

    assertThat(here.err()).isEmpty();
    assertThat(said).contains("569 rows = 569 explained");
    assertThat(new Tables(spark, cluster).digest(methods))
        .isEqualTo(new Tables(spark, local).digest(methods));
    for (String worker : List.of("work1", "work2")) {
      try (var executors = Files.walk(home.resolve("run").resolve(worker))) {
        assertThat(executors.filter(path -> path.endsWith("stderr"))).isNotEmpty();
      }
    }
  }
}
