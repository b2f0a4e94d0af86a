package io.assay.fakes;

import java.util.SplittableRandom;

/** Weights from a seed, and the matrices of some linear layers. */
final class Draws {
  private final SplittableRandom random;

  Draws(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** Returns numbers from -1 to 1. */
  double[] vector(int length) {
    return random.doubles(length).map(draw -> 2 * draw - 1).toArray();
  }

  /** Returns numbers from -1 to 1. */
  double[][] matrix(int rows, int columns) {
    double[][] matrix = new double[rows][];
    for (int row = 0; row < rows; row++) {
      matrix[row] = vector(columns);
    }
    return matrix;
  }

  /**
   * Returns the matrix of a 3 x 3 convolution that keeps the size.
   *
   * @param kernels [channels out][channels in * 9]
   */
  static double[][] convolution(double[][] kernels, int channels, int size) {
    int area = size * size;
    double[][] matrix = new double[kernels.length * area][channels * area];
    for (int at = 0; at < kernels.length * area * channels * 9; at++) {
      int tap = at % 9;
      int channel = at / 9 % channels;
      int unit = at / 9 / channels;
      int y = unit % area / size + tap / 3 - 1;
      int x = unit % size + tap % 3 - 1;
      if (y >= 0 && y < size && x >= 0 && x < size) {
        matrix[unit][channel * area + y * size + x] = kernels[unit / area][channel * 9 + tap];
      }
    }
    return matrix;
  }

  /** Returns the matrix that takes means of {@code step} x {@code step}. */
  static double[][] pooling(int channels, int size, int step) {
    int small = size / step;
    double[][] matrix = new double[channels * small * small][channels * size * size];
    for (int i = 0; i < channels * size * size; i++) {
      int y = i % (size * size) / size / step;
      int x = i % size / step;
      matrix[(i / (size * size) * small + y) * small + x][i] = 1.0 / (step * step);
    }
    return matrix;
  }

  /** Returns the matrix that applies a small one to each of {@code tokens} vectors. */
  static double[][] each(double[][] weights, int tokens) {
    int out = weights.length;
    int in = weights[0].length;
    double[][] matrix = new double[tokens * out][tokens * in];
    for (int token = 0; token < tokens; token++) {
      for (int unit = 0; unit < out; unit++) {
        System.arraycopy(weights[unit], 0, matrix[token * out + unit], token * in, in);
      }
    }
    return matrix;
  }
}
