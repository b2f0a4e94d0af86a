package io.assay.attribution.perturbation;

/**
 * Weighted means over a background of which some rows were drawn without replacement, and their
 * standard errors. The mean is that of the weighted losses times the size of the background, which
 * is without bias whatever the weights.
 *
 * <p>Source: Cochran (1977), Sampling Techniques, 3rd edition, equations 2.8 and 2.20.
 */
final class DrawnMeans {
  private final double[] sums;
  private final double[] squares; // of what a draw is off the mean so far, by Welford
  private final int[] counts;
  private final int draws;
  private final int references;

  DrawnMeans(int size, int draws, int references) {
    this.sums = new double[size];
    this.squares = new double[size];
    this.counts = new int[size];
    this.draws = draws;
    this.references = references;
  }

  /** Adds the loss of a draw, times its weight, to one of the means. */
  void add(int at, double weighted) {
    double scaled = weighted * references;
    double before = counts[at] == 0 ? scaled : sums[at] / counts[at];
    counts[at]++;
    sums[at] += scaled;
    squares[at] += (scaled - before) * (scaled - sums[at] / counts[at]);
  }

  double[] values() {
    double[] values = new double[sums.length];
    for (int at = 0; at < values.length; at++) {
      values[at] = sums[at] / draws;
    }
    return values;
  }

  /** Returns the means' standard errors: none where the whole background was drawn. */
  double[] standardErrors() {
    double[] errors = new double[sums.length];
    if (draws < references) {
      double left = 1 - (double) draws / references;
      for (int at = 0; at < errors.length; at++) {
        errors[at] = Math.sqrt(left * squares[at] / (draws - 1) / draws);
      }
    }
    return errors;
  }
}
