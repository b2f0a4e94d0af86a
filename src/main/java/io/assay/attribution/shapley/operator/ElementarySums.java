package io.assay.attribution.shapley.operator;

/** Elementary symmetric sums: over all sets of so many numbers, the sum of their products. */
final class ElementarySums {
  /** The highest order. */
  static final int HIGHEST = 2 * Prior.ORDERS - 1;

  private ElementarySums() {}

  /** Returns the sums of orders 0 to 5. */
  static double[] of(double[] numbers) {
    double[] sums = new double[HIGHEST + 1];
    sums[0] = 1;
    for (double number : numbers) {
      for (int order = HIGHEST; order > 0; order--) {
        sums[order] += number * sums[order - 1];
      }
    }
    return sums;
  }

  /**
   * Adds a number to each of many lists.
   *
   * @param sums [6, lists], those of orders 0 to 5
   * @param times the numbers are this one times those of {@code signs}
   * @param signs of the lists, from {@code offset} on
   * @param lists how many of them
   */
  static void add(double[][] sums, double times, double[] signs, int offset, int lists) {
    double[] one = sums[1];
    double[] two = sums[2];
    double[] three = sums[3];
    double[] four = sums[4];
    double[] five = sums[5];
    for (int i = 0; i < lists; i++) {
      double number = times * signs[offset + i];
      five[i] += number * four[i];
      four[i] += number * three[i];
      three[i] += number * two[i];
      two[i] += number * one[i];
      one[i] += number;
    }
  }
}
