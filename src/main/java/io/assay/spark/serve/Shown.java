package io.assay.spark.serve;

import io.assay.aggregate.Importance;
import io.assay.spark.history.Words;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How pages write numbers, times and cells. */
final class Shown {
  private static final int DIGITS = 5;
  private static final int MOST_CHARACTERS = 200;
  private static final int MOST_VALUES = 8;
  private static final String NONE = "–";

  private Shown() {}

  static String count(long count) {
    return Words.count(count);
  }

  static String percent(double share) {
    return Double.isFinite(share) ? Words.percent(share) : NONE;
  }

  static String interval(double low, double high) {
    return Double.isFinite(low) && Double.isFinite(high)
        ? percent(low) + " to " + percent(high)
        : NONE;
  }

  static String number(double value) {
    if (!Double.isFinite(value)) {
      return NONE;
    }
    double size = Math.abs(value);
    if (size != 0 && (size < 1e-4 || size >= 1e9)) {
      return String.format(Locale.ROOT, "%.3e", value);
    }
    String text = new BigDecimal(value).round(new MathContext(DIGITS)).toPlainString();
    return text.indexOf('.') < 0 ? text : text.replaceFirst("[.]?0+$", "");
  }

  static String ranks(Importance i) {
    return i.rankLow() == i.rankHigh()
        ? "" + i.rank()
        : i.rank() + " (" + i.rankLow() + "–" + i.rankHigh() + ")";
  }

  /** Returns day, hour and minute of a time of ISO-8601. */
  static String minutes(String time) {
    return time.length() >= 16 ? time.substring(0, 16).replace('T', ' ') : time;
  }

  /** Returns a cell of a table, shortened. */
  static String cell(@Nullable Object cell) {
    if (cell == null) {
      return "";
    }
    if (cell instanceof Float || cell instanceof Double) {
      return number(((Number) cell).doubleValue());
    }
    if (cell instanceof List<?> list) {
      String some = String.join(", ", list.stream().limit(MOST_VALUES).map(Shown::cell).toList());
      return list.size() > MOST_VALUES ? some + ", … " + count(list.size()) + " in all" : some;
    }
    return shortened(cell.toString());
  }

  static String shortened(String text) {
    return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS) + "…";
  }
}
