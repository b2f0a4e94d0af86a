package io.assay.spark.device;

import io.assay.engine.SeenGpus;
import java.util.Optional;

/** What a process finds of devices. Tests put their own in its place. */
public interface DeviceFactory {
  /**
   * Returns the GPUs that the engine shows this process. The first call may start the engine.
   *
   * @throws io.assay.AssayException RESOURCE_LACKING if the engine cannot be started
   */
  SeenGpus seen();

  /** Returns the list of GPUs that the process was limited to, as CUDA_VISIBLE_DEVICES has it. */
  Optional<String> visible();
}
