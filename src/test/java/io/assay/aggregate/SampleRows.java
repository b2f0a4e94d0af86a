package io.assay.aggregate;

import java.util.Random;

/** Attributions for tests: moderately skewed magnitudes, some correlated, from a fixed seed. */
final class SampleRows {
  private SampleRows() {}

  /** Returns [rows, groups] values, row-major; group j is about 1 / (1 + j / 2) in size. */
  static float[] skewed(long seed, int rows, int groups) {
    Random random = new Random(seed);
    float[] values = new float[rows * groups];
    for (int start = 0; start < values.length; start += groups) {
      double common = random.nextGaussian();
      for (int group = 0; group < groups; group++) {
        double size = Math.exp(0.5 * random.nextGaussian() + 0.3 * common) / (1 + 0.5 * group);
        double sign = random.nextDouble() < 0.5 + 0.05 * group ? 1 : -1;
        values[start + group] = (float) (size * sign);
      }
    }
    return values;
  }

  /** Adds rows {@code from} (inclusive) to {@code to} (exclusive) to a state. */
  static ImportanceState state(float[] values, int groups, int from, int to) {
    ImportanceState state = ImportanceState.empty(groups);
    for (int row = from; row < to; row++) {
      state.add(values, row * groups);
    }
    return state;
  }
}
