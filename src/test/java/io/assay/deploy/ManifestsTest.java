package io.assay.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Manifests against the names of their fields, for no cluster is here to refuse them. Those of the
 * Spark operator are from the Go types of kubeflow/spark-operator, {@code
 * api/v1beta2/sparkapplication_types.go} and {@code scheduledsparkapplication_types.go} of version
 * 2; those of a CronJob from the reference of Kubernetes 1.31, {@code batch/v1}.
 */
class ManifestsTest {
  private static final Path FOLDER = Path.of("deploy/kubernetes");

  private static final Set<String> SPEC =
      Set.of(
          "type",
          "sparkVersion",
          "mode",
          "proxyUser",
          "image",
          "imagePullPolicy",
          "imagePullSecrets",
          "mainClass",
          "mainApplicationFile",
          "arguments",
          "sparkConf",
          "hadoopConf",
          "sparkConfigMap",
          "hadoopConfigMap",
          "volumes",
          "driver",
          "executor",
          "deps",
          "restartPolicy",
          "nodeSelector",
          "failureRetries",
          "retryInterval",
          "pythonVersion",
          "memoryOverheadFactor",
          "monitoring",
          "batchScheduler",
          "timeToLiveSeconds",
          "batchSchedulerOptions",
          "sparkUIOptions",
          "driverIngressOptions",
          "dynamicAllocation");
  private static final Set<String> REQUIRED =
      Set.of("type", "sparkVersion", "mainApplicationFile", "driver", "executor");

  private static final Set<String> POD =
      Set.of(
          "template",
          "cores",
          "coreLimit",
          "memory",
          "memoryOverhead",
          "gpu",
          "image",
          "configMaps",
          "secrets",
          "env",
          "envVars",
          "envFrom",
          "envSecretKeyRefs",
          "labels",
          "annotations",
          "volumeMounts",
          "affinity",
          "tolerations",
          "podSecurityContext",
          "securityContext",
          "schedulerName",
          "sidecars",
          "initContainers",
          "hostNetwork",
          "nodeSelector",
          "dnsConfig",
          "terminationGracePeriodSeconds",
          "serviceAccount",
          "hostAliases",
          "shareProcessNamespace",
          "runtimeClassName",
          "coreRequest",
          "javaOptions",
          "lifecycle",
          "ports",
          "priorityClassName");
  private static final Set<String> DRIVER =
      Set.of("podName", "kubernetesMaster", "serviceAnnotations", "serviceLabels");
  private static final Set<String> EXECUTOR = Set.of("instances", "deleteOnTermination");

  private static final Set<String> RESTART =
      Set.of(
          "type",
          "onSubmissionFailureRetries",
          "onFailureRetries",
          "onSubmissionFailureRetryInterval",
          "onFailureRetryInterval");
  private static final Set<String> SCHEDULED =
      Set.of(
          "schedule",
          "template",
          "suspend",
          "concurrencyPolicy",
          "successfulRunHistoryLimit",
          "failedRunHistoryLimit");

  private static final Set<String> CRON_JOB =
      Set.of(
          "schedule",
          "timeZone",
          "concurrencyPolicy",
          "startingDeadlineSeconds",
          "suspend",
          "successfulJobsHistoryLimit",
          "failedJobsHistoryLimit",
          "jobTemplate");
  private static final Set<String> JOB =
      Set.of(
          "activeDeadlineSeconds",
          "backoffLimit",
          "completions",
          "parallelism",
          "podFailurePolicy",
          "template",
          "ttlSecondsAfterFinished");

  static Stream<Map<String, Object>> applications() {
    return Stream.of(
        at(yaml("spark-application.yaml"), "spec"),
        at(yaml("spark-application-gpu.yaml"), "spec"),
        at(yaml("scheduled-spark-application.yaml"), "spec", "template"));
  }

