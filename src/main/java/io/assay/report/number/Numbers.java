package io.assay.report.number;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.stream.DoubleStream;

/** How the report writes numbers for people: rounded, aligned, with a dash for "no number". */
public final class Numbers {
  /** Stands where there is no number. */
  public static final String NONE = "\u2013";

  private static final int DIGITS = 4;
  private static final MathContext CHART_DIGITS = new MathContext(6);
  private static final int DECIMALS_AT_MOST = 9;
  private static final double SECONDS_A_MINUTE = 60;
  private static final long SECONDS_AN_HOUR = 3600;

  private Numbers() {}

  /** Returns a count with commas between the thousands. */
  public static String count(long count) {
    return minus(String.format(Locale.ROOT, "%,d", count));
  }

  /** Returns a count and its noun, such as "1 row" or "2,000 rows". */
  public static String count(long count, String noun) {
    return count(count) + " " + noun + (count == 1 ? "" : "s");
  }

  /** Returns a number that may be small or a count: whole, with commas, from a hundred on. */
  public static String many(double value) {
    return Double.isFinite(value) && value >= 100 ? count(Math.round(value)) : rounded(value);
  }

  /** Returns four significant digits, as a power of ten where it is very large or small. */
  public static String rounded(double value) {
    if (!Double.isFinite(value)) {
      return NONE;
    }
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(DIGITS)).stripTrailingZeros();
    int exponent = rounded.precision() - rounded.scale() - 1;
    boolean isPlain = rounded.signum() == 0 || (exponent >= -DIGITS && exponent < 2 * DIGITS - 2);
    return minus(isPlain ? rounded.toPlainString() : scientific(rounded, exponent));
  }

  private static String scientific(BigDecimal value, int exponent) {
    return value.movePointLeft(exponent).stripTrailingZeros().toPlainString() + "e" + exponent;
  }

  /** Returns a share as a percentage with one decimal. */
  public static String percent(double share) {
    return Double.isFinite(share)
        ? minus(String.format(Locale.ROOT, "%.1f\u00a0%%", 100 * share))
        : NONE;
  }

  /** Returns the two ends of an interval, or a dash where it has none. */
  public static String interval(double low, double high, DoubleFunction<String> format) {
    return Double.isFinite(low) && Double.isFinite(high)
        ? format.apply(low) + " to " + format.apply(high)
        : NONE;
  }

  /** Returns a confidence such as 0.95 as a percentage with as many decimals as it has. */
  public static String confidence(double confidence) {
    BigDecimal percent = BigDecimal.valueOf(confidence).movePointRight(2).stripTrailingZeros();
    return percent.toPlainString() + "\u00a0%";
  }

  /**
   * Returns one format for a whole column: as many decimals as give its largest number four
   * significant digits, so that the points stand under each other.
   */
  public static DoubleFunction<String> column(DoubleStream values) {
    double largest = values.map(Math::abs).filter(Double::isFinite).max().orElse(0);
    int whole = largest > 0 ? (int) Math.floor(Math.log10(largest)) + 1 : 1;
    int decimals = Math.max(0, DIGITS - whole);
    if (decimals > DECIMALS_AT_MOST || whole > 3 * DIGITS) {
      return Numbers::rounded;
    }
    return value -> fixed(value, decimals);
  }

  private static String fixed(double value, int decimals) {
    if (!Double.isFinite(value)) {
      return NONE;
    }
    BigDecimal rounded = new BigDecimal(value).setScale(decimals, RoundingMode.HALF_EVEN);
    return minus(rounded.toPlainString());
  }

  /** Returns a span of time in the two units that matter. */
  public static String duration(double seconds) {
    if (!Double.isFinite(seconds)) {
      return NONE;
    }
    if (seconds < SECONDS_A_MINUTE) {
      return String.format(Locale.ROOT, seconds < 10 ? "%.2f s" : "%.1f s", seconds);
    }
    long whole = Math.round(seconds);
    return whole < SECONDS_AN_HOUR
        ? whole / 60 + " min " + whole % 60 + " s"
        : count(whole / 3600) + " h " + whole % 3600 / 60 + " min";
  }

  /** Returns a size in decimal units. */
  public static String bytes(long bytes) {
    if (bytes < 1000) {
      return bytes + " B";
    }
    double size = bytes;
    String units = "kMGTPE";
    int unit = -1;
    while (size >= 999.5 && unit < units.length() - 1) {
      size /= 1000;
      unit++;
    }
    return String.format(
        Locale.ROOT, size < 100 ? "%.1f %sB" : "%.0f %sB", size, units.charAt(unit));
  }

  /** Returns six digits, for charts; whole numbers without a point. */
  public static Number shortened(double value) {
    if (!Double.isFinite(value)) {
      return Double.NaN;
    }
    double rounded = new BigDecimal(value).round(CHART_DIGITS).doubleValue();
    boolean isWhole = rounded == Math.rint(rounded) && Math.abs(rounded) < 1e6;
    return isWhole ? (Number) Integer.valueOf((int) rounded) : Double.valueOf(rounded);
  }

  private static String minus(String number) {
    return number.startsWith("-") ? "\u2212" + number.substring(1) : number;
  }
}
