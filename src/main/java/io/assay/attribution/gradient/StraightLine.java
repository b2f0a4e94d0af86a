package io.assay.attribution.gradient;

import io.assay.tensor.Tensor;

/**
 * The straight line from a reference row, at 0, to an explained row, at 1.
 *
 * @param input the explained rows, [rows, ...]
 * @param row which of them
 * @param references the reference rows, [references, ...]
 * @param reference which of them
 */
record StraightLine(Tensor input, int row, Tensor references, int reference) {
  int length() {
    return input.rowLength();
  }

  /** Returns how far each feature moves from start to end, in its own unit. */
  double[] distances() {
    float[] ends = input.values();
    float[] starts = references.values();
    double[] distances = new double[length()];
    for (int feature = 0; feature < distances.length; feature++) {
      distances[feature] =
          (double) ends[row * distances.length + feature]
              - starts[reference * distances.length + feature];
    }
    return distances;
  }

  /** Writes the point at {@code at}, 0 to 1. */
  void write(double at, float[] into, int offset) {
    float[] ends = input.values();
    float[] starts = references.values();
    int length = length();
    int end = row * length;
    int start = reference * length;
    for (int feature = 0; feature < length; feature++) {
      double from = starts[start + feature];
      into[offset + feature] = (float) (from + at * (ends[end + feature] - from));
    }
  }
}
