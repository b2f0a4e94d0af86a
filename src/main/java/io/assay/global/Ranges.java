package io.assay.global;

import java.math.BigDecimal;

/** What options of global methods may be. */
public final class Ranges {
  private Ranges() {}

  /**
   * Checks an option.
   *
   * @param method the method's key
   * @param option the option's key
   * @throws IllegalArgumentException if it is out of its range, or no number
   */
  public static void check(String method, String option, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw new IllegalArgumentException(
          "%s.%s is %s; need %s to %s"
              .formatted(method, option, plain(value), plain(least), plain(most)));
    }
  }

  private static String plain(double value) {
    return Double.isFinite(value)
        ? BigDecimal.valueOf(value).stripTrailingZeros().toPlainString()
        : String.valueOf(value);
  }
}
