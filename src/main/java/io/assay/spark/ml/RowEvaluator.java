package io.assay.spark.ml;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.linalg.Vector;
import org.jspecify.annotations.Nullable;

/** A program at work, for one thread at a time. */
final class RowEvaluator {
  private final List<PipelineInput> inputs;
  private final RowProgram.Step[] steps;
  private final Formula.Opened[] opened;
  private final @Nullable Object[] registers;
  private final int output;
  private final int outputs;

  RowEvaluator(RowProgram program) {
    this.inputs = program.inputs();
    this.steps = program.steps().toArray(RowProgram.Step[]::new);
    this.opened =
        program.steps().stream().map(step -> step.formula().open()).toArray(Formula.Opened[]::new);
    this.registers = new @Nullable Object[program.registers()];
    this.output = program.output();
    this.outputs = program.outputs().size();
  }

  /**
   * Computes a row's outputs; all are NaN if the pipeline drops the row or gives null.
   *
   * @param rows the numbers of encoded rows
   * @param start where the row begins
   * @param results where the outputs go
   * @param at from where on
   */
  void compute(float[] rows, int start, float[] results, int at) {
    for (int i = 0; i < inputs.size(); i++) {
      registers[i] = inputs.get(i).value(rows, start);
    }
    for (int i = 0; i < steps.length; i++) {
      Object value = opened[i].value(registers);
      registers[steps[i].register()] = value;
      if (steps[i].kind() == RowProgram.Kind.CONDITION && !Boolean.TRUE.equals(value)) {
        Arrays.fill(results, at, at + outputs, Float.NaN);
        return;
      }
    }
    write(registers[output], results, at);
  }

  private void write(@Nullable Object value, float[] results, int at) {
    if (value == null) {
      Arrays.fill(results, at, at + outputs, Float.NaN);
    } else if (value instanceof Vector vector) {
      if (vector.size() != outputs) {
        throw new IllegalStateException(
            "it gives " + vector.size() + " outputs where it says it has " + outputs);
      }
      for (int i = 0; i < outputs; i++) {
        results[at + i] = (float) vector.apply(i);
      }
    } else {
      results[at] = ((Number) value).floatValue();
    }
  }
}
