package io.assay.global;

import io.assay.aggregate.StudentT;

/**
 * A number and how sure it is.
 *
 * @param value the number
 * @param se its standard error; NaN if it is not known
 * @param low the interval's lower end; NaN if it is not known
 * @param high the upper end
 */
public record Estimate(double value, double se, double low, double high) {
  /** A number that is no estimate. */
  public static Estimate exact(double value) {
    return new Estimate(value, 0, value, value);
  }

  /** A number of which nobody knows how sure it is. */
  public static Estimate unsure(double value) {
    return new Estimate(value, Double.NaN, Double.NaN, Double.NaN);
  }

  /**
   * A number with a standard error, and Student's interval around it.
   *
   * @param se 0 or more, or NaN
   * @param degrees degrees of freedom behind the standard error; under 1 it is not known
   * @param confidence of the interval, over 0 and under 1
   */
  public static Estimate of(double value, double se, long degrees, double confidence) {
    if (degrees < 1 || Double.isNaN(se)) {
      return unsure(value);
    }
    double half = se == 0 ? 0 : StudentT.critical((1 - confidence) / 2, degrees) * se;
    return new Estimate(value, se, value - half, value + half);
  }

  /** The mean of numbers, with Student's interval; of one number nothing else is known. */
  public static Estimate ofMean(double[] values, double confidence) {
    int count = values.length;
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    double mean = sum / count;
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    double se = count < 2 ? Double.NaN : Math.sqrt(squares / (count - 1) / count);
    return of(mean, se, count - 1L, confidence);
  }

  /** Returns this estimate cut at a bound that the number cannot go below. */
  public Estimate atLeast(double bound) {
    return new Estimate(value, se, Math.max(bound, low), Math.max(bound, high));
  }
}
