package io.assay.spark.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A master and two workers in JVMs of their own, by the script that we ship. */
public final class Cluster {
  /** Its address. */
  public static final String MASTER = "spark://127.0.0.1:17077";

  private static final String SCRIPT = "deploy/standalone/cluster.sh";

  private final Path home;

  private Cluster(Path home) {
    this.home = home;
  }

  /** Starts one; its files lie in a folder. */
  public static Cluster start(Path home, Map<String, String> settings)
      throws IOException, InterruptedException {
    Cluster cluster = new Cluster(home);
    Files.createDirectories(home.resolve("jars"));
    writePathingJar(home.resolve("jars/spark.jar"));
    assertThat(cluster.run(Map.of(), SCRIPT, "home")).contains(home.toString());
    assertThat(cluster.run(settings, SCRIPT, "start")).contains(MASTER);
    return cluster;
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

  /** Starts a command beside the cluster; what it says goes to a file. */
  public Process begin(Path log, Map<String, String> settings, String... command)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(settings);
    builder.environment().put("SPARK_HOME", home.toString());
    return builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
  }

  /** Hands a job to the cluster by the script that we ship. */
  public Process submit(Path log, Path job, List<String> settings, String... more)
      throws IOException {
    List<String> command = new ArrayList<>(List.of("jobs/submit", job.toString()));
    settings.forEach(setting -> command.addAll(List.of("--conf", setting)));
    command.addAll(List.of("--conf", "spark.driver.host=127.0.0.1", "--"));
    command.addAll(List.of(more));
    return begin(
        log,
        Map.of("MASTER", MASTER, "SPARK_LOCAL_IP", "127.0.0.1"),
        command.toArray(String[]::new));
  }

  /** Runs a command beside the cluster to its good end, and returns what it said. */
  public String run(Map<String, String> settings, String... command)
      throws IOException, InterruptedException {
    Path log = Files.createTempFile(home, "log", ".txt");
    Process process = begin(log, settings, command);
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    String said = Files.readString(log);
    assertThat(process.exitValue()).as(said).isZero();
    return said;
  }

  /** Returns the executors that the workers run now. */
  public List<ProcessHandle> executors() {
    return Stream.of("worker1", "worker2")
        .map(worker -> text(home.resolve("run").resolve(worker + ".pid")).strip())
        .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)).stream())
        .flatMap(ProcessHandle::children)
        .filter(ProcessHandle::isAlive)
        .toList();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns what executors wrote to a stream of theirs, one file each. */
  public List<Path> logs(String worker) {
    try (Stream<Path> files = Files.walk(home.resolve("run").resolve(worker))) {
      return files.filter(path -> path.endsWith("stderr")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stops it. */
  public void stop() throws IOException, InterruptedException {
    run(Map.of(), SCRIPT, "stop");
  }
}
