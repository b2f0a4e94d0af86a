package io.assay.aggregate;

/**
 * The magnitude of an attribution that is known up to noise. The noise of an estimate lifts its
 * magnitude, |x + noise| being above |x| on average; what is computed here does so far less, so
 * that means over rows are about what they would be without noise.
 *
 * <pre>
 *   T f(x) = E f(x + s z)                      z standard normal, s the standard error
 *   |x|    = (I - (I - T))^-1 T |x|            what undoes the noise, as a series in I - T
 *   a(x)   = (I + (I - T) + (I - T)^2) |x|     its first three terms
 *          = 3 |x| - 3 m(x, s) + m(x, sqrt(2) s)
 *   m(x,s) = E |x + s z| = |x| + s h(|x| / s)  the mean of the folded normal distribution
 *   h(t)   = 2 (phi(t) - t Phi(-t))
 * </pre>
 *
 * A magnitude may come out a little under 0; there is no function of a single noisy value whose
 * mean is exactly |x|. The mean of |estimate| over rows of density p is too large by p(0) s^2 for
 * small s. Of the mean of a(x), where p is smooth over the width of s, what is left is of the order
 * of s^6; rows that are exactly 0 in truth and not in the estimate keep half of their lift. For
 * normal attributions of standard deviation 1 the mean magnitude 0.798 is estimated as 0.823, 0.892
 * and 1.128 by |x| with standard errors of 0.25, 0.5 and 1, and as 0.798, 0.800 and 0.835 by a(x).
 * The variance of a(x) is 1.01, 1.12 and 1.4 times that of |x|.
 *
 * <p>Source: the folded normal distribution is Leone, Nelson and Nottingham's (1961), Technometrics
 * 3, doi 10.1080/00401706.1961.10489974; the series is that of iterated bootstrap bias correction,
 * Hall and Martin (1988), Biometrika 75, doi 10.1093/biomet/75.4.661.
 */
public final class Magnitude {
  private static final double SQRT_2 = Math.sqrt(2);

  /** Beyond so many standard errors from 0, noise lifts by under 1e-8 of a standard error. */
  private static final double FAR = 5.5;

  private static final double[] TAIL = {
    0.31938153, -0.356563782, 1.781477937, -1.821255978, 1.330274429
  };
  private static final double TAIL_SCALE = 0.2316419;

  private Magnitude() {}

  /**
   * Returns the magnitude a(x).
   *
   * @param value the estimate x
   * @param standardError s, 0 or more; with 0 the magnitude is |x| exactly
   */
  public static float of(float value, float standardError) {
    double size = Math.abs(value);
    if (size >= SQRT_2 * FAR * standardError) {
      return (float) size;
    }
    double wide = SQRT_2 * standardError;
    double once = standardError * lift(size / standardError);
    double twice = wide * lift(size / wide);
    return (float) (size - 3 * once + twice);
  }

  /** Returns h(t), by formula 26.2.17 of Abramowitz and Stegun (1964), to 1e-6. */
  private static double lift(double distance) {
    if (distance >= FAR) {
      return 0;
    }
    double density = Math.exp(-distance * distance / 2) / Math.sqrt(2 * Math.PI);
    double k = 1 / (1 + TAIL_SCALE * distance);
    double tail = 0;
    for (int power = TAIL.length - 1; power >= 0; power--) {
      tail = (tail + TAIL[power]) * k;
    }
    return 2 * density * (1 - distance * tail);
  }
}
