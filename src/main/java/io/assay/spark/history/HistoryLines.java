package io.assay.spark.history;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import io.assay.aggregate.Importance;
import io.assay.spark.history.FeatureHistory.Point;
import io.assay.spark.history.FeatureHistory.Series;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.DoubleStream;

/** A {@link FeatureHistory} for a terminal, and as JSON. */
public final class HistoryLines {
  private static final int RUN = 24;
  private static final int LEAST_PLOT = 16;
  private static final int MOST_PLOT = 48;
  private static final int OTHER_COLUMNS = 112;
  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().serializeNulls().disableHtmlEscaping().create();

  private HistoryLines() {}

  /**
   * Returns a table a series: a line a run, and its share with interval drawn to scale.
   *
   * @param columns how wide the terminal is
   */
  public static List<String> of(FeatureHistory history, int columns) {
    int plot = Math.max(LEAST_PLOT, Math.min(MOST_PLOT, columns - OTHER_COLUMNS));
    List<String> lines = new ArrayList<>();
    for (Series series : history.series()) {
      if (!lines.isEmpty()) {
        lines.add("");
      }
      lines.add(
          Words.name(history.feature())
              + " by "
              + new Selection.Part(series.method(), series.target(), series.slice()).words());
      add(lines, series, plot);
    }
    return lines;
  }

  private static void add(List<String> lines, Series series, int plot) {
    double[] shares =
        series.points().stream()
            .map(Point::importance)
            .flatMapToDouble(i -> DoubleStream.of(i.shareLow(), i.share(), i.shareHigh()))
            .filter(Double::isFinite)
            .sorted()
            .toArray();
    IntervalPlot scale =
        shares.length == 0
            ? new IntervalPlot(0, 1, plot)
            : new IntervalPlot(shares[0], shares[shares.length - 1], plot);
    double confidence = series.points().get(0).confidence();
    lines.add(
        line(
            "run",
            "begun (UTC)",
            "rows",
            "share",
            Words.confidence(confidence) + " interval",
            "mean |a|",
            "rank",
            scale.axis(),
            "changed since"));
    for (Point point : series.points()) {
      Importance i = point.importance();
      lines.add(
          line(
              Words.name(point.run(), RUN),
              minutes(point.begun()),
              Words.count(i.rows()),
              Words.percent(i.share()),
              Words.percent(i.shareLow()) + " to " + Words.percent(i.shareHigh()),
              Words.rounded(i.meanAbs()),
              rank(i),
              scale.line(i.shareLow(), i.share(), i.shareHigh()),
              point.changed()));
    }
  }

  private static String line(Object... cells) {
    return String.format(Locale.ROOT, "%-24s %-17s %11s %9s %-20s %10s %-11s %s  %s", cells)
        .stripTrailing();
  }

  static String rank(Importance i) {
    return i.rankLow() == i.rankHigh()
        ? "" + i.rank()
        : i.rank() + " (" + i.rankLow() + "-" + i.rankHigh() + ")";
  }

  static String minutes(String time) {
    return time.replace('T', ' ').replaceFirst("(:\\d\\d):\\d\\d.*$", "$1");
  }

  /** Returns the same as JSON: numbers in full, null for what is unknown. */
  public static String json(FeatureHistory history) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("feature", history.feature());
    all.put(
        "series",
        history.series().stream()
            .map(
                series -> {
                  Map<String, Object> one = new LinkedHashMap<>();
                  one.put("method", series.method());
                  one.put("target", series.target());
                  one.put("slice", series.slice());
                  one.put("runs", series.points().stream().map(HistoryLines::json).toList());
                  return one;
                })
            .toList());
    return GSON.toJson(all);
  }

  private static Map<String, Object> json(Point point) {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("run", point.run());
    one.put("begun", point.begun());
    one.put("confidence", point.confidence());
    one.put("unit", point.unit());
    one.putAll(JsonNumbers.of(point.importance()));
    one.put("changed", point.changed());
    return one;
  }
}
