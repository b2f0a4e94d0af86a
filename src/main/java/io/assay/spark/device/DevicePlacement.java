package io.assay.spark.device;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.engine.ModelOptions;
import io.assay.engine.SeenGpus;
import io.assay.job.ModelSpec.Engine;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Chooses the device that a model runs on: the GPU that Spark gave the task, or the CPU. A job that
 * wants any device hears once in each process why it is the CPU; one that wants a GPU fails without
 * it. The driver of a cluster, which is to check a job and not to run it, needs none.
 */
final class DevicePlacement {
  private final DeviceFactory factory;
  private final Consumer<String> log;
  private final Set<String> said = ConcurrentHashMap.newKeySet();

  /**
   * Prepares choices.
   *
   * @param log takes the line that says why a model runs on the CPU
   */
  DevicePlacement(DeviceFactory factory, Consumer<String> log) {
    this.factory = factory;
    this.log = log;
  }

  /** Returns whether an engine runs models on GPUs. */
  static boolean canUseGpus(Engine engine) {
    return switch (engine) {
      case TORCHSCRIPT -> true;
      case ONNX, SPARK_ML, XGBOOST, LIGHTGBM -> false;
    };
  }

  /** A device, or why it is not to be had. */
  private record Found(Optional<ModelDevice> device, String lacking) {
    static Found of(ModelDevice device) {
      return new Found(Optional.of(device), "");
    }

    static Found none(String reason) {
      return new Found(Optional.empty(), reason);
    }
  }

  /**
   * Returns the options with which a model is to be opened, its device decided.
   *
   * @param grant what Spark gave the work that opens it
   * @throws AssayException RESOURCE_LACKING if a GPU is demanded and there is none
   */
  ModelOptions placed(Engine engine, ModelOptions options, Grant grant) {
    boolean isDemanded = options.device() == ModelOptions.Device.GPU;
    if (options.device() == ModelOptions.Device.CPU || (isDemanded && !canUseGpus(engine))) {
      return options; // an engine that has no GPUs says so itself
    }
    if (grant.holder() == Grant.Holder.DRIVER) {
      checkExecutors(isDemanded, grant);
      return ModelDevice.CPU.of(options);
    }
    Found found =
        canUseGpus(engine)
            ? find(grant)
            : Found.none("models of engine " + key(engine) + " run on the CPU alone");
    if (isDemanded && found.device().isEmpty()) {
      throw lacking(found.lacking());
    }
    if (found.device().isEmpty() && said.add(found.lacking())) {
      log.accept(found.lacking());
    }
    return found.device().orElse(ModelDevice.CPU).of(options);
  }

  private static void checkExecutors(boolean isDemanded, Grant grant) {
    if (isDemanded && grant.lacking().isPresent()) {
      throw lacking(grant.lacking().get());
    }
  }

  private static AssayException lacking(String reason) {
    return new AssayException(
        ErrorCode.RESOURCE_LACKING,
        "Cannot run on a GPU: %s; give executors a GPU and the CUDA natives, or"
            + " set model.device to auto or cpu",
        reason);
  }

  private Found find(Grant grant) {
    boolean isLocal = grant.holder() == Grant.Holder.LOCAL;
    if (!isLocal && grant.addresses().isEmpty()) {
      return Found.none(
          "Spark gave the task none: " + grant.lacking().orElse("its stage asked for none"));
    }
    SeenGpus seen = factory.seen();
    if (!seen.hasCuda()) {
      return Found.none("libtorch here is built for the CPU alone");
    }
    if (seen.count() == 0) {
      return Found.none("CUDA shows this process no GPU");
    }
    return isLocal
        ? Found.of(ModelDevice.gpu(grant.slot() % seen.count()))
        : given(grant.addresses(), seen);
  }

  private Found given(List<String> addresses, SeenGpus seen) {
    String address = addresses.get(0);
    Optional<String> visible = factory.visible();
    OptionalInt number = GpuAddress.number(address, visible, seen);
    return number.isPresent()
        ? Found.of(ModelDevice.gpu(number.getAsInt()))
        : Found.none(
            "Spark gave the task the GPU %s, CUDA shows this process %d, CUDA_VISIBLE_DEVICES is %s"
                .formatted(address, seen.count(), visible.orElse("not set")));
  }

  private static String key(Engine engine) {
    return engine.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
