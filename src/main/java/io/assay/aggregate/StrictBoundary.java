package io.assay.aggregate;

/**
 * How far the sum of bounded values strays from its expectation at any time, with a given
 * probability. With values x_i of a range c and their predictions p_i from the values before,
 *
 * <pre>
 *   S_n  = sum (x_i - truth),  V_n = sum (x_i - p_i)^2,  psi(l) = -log(1 - l) - l
 *   M_n  = sum_k w_k exp(l_k S_n / c - psi(l_k) V_n / c^2),  0 < l_k < 1, sum_k w_k = 1
 * </pre>
 *
 * is at most a martingale from 1 (Fan, Grama and Liu (2015), "Exponential inequalities for
 * martingales with applications", lemma 4.1), so that it ever reaches 1/e with a probability of at
 * most e (Ville). Howard, Ramdas, McAuliffe and Sekhon (2021), "Time-uniform, nonparametric,
 * nonasymptotic confidence sequences", Annals of Statistics 49(2), arXiv:1810.08240, theorem 4,
 * with a mixture of discrete l_k = 0.9 / 2^(k/2) in place of a density; w_k is proportional to the
 * root of l_k. The boundary is 1.8 to 2 times z sqrt(V) for V/c^2 of 30 to 1e6 at 95 %, 2.2 times
 * for 10.
 */
final class StrictBoundary {
  private static final int TERMS = 30;
  private static final double FIRST = 0.9;
  private static final int BISECTIONS = 60;
  private static final double EULER = 0.5772156649015329;

  private static final double[] SLOPES = new double[TERMS];
  private static final double[] COSTS = new double[TERMS];
  private static final double[] LOG_WEIGHTS = new double[TERMS];

  static {
    double sum = 0;
    for (int k = 0; k < TERMS; k++) {
      SLOPES[k] = FIRST * Math.pow(2, -k / 2.0);
      COSTS[k] = -Math.log1p(-SLOPES[k]) - SLOPES[k];
      sum += Math.sqrt(SLOPES[k]);
    }
    for (int k = 0; k < TERMS; k++) {
      LOG_WEIGHTS[k] = Math.log(Math.sqrt(SLOPES[k]) / sum);
    }
  }

  private StrictBoundary() {}

  /**
   * Says whether a sum is beyond the boundary.
   *
   * @param sum S_n
   * @param squares V_n or more
   * @param range c
   * @param error the probability e
   */
  static boolean isBeyond(double sum, double squares, double range, double error) {
    return logMixture(sum / range, squares / (range * range)) >= -Math.log(error);
  }

  /** Returns the least sum that is beyond the boundary, but for 1e-15 of it. */
  static double of(double squares, double range, double error) {
    double v = squares / (range * range);
    double goal = -Math.log(error);
    double low = 0;
    double high = 1;
    while (logMixture(high, v) < goal) {
      low = high;
      high *= 2;
    }
    for (int i = 0; i < BISECTIONS; i++) {
      double middle = (low + high) / 2;
      if (logMixture(middle, v) < goal) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high * range;
  }

  private static double logMixture(double s, double v) {
    double greatest = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < TERMS; k++) {
      greatest = Math.max(greatest, LOG_WEIGHTS[k] + SLOPES[k] * s - COSTS[k] * v);
    }
    double sum = 0;
    for (int k = 0; k < TERMS; k++) {
      sum += Math.exp(LOG_WEIGHTS[k] + SLOPES[k] * s - COSTS[k] * v - greatest);
    }
    return greatest + Math.log(sum);
  }

  /**
   * Returns a bound of V_n in whatever order the values came, where p_1 is 0 and p_i the mean of
   * the values before. With d_i = x_i - p_i,
   *
   * <pre>
   *   C   = sum (x_i - mean)^2 = sum_{i > 1} d_i^2 (i - 1) / i
   *   V_n = d_1^2 + C + sum_{i > 1} d_i^2 / i
   * </pre>
   *
   * and the last sum, given C and d_i^2 of at most R^2, is greatest if the first values are the
   * ones that stray: for every k it is at most R^2 ((H_k - 1)(1 + 1/k) - 1 + 1/k) + C/k with H_k
   * the harmonic number, by duality of linear programs.
   *
   * @param centred C, the sum of squared distances from the mean
   * @param spread R, which neither a value nor the distance of two of them exceeds
   */
  static double squares(double centred, double spread) {
    double squared = spread * spread;
    if (squared == 0) {
      return 0;
    }
    double strays = centred / squared;
    double k = Math.max(1, Math.rint(strays + Math.log1p(strays)));
    double harmonic = k == 1 ? 1 : Math.log(k) + EULER + 1 / (2 * k);
    double first = squared * ((harmonic - 1) * (1 + 1 / k) - 1 + 1 / k);
    return squared + centred + Math.max(0, first) + centred / k;
  }
}
