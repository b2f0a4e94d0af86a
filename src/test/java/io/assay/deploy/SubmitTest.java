package io.assay.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.deploy.SparkSubmitArguments;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.jdk.javaapi.CollectionConverters;

/** What our scripts hand to spark-submit, as Spark's own parser understands it: a dry run. */
class SubmitTest {
  private static final Path JOB = Path.of("jobs/breast-cancer/job.yaml").toAbsolutePath();

  @TempDir private Path folder;

  /** Runs a script before a spark-submit that only repeats what it is given. */
  private SparkSubmitArguments submitted(Map<String, String> settings, String... command)
      throws IOException, InterruptedException {
    Path bin = Files.createDirectories(folder.resolve("spark/bin"));
    Shell.program(bin, "spark-submit", "printf '%s\\0' \"$@\"\n");
    Map<String, String> all = new HashMap<>(settings);
    all.putIfAbsent("NATIVES", Files.createDirectories(folder.resolve("natives")).toString());
    Files.writeString(folder.resolve("natives/torch.jar"), "");
    all.put("SPARK_HOME", folder.resolve("spark").toString());
    all.put("ASSAY_JAR", Files.writeString(folder.resolve("assay.jar"), "").toString());
    Shell said = Shell.run(folder, all, List.of(command));
    assertThat(said.status()).as(said.out()).isZero();
    List<String> arguments = Arrays.asList(said.out().split("\0", -1));
    return new SparkSubmitArguments(
        CollectionConverters.asScala(arguments.subList(0, arguments.size() - 1)).toSeq(),
        scala.collection.immutable.Map$.MODULE$.from(
            CollectionConverters.asScala(Map.of("HADOOP_CONF_DIR", folder.toString()))));
  }

  private static Map<String, String> properties(SparkSubmitArguments arguments) {
    return CollectionConverters.asJava(arguments.sparkProperties());
  }

  @Test
  void sparkUnderstandsTheSubmissionOfAJob() throws Exception {
    SparkSubmitArguments arguments =
        submitted(
            Map.of("MASTER", "spark://host:7077"),
            "jobs/submit",
            JOB.toString(),
            "--executor-memory",
            "900m",
            "--",
            "--run-id",
            "r");

    assertThat(arguments.master()).isEqualTo("spark://host:7077");
    assertThat(arguments.mainClass()).isEqualTo("io.assay.spark.cli.Assay");
    assertThat(arguments.primaryResource()).endsWith("assay.jar");
    assertThat(arguments.jars()).endsWith("natives/torch.jar");
    assertThat(arguments.executorMemory()).isEqualTo("900m");
    assertThat(CollectionConverters.asJava(arguments.childArgs()))
        .containsExactly("run", JOB.toString(), "--run-id", "r");
    assertThat(properties(arguments)).containsEntry("spark.executorEnv.OMP_NUM_THREADS", "1");
  }

  @Test
  void withTheSettingsForGpusExecutorsHaveOneAndTasksAskForNone() throws Exception {
    Map<String, String> properties =
        properties(
            submitted(
                Map.of("MASTER", "spark://host:7077", "SPARK_CONF", "conf/spark-gpu.conf"),
                "jobs/submit",
                JOB.toString()));

    assertThat(properties)
        .containsEntry("spark.executor.resource.gpu.amount", "1")
        .containsEntry("spark.executorEnv.CUDA_DEVICE_ORDER", "PCI_BUS_ID")
        .doesNotContainKey("spark.task.resource.gpu.amount");
  }

  @Test
  void sparkUnderstandsTheSubmissionToYarn() throws Exception {
    SparkSubmitArguments arguments =
        submitted(
            Map.of(
                "HADOOP_CONF_DIR",
                folder.toString(),
                "NATIVES_ARCHIVE",
                "hdfs:///assay/natives.zip"),
            "deploy/yarn/submit.sh",
            JOB.toString(),
            "--queue",
            "gpus",
            "--",
            "--resume",
            "r");

    assertThat(arguments.master()).isEqualTo("yarn");
    assertThat(arguments.deployMode()).isEqualTo("client");
    assertThat(arguments.queue()).isEqualTo("gpus");
    assertThat(arguments.jars()).isNull();
    assertThat(arguments.archives()).isEqualTo("hdfs:///assay/natives.zip#natives");
    assertThat(arguments.files()).endsWith("/deploy/gpu-discovery.sh");
    assertThat(CollectionConverters.asJava(arguments.childArgs())).endsWith("--resume", "r");
    assertThat(properties(arguments))
        .containsEntry("spark.executor.resource.gpu.amount", "1")
        .containsEntry("spark.executor.resource.gpu.discoveryScript", "./gpu-discovery.sh")
        .containsEntry("spark.executor.memoryOverhead", "8g")
        .doesNotContainKey("spark.task.resource.gpu.amount");
  }

  @Test
  void toYarnNothingIsSubmittedWithoutItsSettings() throws Exception {
    Map<String, String> settings = new HashMap<>(Map.of("HADOOP_CONF_DIR", folder.toString()));
    settings.put("NATIVES_ARCHIVE", "");

    Shell said = Shell.run(folder, settings, List.of("deploy/yarn/submit.sh", JOB.toString()));

    assertThat(said.status()).isEqualTo(64);
  }

  @Test
  void everyScriptIsBash() throws Exception {
    for (String script :
        List.of(
            "deploy/gpu-discovery.sh",
            "deploy/standalone/cluster.sh",
            "deploy/yarn/submit.sh",
            "jobs/submit",
            "jobs/assay")) {
      assertThat(Shell.run(folder, Map.of(), List.of("bash", "-n", script)).status())
          .as(script)
          .isZero();
    }
  }
}
