package io.assay.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.assay.spark.store.StoreJourney;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.apache.hadoop.util.VersionInfo;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Input, model and output on HDFS and on an object store: a run there is killed and finished, and
 * its tables are those of a local run. The stores are real servers in JVMs of their own; their
 * jars, and those that speak to them, are in no other test's class path.
 */
@ExtendWith(SharedSpark.class)
class StoresIT {
  private static final Path JARS = Path.of("target/stores").toAbsolutePath();
  private static final List<String> METHODS = List.of("kernel-shap", "saliency");
  private static final String CLASS_PATH = System.getProperty("java.class.path");

  private final List<Process> servers = new ArrayList<>();

  @TempDir private Path calm;
  @TempDir private Path far;
  @TempDir private Path server;

  @AfterEach
  void stopServers() throws InterruptedException {
    for (Process process : servers) {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void aRunOnHdfsIsKilledAndFinished(SparkSession spark) throws Exception {
    int port = freePort();
    Path ready = server.resolve("ready.xml");
    String classPath = JARS.resolve("hdfs/*") + File.pathSeparator + CLASS_PATH;
    serve(
        List.of("-Dhadoop.log.dir=" + server, "-Dtest.build.data=" + server, "-cp", classPath),
        List.of("org.apache.hadoop.test.MiniDFSClusterManager", "-format", "-datanodes", "1"),
        List.of("-nnport", "" + port, "-httpport", "" + freePort(), "-writeConfig", "" + ready));
    await(() -> Files.exists(ready));

    survives(spark, "hdfs://127.0.0.1:" + port + "/assay", Map.of("dfs.replication", "1"), "hdfs");
  }

  @Test
  void aRunOnAnObjectStoreIsKilledAndFinished(SparkSession spark) throws Exception {
    assumeTrue(
        VersionInfo.getVersion().startsWith("3.5"),
        "hadoop-aws 3.4 is built for another version of the AWS SDK");
    int port = freePort();
    serve(
        List.of("-Djava.io.tmpdir=" + server, "-jar"),
        List.of(JARS.resolve("s3mock.jar").toString(), "--server.port=" + freePort()),
        List.of(
            "--com.adobe.testing.s3mock.httpPort=" + port,
            "--com.adobe.testing.s3mock.http-port=" + port));
    await(() -> answers(port));
    String endpoint = "http://127.0.0.1:" + port;
    HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(endpoint + "/tables"))
                .PUT(HttpRequest.BodyPublishers.noBody())
                .build(),
            HttpResponse.BodyHandlers.discarding());

    survives(
        spark,
        "s3a://tables/assay",
        Map.of(
            "fs.s3a.endpoint", endpoint,
            "fs.s3a.endpoint.region", "us-east-1",
            "fs.s3a.path.style.access", "true",
            "fs.s3a.connection.ssl.enabled", "false",
            "fs.s3a.access.key", "nobody",
            "fs.s3a.secret.key", "knows",
            "fs.s3a.input.stream.type", "classic"),
        "s3a");
  }

  private void survives(SparkSession spark, String root, Map<String, String> settings, String jars)
      throws Exception {
    assertThat(Cli.run(job(calm, Cli.CANCER_DATA.toString(), Cli.CANCER_MODEL.toString())).err())
        .isEmpty();
    job(
        far,
        root + "/" + Cli.CANCER_DATA.getFileName(),
        root + "/" + Cli.CANCER_MODEL.getFileName());
    Path yaml = far.resolve("job.yaml");
    Files.writeString(yaml, Cli.text(yaml).replace(far.resolve("out").toString(), root + "/out"));
    Files.writeString(far.resolve("core-site.xml"), site(settings));

    int begun =
        journey(jars, "begin", root, Cli.CANCER_DATA.toString(), Cli.CANCER_MODEL.toString());
    int finished = journey(jars, "finish", root);

    assertThat(begun).as(Cli.text(far.resolve("begin.txt"))).isEqualTo(137);
    assertThat(finished).as(Cli.text(far.resolve("finish.txt"))).isZero();
    assertThat(Cli.text(far.resolve("finish.txt"))).contains("569 rows = 569 explained");
    assertThat(new Tables(spark, far).digestOfAll(METHODS))
        .isEqualTo(new Tables(spark, calm).digestOfAll(METHODS));
  }

  private static Path job(Path folder, String input, String model) {
    return Cli.job(
        folder,
        ResumeIT.JOB
            .formatted(input, model)
            .replace("shard-rows: 100", "shard-rows: 30")
            .replace("names: [benign, malignant]}", "names: [benign, malignant]}, batch-rows: 512")
            .replace(
                "[integrated-gradients, {shap: {budget: 150}}, saliency]",
                "[{kernel-shap: " + "{budget: 512}}, saliency]"));
  }

  private static String site(Map<String, String> settings) {
    return settings.entrySet().stream()
        .map(
            each ->
                "<property><name>%s</name><value>%s</value></property>"
                    .formatted(each.getKey(), each.getValue()))
        .collect(Collectors.joining("\n", "<configuration>\n", "\n</configuration>\n"));
  }

  /** Runs a part of the journey in a JVM of its own and returns its exit status. */
  private int journey(String jars, String part, String root, String... more)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(java(), "-Xmx1g"));
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(option -> option.startsWith("--add-") || option.startsWith("-D"))
            .toList());
    command.add("-cp");
    command.add(
        String.join(File.pathSeparator, "" + far, CLASS_PATH, "" + JARS.resolve(jars + "/*")));
    command.addAll(List.of(StoreJourney.class.getName(), part, root, far.toString()));
    command.addAll(List.of(more));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(far.resolve(part + ".txt").toFile())
            .start();
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    return process.exitValue();
  }

  private void serve(List<String> options, List<String> program, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(java(), "-Xmx400m"));
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(options);
    command.addAll(program);
    command.addAll(arguments);
    servers.add(
        new ProcessBuilder(command)
            .directory(server.toFile())
            .redirectErrorStream(true)
            .redirectOutput(server.resolve("log.txt").toFile())
            .start());
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private void await(BooleanSupplier isUp) {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
    while (!isUp.getAsBoolean()) {
      assertThat(System.nanoTime()).as(Cli.text(server.resolve("log.txt"))).isLessThan(end);
      assertThat(servers.get(0).isAlive()).as(Cli.text(server.resolve("log.txt"))).isTrue();
      LockSupport.parkNanos(50_000_000);
    }
  }

  private static boolean answers(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
