package io.assay.engine;

import io.assay.model.ModelSignature.Unit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a job says about a model file, and how the model is to run.
 *
 * @param inputShape sizes of one row's input without the row axis, each at least 1
 * @param unit what an output value is
 * @param outputNames names of the output columns in order; empty for output_0, output_1, ...
 * @param device where the model runs
 * @param batchRows rows in one call of the model at most, 1 to 65,536
 * @param gpu which of the GPUs that this process sees, from 0; read only where a GPU is taken
 * @param inputType what the model takes; rows are float32 in Java whatever it is
 * @param layers selectors of layers to prepare, beside every submodule's value; see {@link
 *     io.assay.model.Layered}
 * @param outputTensor which of a model's outputs is explained; empty for the first that fits. Read
 *     only where a model names its outputs
 */
public record ModelOptions(
    List<Integer> inputShape,
    Unit unit,
    List<String> outputNames,
    Device device,
    int batchRows,
    int gpu,
    InputType inputType,
    List<String> layers,
    Optional<String> outputTensor) {
  private static final int STANDARD_BATCH_ROWS = 512;
  private static final int MOST_BATCH_ROWS = 65_536;

  /** Where a model runs. */
  public enum Device {
    /** A GPU if there is one, else the CPU. */
    AUTO,
    /** The CPU. */
    CPU,
    /** A GPU, or fail. */
    GPU
  }

  /** What a model takes. */
  public enum InputType {
    /** Numbers. */
    FLOAT32,
    /** Ids, such as those of tokens: whole numbers below 2^24. */
    INT64
  }

  /** Copies the lists and checks the sizes. */
  public ModelOptions {
    inputShape = List.copyOf(inputShape);
    outputNames = List.copyOf(outputNames);
    layers = List.copyOf(layers);
    if (inputShape.isEmpty() || inputShape.stream().anyMatch(size -> size < 1)) {
      throw new IllegalArgumentException(
          "inputShape is " + inputShape + "; need one size of at least 1 for each axis of a row");
    }
    if (batchRows < 1 || batchRows > MOST_BATCH_ROWS) {
      throw new IllegalArgumentException("batchRows is " + batchRows + "; need 1 to 65536");
    }
    if (gpu < 0) {
      throw new IllegalArgumentException("gpu is " + gpu + "; need 0 or more");
    }
  }

  /** Takes numbers, the first GPU where a GPU is taken, and prepares no further layers. */
  public ModelOptions(
      List<Integer> inputShape, Unit unit, List<String> outputNames, Device device, int batchRows) {
    this(
        inputShape,
        unit,
        outputNames,
        device,
        batchRows,
        0,
        InputType.FLOAT32,
        List.of(),
        Optional.empty());
  }

  /**
   * Returns the defaults for rows of a shape: logits with numbered names, on the CPU or a GPU as it
   * comes, 512 rows a batch.
   */
  public static ModelOptions ofShape(Integer... inputShape) {
    return new ModelOptions(
        Arrays.asList(inputShape), Unit.LOGIT, List.of(), Device.AUTO, STANDARD_BATCH_ROWS);
  }

  /** Returns these options for another device. */
  public ModelOptions withDevice(Device chosen) {
    return new ModelOptions(
        inputShape, unit, outputNames, chosen, batchRows, gpu, inputType, layers, outputTensor);
  }

  /** Returns these options for a GPU. */
  public ModelOptions withGpu(int number) {
    return with(number, inputType, layers, outputTensor);
  }

  /** Returns these options for calls of another size. */
  public ModelOptions withBatchRows(int rows) {
    return new ModelOptions(
        inputShape, unit, outputNames, device, rows, gpu, inputType, layers, outputTensor);
  }

  /** Returns these options for another type of input. */
  public ModelOptions withInputType(InputType type) {
    return with(gpu, type, layers, outputTensor);
  }

  /** Returns these options with layers to prepare. */
  public ModelOptions withLayers(List<String> selectors) {
    return with(gpu, inputType, selectors, outputTensor);
  }

  /** Returns these options with the output to explain, or with the first that fits. */
  public ModelOptions withOutputTensor(Optional<String> name) {
    return with(gpu, inputType, layers, name);
  }

  private ModelOptions with(
      int number, InputType type, List<String> selectors, Optional<String> output) {
    return new ModelOptions(
        inputShape, unit, outputNames, device, batchRows, number, type, selectors, output);
  }
}
