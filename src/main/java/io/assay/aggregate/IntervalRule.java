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
