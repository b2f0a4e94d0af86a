package io.assay.bench;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Made-up rows on which deep trees find something to split. */
final class TrainingRows {
  private static final long SEED = 5;

  private final int features;
  private final float[] values;
  private final float[] labels;

  private TrainingRows(int features, float[] values, float[] labels) {
    this.features = features;
    this.values = values;
    this.labels = labels;
  }

  /**
   * Draws rows.
   *
   * @return standard normal values, and labels that are a smooth function of some of the features,
   *     with interactions, and noise
   */
  static TrainingRows drawn(int rows, int features) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
    float[] values = new float[rows * features];
    float[] labels = new float[rows];
    for (int row = 0; row < rows; row++) {
      int at = row * features;
      for (int feature = 0; feature < features; feature++) {
        values[at + feature] = (float) random.nextGaussian();
      }
      double sum = 0.3 * random.nextGaussian();
      for (int feature = 0; feature + 2 < features; feature += 3) {
        sum +=
            Math.sin(2 * values[at + feature])
                + values[at + feature + 1] * Math.tanh(values[at + feature + 2]);
      }
      labels[row] = (float) sum;
    }
    return new TrainingRows(features, values, labels);
  }

  /** Returns the values of rows {@code from} (inclusive) to {@code to} (exclusive). */
  float[] some(int from, int to) {
    return Arrays.copyOfRange(values, from * features, to * features);
  }

  int rows() {
    return labels.length;
  }

  int features() {
    return features;
  }

  /** Returns all values, one row behind the other. */
  float[] values() {
    return values;
  }

  float[] labels() {
    return labels;
  }
}