  private static Map<String, Object> yaml(String name) {
    try {
      return map(
          new Load(LoadSettings.builder().setLabel(name).build())
              .loadFromString(Files.readString(FOLDER.resolve(name))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Object value) {
    return (Map<String, Object>) value;
  }

  private static Map<String, Object> at(Map<String, Object> map, String... path) {
    Map<String, Object> found = map;
    for (String key : path) {
      found = map(Objects.requireNonNull(found.get(key), key));
    }
    return found;
  }

  private static List<Map<String, Object>> list(Map<String, Object> map, String key) {
    return ((List<?>) Objects.requireNonNull(map.get(key), key))
        .stream().map(ManifestsTest::map).toList();
  }

  private static Set<String> either(Set<String> some, Set<String> others) {
    Set<String> both = new TreeSet<>(some);
    both.addAll(others);
    return both;
  }

  private static Properties properties(String file) {
    Properties properties = new Properties();
    try (var reader = Files.newBufferedReader(Path.of(file))) {
      properties.load(reader); // as spark-submit loads a properties file
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties;
  }

  @ParameterizedTest
  @MethodSource("applications")
  void theOperatorKnowsEveryField(Map<String, Object> spec) {
    assertThat(SPEC).containsAll(spec.keySet());
    assertThat(spec).containsKeys(REQUIRED.toArray(String[]::new));
    assertThat(spec.get("type")).isEqualTo("Java");
    assertThat(spec.get("mode")).isIn("cluster", "client");
    assertThat(either(POD, DRIVER)).containsAll(at(spec, "driver").keySet());
    assertThat(either(POD, EXECUTOR)).containsAll(at(spec, "executor").keySet());
    assertThat(RESTART).containsAll(at(spec, "restartPolicy").keySet());
    assertThat(at(spec, "restartPolicy").get("type")).isIn("Never", "OnFailure", "Always");
  }

  @ParameterizedTest
  @MethodSource("applications")
  void whatMustBeTextIsText(Map<String, Object> spec) {
    assertThat(at(spec, "sparkConf").values()).allMatch(String.class::isInstance);
    assertThat((List<?>) spec.get("arguments")).allMatch(String.class::isInstance);
    for (String pod : List.of("driver", "executor")) {
      assertThat(at(spec, pod).get("cores")).isInstanceOf(Integer.class);
      assertThat(at(spec, pod).get("memory")).isInstanceOf(String.class);
      assertThat(at(spec, pod).get("memoryOverhead")).isInstanceOf(String.class);
      assertThat(list(at(spec, pod), "env"))
          .allMatch(entry -> entry.get("name") instanceof String)
          .allMatch(entry -> entry.get("value") instanceof String);
    }
  }

  @ParameterizedTest
  @MethodSource("applications")
  void everyExecutorHasOneThreadATaskAndKeepsItsBlocks(Map<String, Object> spec) {
    assertThat(list(at(spec, "executor"), "env"))
        .contains(Map.of("name", "OMP_NUM_THREADS", "value", "1"))
        .contains(Map.of("name", "MALLOC_MMAP_THRESHOLD_", "value", "1073741824"))
        .contains(Map.of("name", "MALLOC_TRIM_THRESHOLD_", "value", "4294967296"))
        .contains(Map.of("name", "MALLOC_TOP_PAD_", "value", "134217728"));
  }

  @Test
  void manifestsNameTheirKinds() {
    assertThat(yaml("spark-application.yaml")).containsEntry("kind", "SparkApplication");
    assertThat(yaml("spark-application-gpu.yaml")).containsEntry("kind", "SparkApplication");
    Map<String, Object> scheduled = yaml("scheduled-spark-application.yaml");
    assertThat(scheduled)
        .containsEntry("apiVersion", "sparkoperator.k8s.io/v1beta2")
        .containsEntry("kind", "ScheduledSparkApplication")
        .containsOnlyKeys("apiVersion", "kind", "metadata", "spec");
    assertThat(SCHEDULED).containsAll(at(scheduled, "spec").keySet());
    assertThat(at(scheduled, "spec").get("concurrencyPolicy")).isIn("Allow", "Forbid", "Replace");
  }

  @ParameterizedTest
  @ValueSource(strings = {"conf/spark-gpu.conf", "deploy/yarn/spark-yarn.conf"})
  void gpusAreAskedForByExecutorsAlone(String file) {
    assertThat(properties(file))
        .containsEntry("spark.executor.resource.gpu.amount", "1")
        .containsKey("spark.executor.resource.gpu.discoveryScript")
        .doesNotContainKey("spark.task.resource.gpu.amount");
    assertThat(at(yaml("spark-application-gpu.yaml"), "spec", "sparkConf"))
        .containsEntry("spark.executor.resource.gpu.amount", "1")
        .containsEntry("spark.executor.resource.gpu.vendor", "nvidia.com")
        .containsEntry("spark.executor.resource.gpu.discoveryScript", "/opt/assay/gpu-discovery.sh")
        .doesNotContainKey("spark.task.resource.gpu.amount");
  }

  @Test
  void onlyWhatANewStartMendsIsStartedAgain() {
    Map<String, Object> cron = yaml("cron-job.yaml");
    Map<String, Object> job = at(cron, "spec", "jobTemplate", "spec");
    Map<String, Object> pod = at(job, "template", "spec");
    List<Map<String, Object>> rules = list(at(job, "podFailurePolicy"), "rules");
    Map<String, Object> exits = at(rules.get(1), "onExitCodes");

    assertThat(cron).containsEntry("apiVersion", "batch/v1").containsEntry("kind", "CronJob");
    assertThat(CRON_JOB).containsAll(at(cron, "spec").keySet());
    assertThat(JOB).containsAll(job.keySet());
    assertThat(pod).as("what a podFailurePolicy asks for").containsEntry("restartPolicy", "Never");
    assertThat(rules.get(0)).containsEntry("action", "Ignore").containsKey("onPodConditions");
    assertThat(rules.get(1)).containsEntry("action", "FailJob");
    assertThat(exits)
        .containsEntry("operator", "NotIn")
        .containsEntry("values", List.of(75, 137, 143))
        .containsEntry("containerName", list(pod, "containers").get(0).get("name"));
  }

  @Test
  void theDriverOfTheCronJobIsBash(@org.junit.jupiter.api.io.TempDir Path folder) throws Exception {
    Map<String, Object> pod =
        at(yaml("cron-job.yaml"), "spec", "jobTemplate", "spec", "template", "spec");
    String script = ((List<?>) list(pod, "containers").get(0).get("args")).get(0).toString();

    // The first attempt finds nothing to resume; the next one finishes what is there.
    Path bin = Files.createDirectories(folder.resolve("bin"));
    Shell.program(
        bin,
        "spark-submit",
        """
        case "$*" in
          *--resume*) echo resume; exit "$RESUMED" ;;
          *--run-id*) echo run; exit "$BEGUN" ;;
        esac
        """);
    String here = script.replace("/opt/spark/bin", bin.toString());

    assertThat(driver(folder, here, 64, 0)).isEqualTo(new Shell(0, "resume\nrun\n"));
    assertThat(driver(folder, here, 64, 75)).isEqualTo(new Shell(75, "resume\nrun\n"));
    assertThat(driver(folder, here, 0, 70)).isEqualTo(new Shell(0, "resume\n"));
    assertThat(driver(folder, here, 75, 70)).isEqualTo(new Shell(75, "resume\n"));
    assertThat(driver(folder, here, 65, 70)).isEqualTo(new Shell(65, "resume\n"));
  }

  private static Shell driver(Path folder, String script, int resumed, int begun)
      throws IOException, InterruptedException {
    return Shell.run(
        folder,
        Map.of(
            "RESUMED",
            String.valueOf(resumed),
            "BEGUN",
            String.valueOf(begun),
            "RUN",
            "r",
            "POD_IP",
            "127.0.0.1",
            "POD_NAME",
            "p",
            "POD_NAMESPACE",
            "n"),
        List.of("/bin/bash", "-uc", script));
  }

  @ParameterizedTest
  @ValueSource(strings = {"resource-types.xml", "yarn-site.xml"})
  void settingsOfYarnAreNamesAndValues(String name) throws Exception {
    var document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(Path.of("deploy/yarn", name).toFile());

    assertThat(document.getDocumentElement().getTagName()).isEqualTo("configuration");
    assertThat(document.getElementsByTagName("name").getLength())
        .isPositive()
        .isEqualTo(document.getElementsByTagName("value").getLength())
        .isEqualTo(document.getElementsByTagName("property").getLength());
  }
}
