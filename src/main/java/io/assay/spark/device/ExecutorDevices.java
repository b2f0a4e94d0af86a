package io.assay.spark.device;

import io.assay.engine.ModelFiles;
import io.assay.engine.ModelOptions;
import io.assay.engine.SeenGpus;
import io.assay.job.ModelSpec.Engine;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.TaskContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The devices of this process, each with the lane on which tasks take turns, whatever their models.
 * One of the places with static state: it lives as long as the JVM, as a device does.
 */
public final class ExecutorDevices {
  private static final Logger LOG = LoggerFactory.getLogger(ExecutorDevices.class);

  private static final DevicePlacement PLACEMENT =
      new DevicePlacement(new OfEngine(), why -> LOG.info("Models run on the CPU: {}", why));

  private static final Map<ModelDevice, DeviceLane> LANES = new ConcurrentHashMap<>();

  private ExecutorDevices() {}

  /**
   * Returns the options with which a model is to be opened in this thread, its device decided: of a
   * task the GPU that Spark gave it.
   *
   * @throws io.assay.AssayException RESOURCE_LACKING if a GPU is demanded and there is none
   */
  public static ModelOptions placed(Engine engine, ModelOptions options) {
    return PLACEMENT.placed(engine, options, Grant.here());
  }

  /** Returns the addresses of the GPUs that this thread's task was given; none without a task. */
  public static List<String> addresses() {
    TaskContext task = TaskContext.get();
    return task == null ? List.of() : Grant.addresses(task);
  }

  /**
   * Returns the lane of the device that a model runs on.
   *
   * @param placed the options with which the model was opened
   */
  public static DeviceLane lane(ModelOptions placed) {
    ModelDevice device =
        placed.device() == ModelOptions.Device.GPU
            ? ModelDevice.gpu(placed.gpu())
            : ModelDevice.CPU;
    return LANES.computeIfAbsent(device, DeviceLane::new);
  }

  /** Returns how each device was used in this process so far: {@code cpu}, {@code gpu-0}, ... */
  public static Map<String, LaneUse> use() {
    Map<String, LaneUse> use = new TreeMap<>();
    LANES.forEach((device, lane) -> use.put(device.toString(), lane.soFar()));
    return use;
  }

  /** What the engine finds. */
  private static final class OfEngine implements DeviceFactory {
    @Override
    public SeenGpus seen() {
      return ModelFiles.seenGpus();
    }

    @Override
    public Optional<String> visible() {
      return Optional.ofNullable(System.getenv("CUDA_VISIBLE_DEVICES"));
    }
  }
}
