package io.assay.engine.torchscript;

import io.assay.model.LayerGradient;
import io.assay.model.Target;
import io.assay.tensor.Tensor;
import java.nio.FloatBuffer;

/** Scores, a layer's values and gradients with respect to them, batch by batch. */
final class LayerResults {
  private final int rows;
  private final Target target;
  private final int slots;
  private final int length;
  private final int columns;
  private final float[] scores;
  private final float[] values;
  private final float[] gradients;

  /**
   * Makes room.
   *
   * @param length values of the layer a row
   * @param columns of the outputs
   */
  LayerResults(int rows, Target target, int length, int columns) {
    this.rows = rows;
    this.target = target;
    this.slots = target.slots();
    this.length = length;
    this.columns = columns;
    this.scores = new float[Math.multiplyExact(rows, slots)];
    this.values = new float[Math.multiplyExact(rows, length)];
    this.gradients = new float[Math.multiplyExact(scores.length, length)];
  }

  /** Runs the backward passes of a batch and keeps what comes out. */
  void take(Pass pass, int start, int count) {
    FloatBuffer outputs = pass.outputs();
    pass.leafValues().get(values, start * length, count * length);
    for (int slot = 0; slot < slots; slot++) {
      int chosen = slot;
      FloatBuffer gradient = pass.gradient(row -> target.column(start + row, chosen));
      for (int row = 0; row < count; row++) {
        int place = (start + row) * slots + slot;
        gradient.get(row * length, gradients, place * length, length);
        scores[place] = outputs.get(row * columns + target.column(start + row, slot));
      }
    }
  }

  /** Returns all of it, the layer in its shape. */
  LayerGradient asGradient(int[] shape) {
    int[] valueShape = new int[shape.length + 1];
    int[] gradientShape = new int[shape.length + 2];
    valueShape[0] = rows;
    gradientShape[0] = rows;
    gradientShape[1] = slots;
    System.arraycopy(shape, 0, valueShape, 1, shape.length);
    System.arraycopy(shape, 0, gradientShape, 2, shape.length);
    return new LayerGradient(
        Tensor.of(scores, rows, slots),
        Tensor.of(values, valueShape),
        Tensor.of(gradients, gradientShape));
  }
}
