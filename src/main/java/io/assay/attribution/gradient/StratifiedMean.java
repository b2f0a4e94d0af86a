package io.assay.attribution.gradient;

/**
 * Means of numbers that are sampled once in each of equal parts of an interval, and the means' own
 * variance, number by number.
 *
 * <p>One sample a part leaves no spread within a part to look at. The variance of a sample within
 * its part is estimated from successive second differences, (a - 2 b + c)^2 / 6, which is unbiased
 * where the numbers change evenly over three parts and too large where they bend or jump, never too
 * small on average but at the two ends; with two parts from the first difference, (a - b)^2 / 2,
 * which is too large unless they do not change.
 *
 * <p>Source: Wolter (2007), Introduction to Variance Estimation, 2nd edition, doi
 * 10.1007/978-0-387-35099-8, section 8.2 (estimators v2 and v4).
 */
final class StratifiedMean {
  private final int parts;
  private final double[] sums;
  private final double[] squares;
  private double[] before; // one part ago
  private double[] further; // two parts ago
  private int added;

  /**
   * Starts with no part.
   *
   * @param parts how many there will be, 2 at least
   * @param size how many numbers are sampled at once
   */
  StratifiedMean(int parts, int size) {
    this.parts = parts;
    this.sums = new double[size];
    this.squares = new double[size];
    this.before = new double[size];
    this.further = new double[size];
  }

  /** Adds the numbers of the next part; they are copied. */
  void add(double[] numbers) {
    for (int at = 0; at < sums.length; at++) {
      sums[at] += numbers[at];
      if (parts == 2 && added == 1) {
        double first = numbers[at] - before[at];
        squares[at] = first * first / 2;
      } else if (added >= 2) {
        double second = numbers[at] - 2 * before[at] + further[at];
        squares[at] += second * second / 6;
      }
    }
    double[] oldest = further;
    further = before;
    before = oldest;
    System.arraycopy(numbers, 0, before, 0, numbers.length);
    added++;
  }

  /** Returns whether every part has been added. */
  boolean isFull() {
    return added == parts;
  }

  /** Returns the mean of a number over the parts. */
  double mean(int at) {
    return sums[at] / parts;
  }

  /** Returns the variance of that mean. */
  double variance(int at) {
    return squares[at] / Math.max(1, parts - 2) / parts;
  }
}
