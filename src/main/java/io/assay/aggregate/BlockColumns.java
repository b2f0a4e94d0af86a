package io.assay.aggregate;

import java.util.Arrays;

/**
 * A block of rows laid out by columns, in which sums run along memory. It is working memory: states
 * that are filled by one thread may share one, since each uses it for one block at a time.
 */
public final class BlockColumns {
  /** Columns are so much longer than their rows that they do not meet in a cache. */
  private static final int GAP = 16;

  private static final float[] NONE = {};

  private int rows;
  private int groups;
  private int stride;
  private float[] values = NONE;
  private double[] sizes = new double[0];
  private double[] products = new double[0];

  /** Creates columns that take memory as blocks need it. */
  public BlockColumns() {}

  /**
   * Takes rows in.
   *
   * @param source signed values; a row is {@code size} long; -0 becomes 0
   * @param starts where each row begins
   * @param from the first of them
   */
  void take(float[] source, int[] starts, int from, int count, int size) {
    room(count, size);
    for (int row = 0; row < rows; row++) {
      int start = starts[from + row];
      for (int group = 0, to = row; group < groups; group++, to += stride) {
        values[to] = source[start + group] + 0.0f;
      }
    }
    for (int group = 0; group < groups; group++) {
      takeSizes(group * stride);
    }
  }

  private void takeSizes(int start) {
    for (int i = start; i < start + rows; i++) {
      sizes[i] = Math.abs(values[i]);
    }
  }

  /** Takes the magnitudes of the rows taken before, which are not those of their values. */
  void takeMagnitudes(float[] magnitudes) {
    for (int row = 0; row < rows; row++) {
      for (int group = 0, to = row; group < groups; group++, to += stride) {
        sizes[to] = magnitudes[row * groups + group];
      }
    }
  }

  private void room(int count, int size) {
    rows = count;
    groups = size;
    stride = count + GAP;
    int columns = PairProducts.padded(groups + 1);
    if (values.length < groups * stride) {
      values = new float[groups * stride];
    }
    if (sizes.length < columns * stride) {
      sizes = new double[columns * stride];
    }
    Arrays.fill(sizes, groups * stride, columns * stride, 0);
  }

  int rows() {
    return rows;
  }

  int groups() {
    return groups;
  }

  /** Returns signed values, for reading only. */
  float[] values() {
    return values;
  }

  /** Returns where the values of a group begin. */
  int start(int group) {
    return group * stride;
  }

  /** Returns the mean of a group's values. */
  double mean(int group) {
    int start = start(group);
    int end = start + rows;
    double first = 0;
    double second = 0;
    double third = 0;
    double fourth = 0;
    int i = start;
    for (; i < end - 3; i += 4) {
      first += values[i];
      second += values[i + 1];
      third += values[i + 2];
      fourth += values[i + 3];
    }
    for (; i < end; i++) {
      first += values[i];
    }
    return ((first + second) + (third + fourth)) / rows;
  }

  /** Returns the sum of the squared distances of a group's values from their mean. */
  double squares(int group, double mean) {
    int start = start(group);
    int end = start + rows;
    double even = 0;
    double odd = 0;
    int i = start;
    for (; i < end - 1; i += 2) {
      double one = values[i] - mean;
      double other = values[i + 1] - mean;
      even += one * one;
      odd += other * other;
    }
    if (i < end) {
      double last = values[i] - mean;
      even += last * last;
    }
    return even + odd;
  }

  /** Returns how many of a group's values are over 0. */
  int positives(int group) {
    int positives = 0;
    for (int i = start(group); i < start(group) + rows; i++) {
      positives += -Float.floatToRawIntBits(values[i]) >>> (Integer.SIZE - 1);
    }
    return positives;
  }

  /** Returns the mean of a group's magnitudes, and counts them from it from now on. */
  double centre(int group) {
    int start = start(group);
    int end = start + rows;
    double first = 0;
    double second = 0;
    double third = 0;
    double fourth = 0;
    int i = start;
    for (; i < end - 3; i += 4) {
      first += sizes[i];
      second += sizes[i + 1];
      third += sizes[i + 2];
      fourth += sizes[i + 3];
    }
    for (; i < end; i++) {
      first += sizes[i];
    }
    double mean = ((first + second) + (third + fourth)) / rows;
    centre(start, mean);
    return mean;
  }

  private void centre(int start, double mean) {
    int total = start(groups);
    for (int row = 0; row < rows; row++) {
      double distance = sizes[start + row] - mean;
      sizes[start + row] = distance;
      sizes[total + row] += distance;
    }
  }

  /**
   * Returns the sums of the products of every two groups' centred magnitudes, as a square matrix
   * whose lower half counts; the group after the last is the total of all.
   */
  double[] products() {
    int columns = PairProducts.padded(groups + 1);
    if (products.length < columns * columns) {
      products = new double[columns * columns];
    }
    PairProducts.of(sizes, stride, rows, columns, products);
    return products;
  }

  /** Returns how many columns {@link #products} has. */
  int productColumns() {
    return PairProducts.padded(groups + 1);
  }

  /**
   * Returns the magnitudes as {@link #centre} left them, for reading only; the group after the last
   * is the total of all.
   */
  double[] centred() {
    return sizes;
  }

  /** Returns how far the columns of two groups are apart. */
  int stride() {
    return stride;
  }

  /** Returns the sum of the products of two groups' centred magnitudes. */
  double product(int group, int other) {
    int start = start(group);
    int distance = start(other) - start;
    double even = 0;
    double odd = 0;
    int i = start;
    for (; i < start + rows - 1; i += 2) {
      even += sizes[i] * sizes[i + distance];
      odd += sizes[i + 1] * sizes[i + 1 + distance];
    }
    if (i < start + rows) {
      even += sizes[i] * sizes[i + distance];
    }
    return even + odd;
  }
}
