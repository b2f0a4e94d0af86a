package io.assay.fakes;

import io.assay.model.Differentiable;
import io.assay.model.ModelSignature;
import io.assay.model.ScoredGradient;
import io.assay.model.Target;
import io.assay.tensor.Tensor;
import java.util.List;
import java.util.SplittableRandom;

/** A small ReLU network in float64, [features] to [hidden] to two outputs, weights from a seed. */
public final class SmallRelu implements Differentiable {
  private static final int OUTPUTS = 2;

  private final int features;
  private final double[][] inner; // [hidden][features + 1], bias last
  private final double[][] outer; // [outputs][hidden]

  private SmallRelu(int features, double[][] inner, double[][] outer) {
    this.features = features;
    this.inner = inner;
    this.outer = outer;
  }

  /** Draws a network; the same seed gives the same one, always. */
  public static SmallRelu of(int features, int hidden, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return new SmallRelu(
        features, matrix(random, hidden, features + 1), matrix(random, OUTPUTS, hidden));
  }

  private static double[][] matrix(SplittableRandom random, int rows, int columns) {
    double[][] matrix = new double[rows][columns];
    for (double[] row : matrix) {
      for (int column = 0; column < columns; column++) {
        row[column] = 2 * random.nextDouble() - 1;
      }
    }
    return matrix;
  }

  @Override
  public ModelSignature signature() {
    return new ModelSignature(List.of(features), List.of("no", "yes"), ModelSignature.Unit.LOGIT);
  }

  @Override
  public Tensor outputs(Tensor input) {
    double[] outputs = new double[input.rows() * OUTPUTS];
    for (int row = 0; row < input.rows(); row++) {
      for (int unit = 0; unit < inner.length; unit++) {
        double active = Math.max(0, drive(unit, input.values(), row * features));
        for (int output = 0; output < OUTPUTS; output++) {
          outputs[row * OUTPUTS + output] += outer[output][unit] * active;
        }
      }
    }
    return Tensor.of(outputs, input.rows(), OUTPUTS);
  }

  private double drive(int unit, float[] input, int row) {
    double sum = inner[unit][features];
    for (int feature = 0; feature < features; feature++) {
      sum += inner[unit][feature] * input[row + feature];
    }
    return sum;
  }

  @Override
  public ScoredGradient gradient(Tensor input, Target target) {
    int slots = target.slots();
    double[] gradients = new double[input.rows() * slots * features];
    for (int row = 0; row < input.rows(); row++) {
      for (int slot = 0; slot < slots; slot++) {
        addGradient(
            input.values(),
            row * features,
            outer[target.column(row, slot)],
            gradients,
            (row * slots + slot) * features);
      }
    }
    return new ScoredGradient(
        score(input, target), Tensor.of(gradients, input.rows(), slots, features));
  }

  private void addGradient(float[] input, int row, double[] weights, double[] into, int at) {
    for (int unit = 0; unit < inner.length; unit++) {
      double drive = drive(unit, input, row);
      if (!(drive <= 0)) { // a drive that is not a number makes a gradient that is none
        double gate = Double.isNaN(drive) ? Double.NaN : 1;
        for (int feature = 0; feature < features; feature++) {
          into[at + feature] += gate * weights[unit] * inner[unit][feature];
        }
      }
    }
  }

  @Override
  public void close() {}
}
