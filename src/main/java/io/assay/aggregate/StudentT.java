package io.assay.aggregate;

/**
 * Critical values of Student's t distribution.
 *
 * <p>Up to 200 degrees of freedom the finite trigonometric series of Abramowitz and Stegun (1964,
 * 26.7.3 and 26.7.4) is inverted by bisection; above that the expansion 26.7.5 around the normal
 * quantile is used, whose relative error there is under 1e-7 for tails down to 1e-9.
 */
public final class StudentT {
  private static final long EXPANSION_FROM = 200;
  private static final int BISECTIONS = 200;

  private StudentT() {}

  /**
   * Returns the t that is exceeded with a given probability.
   *
   * @param tail probability above t, over 0 and at most 0.5
   * @param degrees degrees of freedom, at least 1
   * @throws IllegalArgumentException if either is out of its range
   */
  public static double critical(double tail, long degrees) {
    if (!(tail > 0 && tail <= 0.5) || degrees < 1) {
      throw new IllegalArgumentException(
          "tail is " + tail + " with " + degrees + " degrees of freedom; need 0 < tail <= 0.5, 1+");
    }
    return degrees < EXPANSION_FROM ? inverted(tail, (int) degrees) : expanded(tail, degrees);
  }

  private static double inverted(double tail, int degrees) {
    double inside = 1 - 2 * tail;
    double low = 0;
    double high = 1;
    while (central(high, degrees) < inside && high < Double.MAX_VALUE / 2) {
      low = high;
      high *= 2;
    }
    for (int i = 0; i < BISECTIONS && low < high; i++) {
      double middle = low + (high - low) / 2;
      if (middle <= low || middle >= high) {
        return high;
      }
      if (central(middle, degrees) < inside) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  /** Returns P(|T| <= t). */
  private static double central(double t, int degrees) {
    double angle = Math.atan(t / Math.sqrt(degrees));
    double cosine = Math.cos(angle);
    boolean odd = degrees % 2 == 1;
    double term = odd ? cosine : 1;
    double sum = degrees == 1 ? 0 : term;
    for (int power = odd ? 3 : 2; power <= degrees - 2; power += 2) {
      term *= cosine * cosine * (power - 1) / power;
      sum += term;
    }
    double series = Math.sin(angle) * sum;
    return odd ? 2 / Math.PI * (angle + series) : series;
  }

  private static double expanded(double tail, long degrees) {
    double z = Normal.critical(tail);
    double s = z * z;
    double first = z * (s + 1) / 4;
    double second = z * ((5 * s + 16) * s + 3) / 96;
    double third = z * (((3 * s + 19) * s + 17) * s - 15) / 384;
    double fourth = z * ((((79 * s + 776) * s + 1482) * s - 1920) * s - 945) / 92_160;
    double inverse = 1.0 / degrees;
    return z + inverse * (first + inverse * (second + inverse * (third + inverse * fourth)));
  }
}
