package io.assay.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What jobs/assay and jobs/submit hand to java, Maven and spark-submit, seen by stand-ins. */
final class LauncherTest {
  private static final String ECHO = "#!/bin/sh\nprintf '%s\\n' \"$@\"\n";
  private static final String JAVA =
      """
      #!/bin/sh
      if [ "$1" = -version ]; then echo 'openjdk version "17.0.1" 2021' >&2; exit; fi
      pwd
      printf '%s\\n' "$@"
      """;

  @TempDir private Path home;

  @BeforeEach
  void aBuiltRepositoryWithStandIns() throws Exception {
    for (String file :
        List.of(
            "pom.xml",
            "conf/spark-local.conf",
            "jobs/assay",
            "jobs/submit",
            "jobs/telco-churn/submit.sh",
            "jobs/telco-churn/job.yaml")) {
      Path copy = home.resolve(file);
      Files.createDirectories(copy.getParent());
      Files.copy(Path.of(file), copy);
      Files.setLastModifiedTime(copy, FileTime.from(Instant.EPOCH));
    }
    Files.createDirectories(home.resolve("src/main"));
    Files.setLastModifiedTime(home.resolve("src/main"), FileTime.from(Instant.EPOCH));
    Files.createDirectories(home.resolve("target/natives"));
    Files.writeString(home.resolve("target/natives/torch.jar"), "");
    Files.writeString(home.resolve("target/assay.jar"), "");
    Files.writeString(home.resolve("target/class-path"), "/m2/spark.jar");
    script("bin/java", JAVA);
    script("bin/mvn", ECHO);
    script("bin/spark-submit", ECHO);
  }

  private void script(String file, String text) throws IOException {
    Path script = home.resolve(file);
    Files.createDirectories(script.getParent());
    Files.writeString(script, text);
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private List<String> run(Path folder, String command, String... arguments) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.command().addAll(List.of(arguments));
    builder.environment().put("JAVA_HOME", home.toString());
    builder.environment().put("SPARK_HOME", home.toString());
    builder.environment().put("MASTER", "spark://host:7077");
    builder
        .environment()
        .merge("PATH", home.resolve("bin").toString(), (old, bin) -> bin + ":" + old);
    Process process = builder.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output.lines().toList();
  }

  @Test
  void theLauncherWorksFromAnyFolderAndThroughLinks() throws Exception {
    Path elsewhere = Files.createDirectories(home.resolve("else/where"));
    Path link = Files.createSymbolicLink(elsewhere.resolve("assay"), home.resolve("jobs/assay"));

    List<String> lines = run(elsewhere, link.toString(), "run", "my job.yaml");

    String root = home.toRealPath().toString();
    assertThat(lines.get(0)).isEqualTo(elsewhere.toRealPath().toString());
    assertThat(lines)
        .endsWith("io.assay.spark.cli.Assay", "run", "my job.yaml")
        .contains(
            "-Xmx4g",
            "-Dspark.master=local[*]",
            "-Dai.djl.offline=true",
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "-Dlog4j2.configurationFile=" + root + "/conf/log4j2.properties",
            root + "/target/assay.jar:" + root + "/target/natives/*:/m2/spark.jar");
  }

  @Test
  void theLauncherBuildsOnlyWhatIsStale() throws Exception {
    String assay = home.resolve("jobs/assay").toString();
    assertThat(run(home, assay, "methods")).noneMatch(line -> line.contains("building"));

    Files.setLastModifiedTime(
        home.resolve("pom.xml"), FileTime.from(Instant.now().plusSeconds(60)));

    assertThat(run(home, assay, "methods"))
        .anyMatch(line -> line.contains("building"))
        .contains("package")
        .endsWith("methods");
  }

  @Test
  void aJobIsSubmittedWithItsNativesAndTheOptionsOfTheCaller() throws Exception {
    String submit = home.resolve("jobs/telco-churn/submit.sh").toString();

    List<String> lines =
        run(home, submit, "--conf", "spark.executor.memory=7g", "--", "--set", "seed=3");

    String root = home.toRealPath().toString();
    assertThat(lines)
        .contains(
            "spark://host:7077",
            root + "/target/natives/torch.jar",
            "spark.executorEnv.OMP_NUM_THREADS=1")
        .endsWith(
            root + "/target/assay.jar",
            "run",
            root + "/jobs/telco-churn/job.yaml",
            "--set",
            "seed=3");
    assertThat(lines.lastIndexOf("spark.executor.memory=7g"))
        .isGreaterThan(lines.indexOf("spark.executor.memory=1g"));
  }
}
