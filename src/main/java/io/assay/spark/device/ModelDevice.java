package io.assay.spark.device;

import io.assay.engine.ModelOptions;

/**
 * Where a model runs.
 *
 * @param isGpu whether that is a GPU
 * @param number which of the GPUs that this process sees, from 0; 0 for the CPU
 */
public record ModelDevice(boolean isGpu, int number) {
  /** The CPU. */
  public static final ModelDevice CPU = new ModelDevice(false, 0);

  /** Returns one of the GPUs that this process sees, from 0. */
  public static ModelDevice gpu(int number) {
    return new ModelDevice(true, number);
  }

  /** Returns options for a model that is to run here. */
  ModelOptions of(ModelOptions options) {
    return isGpu
        ? options.withDevice(ModelOptions.Device.GPU).withGpu(number)
        : options.withDevice(ModelOptions.Device.CPU).withGpu(0);
  }

  /** Returns {@code cpu}, {@code gpu-0}, {@code gpu-1}, ... */
  @Override
  public String toString() {
    return isGpu ? "gpu-" + number : "cpu";
  }
}
