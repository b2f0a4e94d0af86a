package io.assay.global.surrogate;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Thresholds that people can read: between two values, a number of as few digits as possible. */
final class RoundNumber {
  /** A threshold stays off both values by this share of their distance, if it can. */
  private static final double MARGIN = 0.25;

  /** Digits that tell any two float32 numbers apart. */
  private static final int MOST_DIGITS = 9;

  private RoundNumber() {}

  /**
   * Returns the number of fewest digits in the middle half between two others; where rounding
   * leaves no such number, the lower one.
   *
   * @param low finite
   * @param high finite, above it
   * @return at least low, and under high
   */
  static float between(float low, float high) {
    double margin = MARGIN * ((double) high - low);
    double middle = ((double) low + high) / 2;
    for (int digits = 1; digits <= MOST_DIGITS; digits++) {
      MathContext rounding = new MathContext(digits, RoundingMode.HALF_EVEN);
      double rounded = new BigDecimal(middle).round(rounding).doubleValue();
      float threshold = (float) rounded;
      boolean isBetween = rounded >= low + margin && rounded <= high - margin;
      if (isBetween && threshold >= low && threshold < high) {
        return threshold;
      }
    }
    float threshold = (float) middle;
    return threshold >= low && threshold < high ? threshold : low;
  }
}
