package io.assay.attribution.shapley.surrogate;

import java.util.Arrays;

/** The values of each feature, told apart at 255 thresholds at most. */
final class Bins {
  private static final int MOST_THRESHOLDS = 255;

  private final double[][] thresholds; // [features][], ascending
  private final byte[][] codes; // [features][inputs] how many thresholds a value exceeds

  private Bins(double[][] thresholds, byte[][] codes) {
    this.thresholds = thresholds;
    this.codes = codes;
  }

  static Bins of(LabelledInputs all) {
    double[][] thresholds = new double[all.features()][];
    byte[][] codes = new byte[all.features()][all.size()];
    float[] column = new float[all.size()];
    for (int feature = 0; feature < all.features(); feature++) {
      for (int i = 0; i < column.length; i++) {
        column[i] = all.inputs()[i * all.features() + feature];
      }
      thresholds[feature] = thresholds(column);
      for (int i = 0; i < column.length; i++) {
        codes[feature][i] = (byte) above(column[i], thresholds[feature]);
      }
    }
    return new Bins(thresholds, codes);
  }

  /** Midway between neighbours; of many distinct values, as many inputs in each bin. */
  private static double[] thresholds(float[] column) {
    float[] sorted = column.clone();
    Arrays.sort(sorted); // NaN comes last
    double[] found = new double[sorted.length];
    int size = 0;
    for (int i = 1; i < sorted.length && !Float.isNaN(sorted[i]); i++) {
      if (sorted[i - 1] < sorted[i]) {
        found[size++] = midway(sorted[i - 1], sorted[i]);
      }
    }
    if (size <= MOST_THRESHOLDS) {
      return Arrays.copyOf(found, size);
    }
    double[] spread = new double[MOST_THRESHOLDS];
    for (int i = 0; i < MOST_THRESHOLDS; i++) {
      int at = (int) ((i + 1L) * sorted.length / (MOST_THRESHOLDS + 1));
      spread[i] = midway(sorted[at - 1], sorted[at]);
    }
    return Arrays.stream(spread).filter(value -> !Double.isNaN(value)).distinct().toArray();
  }

  /** Never at or above the higher, so that every threshold parts its neighbours. */
  private static double midway(float low, float high) {
    double middle = ((double) low + high) / 2;
    return Double.isInfinite(middle) ? low : middle;
  }

  private static int above(float value, double[] thresholds) {
    int from = 0;
    int to = thresholds.length;
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (value <= thresholds[middle]) {
        to = middle;
      } else {
        from = middle + 1;
      }
    }
    return from;
  }

  int features() {
    return codes.length;
  }

  /** Returns how many bins a feature has. */
  int bins(int feature) {
    return thresholds[feature].length + 1;
  }

  /** Returns the bin of each input. */
  byte[] codes(int feature) {
    return codes[feature];
  }

  /** Returns what the values of a bin and those below do not exceed, others do. */
  double threshold(int feature, int bin) {
    return thresholds[feature][bin];
  }
}
