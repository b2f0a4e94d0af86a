package io.assay.report.picture;

import java.math.BigDecimal;
import java.math.MathContext;

/** Numbers as pictures write them: three significant digits. */
final class ScaleText {
  private ScaleText() {}

  /** A value with its sign, and a dash for none. */
  static String signed(double value) {
    if (!Double.isFinite(value)) {
      return "\u2013";
    }
    String sign = value < 0 ? "\u2212" : value > 0 ? "+" : "";
    return sign + magnitude(Math.abs(value));
  }

  /** A value, with a sign only if it is negative. */
  static String plain(double value) {
    return (value < 0 ? "\u2212" : "") + magnitude(Math.abs(value));
  }

  private static String magnitude(double value) {
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(3)).stripTrailingZeros();
    int exponent = rounded.precision() - rounded.scale() - 1;
    if (rounded.signum() == 0 || (exponent >= -4 && exponent < 6)) {
      return rounded.toPlainString();
    }
    return rounded.movePointLeft(exponent).stripTrailingZeros().toPlainString() + "e" + exponent;
  }
}
