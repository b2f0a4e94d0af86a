package io.assay.bench;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Made-up rows on which deep trees find something to split.
 *
 * @param rows how many
 * @param features of a row
 * @param values one row behind the other, standard normal
 * @param labels a smooth function of some of the features, with interactions, and noise
 */
record TrainingRows(int rows, int features, float[] values, float[] labels) {
  private static final long SEED = 5;

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
    return new TrainingRows(rows, features, values, labels);
  }

  /** Returns the values of rows {@code from} (inclusive) to {@code to} (exclusive). */
  float[] some(int from, int to) {
    return Arrays.copyOfRange(values, from * features, to * features);
  }
}
