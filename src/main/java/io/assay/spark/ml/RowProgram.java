package io.assay.spark.ml;

import io.assay.model.ModelSignature.Unit;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a pipeline does to one row, as steps over numbered values. It holds the stages' own
 * functions and constants, and nothing of the session that it was made in.
 *
 * @param model the model's path, for messages
 * @param inputs the columns it starts from; column i is value i
 * @param width how many numbers an encoded row has
 * @param steps in the order they are to be taken
 * @param output the value that holds the outputs, a number or a vector
 * @param outputs names of the outputs, in order
 * @param unit what an output is
 * @param forest the same as trees over the encoded row; null if it is something else
 */
record RowProgram(
    String model,
    List<PipelineInput> inputs,
    int width,
    List<Step> steps,
    int output,
    List<String> outputs,
    Unit unit,
    @Nullable CarriedForest forest)
    implements Serializable {
  RowProgram {
    inputs = List.copyOf(inputs);
    steps = List.copyOf(steps);
    outputs = List.copyOf(outputs);
  }

  /** What becomes of a step's value. */
  enum Kind {
    /** It is the value of that number. */
    VALUE,
    /** Unless it is true, the pipeline drops the row. */
    CONDITION
  }

  /**
   * A step.
   *
   * @param kind what becomes of its value
   * @param register the number of its value
   * @param formula how it comes about
   */
  record Step(Kind kind, int register, Formula formula) implements Serializable {}

  /** Returns how many values there are. */
  int registers() {
    return inputs.size() + steps.size();
  }
}
