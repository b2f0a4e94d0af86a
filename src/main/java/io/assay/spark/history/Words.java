package io.assay.spark.history;

import com.samskivert.mustache.Escapers;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** How names and numbers of runs are written. */
public final class Words {
  private static final int DIGITS = 3;
  private static final double PLAIN_FROM = 1e-4;
  private static final double PLAIN_TO = 1e6;

  private Words() {}

  /** Returns a count with commas between the thousands. */
  public static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** Returns three digits, as a power of ten where a number is very large or small. */
  static String rounded(double value) {
    if (!Double.isFinite(value)) {
      return "?";
    }
    double size = Math.abs(value);
    if (size != 0 && (size < PLAIN_FROM || size >= PLAIN_TO)) {
      return String.format(Locale.ROOT, "%.2e", value);
    }
    return size == 0 ? "0" : new BigDecimal(value).round(new MathContext(DIGITS)).toPlainString();
  }

  /** Returns a number of at most three digits with no more decimals than it needs. */
  static String plain(double value) {
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(DIGITS));
    return rounded.stripTrailingZeros().toPlainString();
  }

  /** Returns percent: three digits, at most one decimal from ten on. */
  public static String percent(double share) {
    if (!Double.isFinite(share)) {
      return "?";
    }
    double percent = Math.abs(100 * share);
    int decimals = percent >= 10 || percent == 0 ? 1 : percent >= 1 ? 2 : percent >= 0.1 ? 3 : 4;
    return String.format(Locale.ROOT, "%." + decimals + "f %%", 100 * share);
  }

  /** Returns a difference of shares in percentage points, with its sign. */
  static String points(double difference) {
    if (!Double.isFinite(difference)) {
      return "?";
    }
    String digits = Math.abs(100 * difference) >= 0.1 ? "%+.2f" : "%+.4f";
    return String.format(Locale.ROOT, digits, 100 * difference + 0.0)
        .replaceFirst("^-(0[.]0+)$", "+$1");
  }

  /** Returns a confidence, such as {@code 95 %}. */
  static String confidence(double confidence) {
    return BigDecimal.valueOf(confidence).movePointRight(2).stripTrailingZeros().toPlainString()
        + " %";
  }

  /** Returns a p or a q. */
  static String probability(double p) {
    if (!Double.isFinite(p)) {
      return "?";
    }
    if (p < 1e-99) {
      return p == 0 ? "0" : "<1e-99";
    }
    return p < 0.001
        ? String.format(Locale.ROOT, "%.0e", p)
        : String.format(Locale.ROOT, "%.3f", p);
  }

  /**
   * Returns a name that can do no harm to a terminal: what is no visible character is spelt out.
   */
  static String name(String name) {
    StringBuilder safe = new StringBuilder();
    name.codePoints()
        .forEach(
            point -> {
              if (isVisible(point)) {
                safe.appendCodePoint(point);
              } else {
                safe.append(String.format(Locale.ROOT, "\\u%04x", point));
              }
            });
    return safe.toString();
  }

  private static boolean isVisible(int point) {
    int type = Character.getType(point);
    return type != Character.CONTROL
        && type != Character.FORMAT
        && type != Character.SURROGATE
        && type != Character.LINE_SEPARATOR
        && type != Character.PARAGRAPH_SEPARATOR
        && type != Character.UNASSIGNED;
  }

  /** Returns a text that may stand in HTML and XML: what is no visible character is spelt out. */
  static String markup(String text) {
    return Escapers.HTML.escape(name(text));
  }

  /** Returns a name of at most so many characters; the middle of a longer one is left out. */
  static String name(String name, int most) {
    String safe = name(name);
    if (safe.length() <= most) {
      return safe;
    }
    int end = (most - 1) / 2;
    return safe.substring(0, most - 1 - end) + "…" + safe.substring(safe.length() - end);
  }
}
