package io.assay.aggregate;

/**
 * Student's t distribution with any number of degrees of freedom, whole or not: tails and critical
 * values, as the test of Welch needs them.
 *
 * <p>Under 100 degrees of freedom the tail is the regularised incomplete beta function, by the
 * continued fraction of Abramowitz and Stegun (1964, 26.5.8); from there on the normal deviate of
 * Hill (1970), "Algorithm 395: Student's t-distribution", Communications of the ACM 13, whose
 * relative error there is under 1e-4 in tails down to 1e-50. Tails keep their digits down to
 * 1e-300.
 */
public final class StudentTail {
  private static final double EXPANSION_FROM = 100;
  private static final double CONVERGED = 1e-15;
  private static final double TINY = 1e-300;
  private static final int MOST_TERMS = 500;
  private static final int MOST_STEPS = 200;
  private static final double NORMAL_FRACTION_FROM = 3;

  private StudentTail() {}

  /**
   * Returns P(|T| >= |t|).
   *
   * @param degrees degrees of freedom, 1 or more
   */
  public static double twoSided(double t, double degrees) {
    if (!(degrees >= 1)) {
      throw new IllegalArgumentException(
          "there are " + degrees + " degrees of freedom; need 1 or more");
    }
    double square = t * t;
    if (Double.isInfinite(square)) {
      return 0;
    }
    return degrees < EXPANSION_FROM
        ? incompleteBeta(
            degrees / 2, 0.5, degrees / (degrees + square), square / (degrees + square))
        : 2 * normalTail(deviate(square, degrees));
  }

  /**
   * Returns the t that |T| exceeds with a given probability.
   *
   * @param bothTails the probability, over 0 and under 1
   * @param degrees degrees of freedom, 1 or more
   */
  public static double critical(double bothTails, double degrees) {
    double t =
        Normal.critical(bothTails / 2); // from the left, where Newton's steps never overshoot
    for (int step = 0; step < MOST_STEPS; step++) {
      double move = (twoSided(t, degrees) - bothTails) / (2 * density(t, degrees));
      t += move;
      if (Math.abs(move) <= 1e-12 * Math.max(1, t)) {
        return t;
      }
    }
    return t;
  }

  private static double density(double t, double degrees) {
    double log =
        logGamma((degrees + 1) / 2)
            - logGamma(degrees / 2)
            - 0.5 * Math.log(degrees * Math.PI)
            - (degrees + 1) / 2 * Math.log1p(t * t / degrees);
    return Math.exp(log);
  }

  /** Returns the normal deviate that is exceeded as often as |t|. */
  private static double deviate(double square, double degrees) {
    double a = degrees - 0.5;
    double b = 48 * a * a;
    double y = a * Math.log1p(square / degrees);
    double inner = (((-0.4 * y - 3.3) * y - 24) * y - 85.5) / (0.8 * y * y + 100 + b) + y + 3;
    return (inner / b + 1) * Math.sqrt(y);
  }

  /** Returns the probability above a standard normal deviate of 0 or more. */
  static double normalTail(double z) {
    double density = Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
    if (z < NORMAL_FRACTION_FROM) {
      double term = z;
      double sum = z;
      for (int n = 3; term > CONVERGED * sum; n += 2) {
        term *= z * z / n;
        sum += term;
      }
      return 0.5 - density * sum;
    }
    double fraction = z;
    for (int n = 120; n >= 1; n--) {
      fraction = z + n / fraction;
    }
    return density / fraction;
  }

  /** Returns I_x(a, b). */
  private static double incompleteBeta(double a, double b, double x, double rest) {
    if (rest == 0) {
      return 1;
    }
    double log = logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log(rest);
    double front = Math.exp(log);
    return x < (a + 1) / (a + b + 2)
        ? front * fraction(a, b, x) / a
        : 1 - front * fraction(b, a, rest) / b;
  }

  /** The continued fraction of the incomplete beta function, by Lentz's method. */
  private static double fraction(double a, double b, double x) {
    double c = 1;
    double d = 1 / away(1 - (a + b) * x / (a + 1));
    double product = d;
    for (int m = 1; m <= MOST_TERMS; m++) {
      double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
      d = 1 / away(1 + even * d);
      c = away(1 + even / c);
      product *= d * c;
      double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
      d = 1 / away(1 + odd * d);
      c = away(1 + odd / c);
      product *= d * c;
      if (Math.abs(d * c - 1) < CONVERGED) {
        return product;
      }
    }
    return product;
  }

  private static double away(double value) {
    return Math.abs(value) < TINY ? TINY : value;
  }

  /** Returns ln Gamma(x), x over 0, by Stirling's series from 10 on; relative error under 1e-13. */
  private static double logGamma(double x) {
    double shift = 0;
    double at = x;
    while (at < 10) {
      shift += Math.log(at);
      at++;
    }
    double s = 1 / (at * at);
    double series =
        (1.0 / 12 - s * (1.0 / 360 - s * (1.0 / 1260 - s * (1.0 / 1680 - s / 1188)))) / at;
    return (at - 0.5) * Math.log(at) - at + 0.5 * Math.log(2 * Math.PI) + series - shift;
  }
}
