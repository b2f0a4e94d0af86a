package io.assay.spark.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.engine.ModelOptions;
import io.assay.engine.ModelOptions.Device;
import io.assay.engine.SeenGpus;
import io.assay.job.ModelSpec.Engine;
import io.assay.spark.device.Grant.Holder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DevicePlacementTest {
  private static final String NO_AMOUNT = "spark.executor.resource.gpu.amount is not set";

  private final List<String> log = new ArrayList<>();

  /** A process with GPUs that need not be there. */
  private record FakeDevices(SeenGpus seen, Optional<String> visible) implements DeviceFactory {}

  private DevicePlacement with(boolean hasCuda, int gpus) {
    return new DevicePlacement(
        new FakeDevices(new SeenGpus(hasCuda, gpus), Optional.empty()), log::add);
  }

  private static ModelOptions wanting(Device device) {
    return ModelOptions.ofShape(4).withDevice(device);
  }

  private static Grant task(String... addresses) {
    return new Grant(
        Holder.TASK,
        List.of(addresses),
        0,
        addresses.length == 0 ? Optional.of(NO_AMOUNT) : Optional.empty());
  }

  private static Grant local(int slot) {
    return new Grant(Holder.LOCAL, List.of(), slot, Optional.of("the master is local"));
  }

  private static Grant driver(Optional<String> lacking) {
    return new Grant(Holder.DRIVER, List.of(), 0, lacking);
  }

  private static void assertOnCpu(ModelOptions placed) {
    assertThat(placed.device()).isEqualTo(Device.CPU);
    assertThat(placed.gpu()).isZero();
  }

  private static void assertOnGpu(int number, ModelOptions placed) {
    assertThat(placed.device()).isEqualTo(Device.GPU);
    assertThat(placed.gpu()).isEqualTo(number);
  }

  @ParameterizedTest
  @EnumSource(
      value = Device.class,
      names = {"AUTO", "GPU"})
  void aTaskTakesTheGpuThatSparkGaveIt(Device device) {
    DevicePlacement placement = with(true, 4);

    assertOnGpu(3, placement.placed(Engine.TORCHSCRIPT, wanting(device), task("3")));
    assertOnGpu(1, placement.placed(Engine.TORCHSCRIPT, wanting(device), task("1", "2")));
    assertThat(log).isEmpty();
  }

  @Test
  void twoTasksOnOneGpuOpenOneModelAndOnTwoGpusTwo() {
    DevicePlacement placement = with(true, 2);
    ModelOptions options = wanting(Device.AUTO);

    ModelOptions first = placement.placed(Engine.TORCHSCRIPT, options, task("0"));

    assertThat(placement.placed(Engine.TORCHSCRIPT, options, task("0"))).isEqualTo(first);
    assertThat(placement.placed(Engine.TORCHSCRIPT, options, task("1"))).isNotEqualTo(first);
  }

  @Test
  void withoutAGpuAnyDeviceIsTheCpuAndOneLineSaysWhy() {
    DevicePlacement placement = with(true, 4);

    for (int attempt = 0; attempt < 5; attempt++) {
      assertOnCpu(placement.placed(Engine.TORCHSCRIPT, wanting(Device.AUTO), task()));
    }

    assertThat(log).containsExactly("Spark gave the task none: " + NO_AMOUNT);
  }

  @Test
  void tasksThatFallBackTogetherSayItOnce() {
    DevicePlacement placement = with(false, 0);
    List<String> together = Collections.synchronizedList(log);
    DevicePlacement shared =
        new DevicePlacement(
            new FakeDevices(new SeenGpus(false, 0), Optional.empty()), together::add);

    IntStream.range(0, 64)
        .parallel()
        .forEach(
            i -> assertOnCpu(shared.placed(Engine.TORCHSCRIPT, wanting(Device.AUTO), task("0"))));

    assertThat(together).containsExactly("libtorch here is built for the CPU alone");
    assertOnCpu(placement.placed(Engine.TORCHSCRIPT, wanting(Device.AUTO), local(0)));
  }

  @Test
  void everyReasonForTheCpuIsTold() {
    with(false, 0).placed(Engine.TORCHSCRIPT, wanting(Device.AUTO), task("0"));
    with(true, 0).placed(Engine.TORCHSCRIPT, wanting(Device.AUTO), task("0"));
    with(true, 2).placed(Engine.TORCHSCRIPT, wanting(Device.AUTO), task("GPU-7"));
    with(true, 2).placed(Engine.ONNX, wanting(Device.AUTO), task("0"));
    with(true, 2).placed(Engine.SPARK_ML, wanting(Device.AUTO), local(0));

    assertThat(log)
        .containsExactly(
            "libtorch here is built for the CPU alone",
            "CUDA shows this process no GPU",
            "Spark gave the task the GPU GPU-7, CUDA shows this process 2, CUDA_VISIBLE_DEVICES is"
                + " not set",
            "models of engine onnx run on the CPU alone",
            "models of engine spark-ml run on the CPU alone");
  }

  @Test
  void aGpuThatIsDemandedAndLackingFailsWithAdvice() {
    for (DevicePlacement placement : List.of(with(false, 0), with(true, 0))) {
      for (Grant grant : List.of(task(), task("0"), local(0))) {
        assertThatExceptionOfType(AssayException.class)
            .isThrownBy(() -> placement.placed(Engine.TORCHSCRIPT, wanting(Device.GPU), grant))
            .withMessageStartingWith("Cannot run on a GPU: ")
            .withMessageEndingWith(
                "; give executors a GPU and the CUDA natives, or set model.device to auto or cpu")
            .extracting(AssayException::code)
            .isEqualTo(ErrorCode.RESOURCE_LACKING);
      }
    }
    assertThat(log).isEmpty();
  }

  @Test
  void theCpuIsNeverExplained() {
    ModelOptions options = wanting(Device.CPU);

    assertThat(with(true, 2).placed(Engine.TORCHSCRIPT, options, task("1"))).isSameAs(options);
    assertThat(with(true, 2).placed(Engine.ONNX, options, task())).isSameAs(options);
    assertThat(log).isEmpty();
  }

  @Test
  void theDriverOfAClusterNeedsNoGpuIfItsExecutorsHaveThem() {
    DevicePlacement placement = with(false, 0);

    assertOnCpu(
        placement.placed(Engine.TORCHSCRIPT, wanting(Device.GPU), driver(Optional.empty())));
    assertOnCpu(
        placement.placed(Engine.TORCHSCRIPT, wanting(Device.AUTO), driver(Optional.of(NO_AMOUNT))));
    assertThatExceptionOfType(AssayException.class)
        .isThrownBy(
            () ->
                placement.placed(
                    Engine.TORCHSCRIPT, wanting(Device.GPU), driver(Optional.of(NO_AMOUNT))))
        .withMessageContaining(NO_AMOUNT);
    assertThat(log).isEmpty();
  }

  @Test
  void tasksOfTheOnlyProcessSpreadOverWhatItSees() {
    DevicePlacement placement = with(true, 2);

    for (int slot = 0; slot < 6; slot++) {
      assertOnGpu(
          slot % 2, placement.placed(Engine.TORCHSCRIPT, wanting(Device.AUTO), local(slot)));
    }
  }

  @Test
  void anEngineWithoutGpusIsLeftToRefuseThemItself() {
    ModelOptions options = wanting(Device.GPU);

    assertThat(with(true, 2).placed(Engine.ONNX, options, task("0"))).isSameAs(options);
  }
}
