package io.assay.spark.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.spark.device.GpuSettings.Decision;
import io.assay.spark.device.GpuSettings.Way;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GpuSettingsTest {
  private static final int CORES = 4;

  private static SparkConf settings(String master, String... more) {
    SparkConf settings = new SparkConf(false).set("spark.master", master);
    for (int i = 0; i < more.length; i += 2) {
      settings.set(more[i], more[i + 1]);
    }
    return settings;
  }

  private static SparkConf withGpus(String master, String... more) {
    return settings(master, more).set(GpuSettings.EXECUTOR_AMOUNT, "1");
  }

  private static Decision decide(SparkConf settings) {
    return GpuSettings.decide(settings, () -> CORES);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spark://host:7077",
        "spark://one:7077,two:7077",
        "local-cluster[2,1,1024]",
        "yarn",
        "k8s://https://host:6443"
      })
  void whereSparkHasTaskProfilesTheStageAsksByOne(String master) {
    Decision decision = decide(withGpus(master));

    assertThat(decision.way()).isEqualTo(Way.STAGE);
    assertThat(decision.tasksPerGpu()).isEqualTo(CORES);
    assertThat(decision.reason()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "local[2]", "local[*]", "local[*,3]", "mesos://host:5050"})
  void whereSparkHasNoneTheStageAsksForNothing(String master) {
    Decision decision = decide(withGpus(master));

    assertThat(decision.way()).isEqualTo(Way.NONE);
    assertThat(decision.reason()).contains(master);
  }

  @Test
  void withoutGpusNothingIsAsked() {
    assertThat(decide(settings("yarn")).reason()).contains(GpuSettings.EXECUTOR_AMOUNT);
    assertThat(decide(settings("yarn", GpuSettings.EXECUTOR_AMOUNT, "0")).way())
        .isEqualTo(Way.NONE);
  }

  @Test
  void whoSetsAnAmountForEveryTaskIsObeyed() {
    assertThat(decide(withGpus("yarn", GpuSettings.TASK_AMOUNT, "0.25")).way())
        .isEqualTo(Way.EVERY_TASK);
    assertThat(decide(withGpus("yarn", GpuSettings.TASK_AMOUNT, "0")).way()).isEqualTo(Way.STAGE);
  }

  @Test
  void executorsThatComeAndGoGiveGpusToEveryTaskOrNone() {
    SparkConf dynamic = withGpus("yarn", "spark.dynamicAllocation.enabled", "true");

    assertThat(decide(dynamic).way()).isEqualTo(Way.NONE);
    assertThat(decide(dynamic).reason()).contains(GpuSettings.TASK_AMOUNT);
    assertThat(decide(dynamic.set(GpuSettings.TASK_AMOUNT, "0.5")).way()).isEqualTo(Way.EVERY_TASK);
  }

  @ParameterizedTest
  @CsvSource({"4, 1, 1, 4", "4, 1, 2, 2", "5, 1, 2, 3", "8, 2, 1, 4", "1, 1, 1, 1", "1, 1, 4, 1"})
  void asManyTasksShareAGpuAsKeepEveryCoreAtWork(
      String cores, String taskCpus, String gpus, int tasks) {
    SparkConf settings =
        withGpus("yarn", "spark.executor.cores", cores, "spark.task.cpus", taskCpus)
            .set(GpuSettings.EXECUTOR_AMOUNT, gpus);

    assertThat(decide(settings).tasksPerGpu()).isEqualTo(tasks);
  }

  @Test
  void aGivenNumberOfTasksShareAGpu() {
    assertThat(decide(withGpus("yarn", GpuSettings.TASKS_A_GPU, "2")).tasksPerGpu()).isEqualTo(2);
    assertThat(decide(withGpus("yarn", GpuSettings.TASKS_A_GPU, "0")).tasksPerGpu()).isEqualTo(1);
  }

  @Test
  void soManySharesFitInAGpuAsTasksAreToShareIt() {
    for (int tasks = 1; tasks <= 256; tasks++) {
      double share = new Decision(Way.STAGE, tasks, "").share();

      assertThat(Math.floor(1 / share)).as("tasks").isEqualTo(tasks);
      assertThat(tasks * (long) (share * 1e16))
          .as("in Spark's parts")
          .isLessThanOrEqualTo((long) 1e16);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "local[*]", "local[2,4]"})
  void onALocalMasterGpuSettingsAreDropped(String master) {
    SparkConf settings =
        withGpus(
            master,
            GpuSettings.TASK_AMOUNT,
            "1",
            "spark.driver.resource.gpu.amount",
            "1",
            "spark.executor.resource.fpga.amount",
            "1");

    assertThat(GpuSettings.dropOnLocal(settings))
        .containsExactlyInAnyOrder(
            GpuSettings.EXECUTOR_AMOUNT,
            GpuSettings.TASK_AMOUNT,
            "spark.driver.resource.gpu.amount");
    assertThat(settings.contains(GpuSettings.EXECUTOR_AMOUNT)).isFalse();
    assertThat(settings.contains("spark.executor.resource.fpga.amount")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"local-cluster[2,1,1024]", "spark://host:7077", "yarn"})
  void onAClusterGpuSettingsStay(String master) {
    SparkConf settings = withGpus(master);

    assertThat(GpuSettings.dropOnLocal(settings)).isEmpty();
    assertThat(settings.contains(GpuSettings.EXECUTOR_AMOUNT)).isTrue();
  }
}
