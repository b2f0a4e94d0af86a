package io.assay.spark.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How far a run is, in one line that fits the terminal: what matters least is left out first. */
final class ProgressLine {
  /** The order in which parts are left out, by their place in the line. */
  private static final int[] LEFT_OUT = {6, 4, 3, 5, 2, 0};

  private static final String GAP = "  ";

  private ProgressLine() {}

  /**
   * Returns the line.
   *
   * @param columns of the terminal, at least 1
   */
  static String of(Standing now, int columns) {
    List<String> parts = new ArrayList<>(parts(now));
    for (int place : LEFT_OUT) {
      if (joined(parts).length() < columns) {
        break;
      }
      parts.set(place, "");
    }
    return truncated(joined(parts), columns);
  }

  private static List<String> parts(Standing now) {
    return List.of(
        String.format(Locale.ROOT, "%,d of %,d rows", now.counts().read(), now.rows()),
        String.format(Locale.ROOT, "%.0f %%", Math.floor(100 * now.share())),
        now.rowsPerSecond() > 0 ? rate(now.rowsPerSecond()) + " rows/s" : "",
        now.callsPerSecond() > 0 ? rate(now.callsPerSecond()) + " calls/s" : "",
        now.counts().largestBatch() > 0
            ? String.format(Locale.ROOT, "batches of %,d", now.counts().largestBatch())
            : "",
        String.format(Locale.ROOT, "%,d of %,d shards", now.shardsDone(), now.shards()),
        now.executors() > 1 ? now.executors() + " executors" : "",
        left(now.left()));
  }

  /** Returns a text that leaves the last column free: some terminals break the line there. */
  static String truncated(String text, int columns) {
    int room = Math.max(0, columns - 1);
    if (text.length() <= room) {
      return text;
    }
    return room == 0 ? "" : text.substring(0, room - 1) + "…";
  }

  private static String joined(List<String> parts) {
    return String.join(GAP, parts.stream().filter(part -> !part.isEmpty()).toList());
  }

  /** Returns the time left in words; nothing if it is not known. */
  static String left(Range left) {
    if (!left.isKnown()) {
      return "";
    }
    String low = duration(left.low());
    String high = duration(left.high());
    return (low.equals(high) ? low : low + " to " + high) + " left";
  }

  private static String rate(double perSecond) {
    if (perSecond >= 1e6) {
      return String.format(Locale.ROOT, "%.3g M", perSecond / 1e6);
    }
    return String.format(Locale.ROOT, perSecond < 10 ? "%.1f" : "%,.0f", perSecond);
  }

  /** Returns a time in words: seconds, minutes, hours or days, none finer than it is known. */
  static String duration(double seconds) {
    long whole = Math.round(seconds);
    if (whole < 100) {
      return whole + " s";
    }
    long minutes = Math.round(seconds / 60);
    if (minutes < 100) {
      return minutes + " min";
    }
    return minutes < 60 * 48
        ? String.format(Locale.ROOT, "%d h %02d min", minutes / 60, minutes % 60)
        : String.format(Locale.ROOT, "%.1f days", seconds / 86_400);
  }
}
