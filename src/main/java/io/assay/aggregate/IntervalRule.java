package io.assay.aggregate;

/**
 * How intervals of importance are made.
 *
 * @param kind what they rest on
 * @param confidence of each two-sided interval, over 0 and under 1, such as 0.95
 * @param largest for strict intervals: the largest |attribution| there can be, of any row and
 *     group, score units, over 0; else infinite
 */
public record IntervalRule(Kind kind, double confidence, double largest) {
  /** What intervals rest on. */
  public enum Kind {
    /** The normal limit, corrected for skewness: right for many rows. */
    ASYMPTOTIC,
    /** Bounded magnitudes: right for any number of rows, looked at any number of times. */
    STRICT
  }

  /** An error that all rows share, such as that of the background. */
  public interface SharedError {
    /** There is none. */
    SharedError NONE =
        new SharedError() {
          @Override
          public SharedError scaled(double... sizes) {
            return this;
          }

          @Override
          public int degrees() {
            return 0;
          }

          @Override
          public double covariance(int group, int other) {
            return 0;
          }
        };

    /**
     * Returns the same relative error of groups of other sizes.
     *
     * @param sizes a mean magnitude a group
     */
    SharedError scaled(double... sizes);

    /** Returns the degrees of freedom of the covariances; 0 if there is no error. */
    int degrees();

    /**
     * Returns the covariance of the errors of two groups' mean magnitudes; the group after the last
     * is the sum of all.
     */
    double covariance(int group, int other);
  }

  /** Checks the ranges. */
  public IntervalRule {
    if (!(confidence > 0 && confidence < 1)) {
      throw new IllegalArgumentException("confidence is " + confidence + "; need 0 to 1, both out");
    }
    if (!(largest > 0)) {
      throw new IllegalArgumentException("largest is " + largest + "; need a number over 0");
    }
    if (kind == Kind.STRICT && largest == Double.POSITIVE_INFINITY) {
      throw new IllegalArgumentException("strict intervals need a finite largest attribution");
    }
  }

  /**
   * Returns intervals that are right in the limit of many rows.
   *
   * @throws IllegalArgumentException if the confidence is out of range
   */
  public static IntervalRule asymptotic(double confidence) {
    return new IntervalRule(Kind.ASYMPTOTIC, confidence, Double.POSITIVE_INFINITY);
  }

  /**
   * Returns intervals that are right for any number of rows.
   *
   * @param largest the largest |attribution| there can be, score units
   * @throws IllegalArgumentException if either number is out of range
   */
  public static IntervalRule strict(double confidence, double largest) {
    return new IntervalRule(Kind.STRICT, confidence, largest);
  }
}
