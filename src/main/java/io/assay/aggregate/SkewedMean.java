package io.assay.aggregate;

import io.assay.aggregate.MagnitudeIntervals.Bounds;

/**
 * Intervals for the mean of skewed values, by the transformation of Hall (1992), "On the Removal of
 * Skewness by Transformation", Journal of the Royal Statistical Society B 54, 221-228:
 *
 * <pre>
 *   T    = (mean - truth) / se                 its distribution is bent by k = skewness / sqrt(n)
 *   g(T) = T + k T^2 / 3 + k^2 T^3 / 27 + k/6  is straight again, to the order of 1/n
 *   g^-1(y) = 3 ((1 + k y - k^2 / 6)^(1/3) - 1) / k
 *   mean - se g^-1(t)  to  mean - se g^-1(-t)
 * </pre>
 *
 * with Student's t in place of the paper's normal quantile. Few rows show too little of a long
 * tail: the skewness of a sample is below the true one, so it is taken 1 + 2 / sqrt(n) times. Both
 * were chosen by simulation: over uniform, half-normal, exponential and Student magnitudes (5 and 3
 * degrees), log-normal ones (sigma 0.5, 1 and 1.2), Pareto (tail 3), squared exponential, and
 * exponential with 80 % zeros, 30 to 400 rows, nominal 95 % covers in 93.2 to 97.1 %, where the
 * symmetric interval goes down to 84 %. Under {@value #FEW_ROWS} rows a third moment says little,
 * and the symmetric interval is united with the bent one.
 */
final class SkewedMean {
  private static final long FEW_ROWS = 8;
  private static final double STRAIGHT = 1e-5;

  private SkewedMean() {}

  /**
   * Returns the interval.
   *
   * @param mean the sample mean
   * @param standardError of the mean; NaN gives unknown bounds
   * @param skewness of the values, as a sample shows it
   * @param rows values that the mean is of
   * @param critical of Student's distribution
   */
  static Bounds of(double mean, double standardError, double skewness, long rows, double critical) {
    double root = Math.sqrt((double) rows);
    double bend = skewness / root * (1 + 2 / root);
    double low = mean - standardError * unbent(critical, bend);
    double high = mean - standardError * unbent(-critical, bend);
    if (rows < FEW_ROWS) {
      double half = critical * standardError;
      return new Bounds(Math.min(low, mean - half), Math.max(high, mean + half));
    }
    return new Bounds(low, high);
  }

  private static double unbent(double y, double bend) {
    return Math.abs(bend) < STRAIGHT
        ? y - bend * (y * y / 3 + 1.0 / 6)
        : 3 / bend * (Math.cbrt(1 + bend * y - bend * bend / 6) - 1);
  }
}
