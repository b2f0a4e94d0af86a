package io.assay.spark.history;

import io.assay.aggregate.Importance;
import io.assay.spark.history.FeatureHistory.Point;
import io.assay.spark.history.FeatureHistory.Series;
import java.util.List;
import java.util.Locale;

/**
 * A feature's share over runs, with intervals, as SVG of a size in pixels. Its colours are the
 * variables of a style sheet ({@code line}, {@code soft}, {@code bar}, {@code mark}, {@code raised}
 * and {@code check}), so that pages and files have one drawing.
 */
public final class SharePlot {
  private static final double LEFT = 64;
  private static final double RIGHT = 48;
  private static final double TOP = 16;
  private static final double BOTTOM = 40;
  private static final int LINES = 4;
  private static final double PIXELS_A_LABEL = 90;

  private final List<Point> points;
  private final double width;
  private final double height;
  private final double high;
  private final double step;

  private SharePlot(List<Point> points, int width, int height) {
    this.points = points;
    this.width = width;
    this.height = height;
    double highest =
        points.stream()
            .map(Point::importance)
            .mapToDouble(i -> Double.isFinite(i.shareHigh()) ? i.shareHigh() : i.share())
            .filter(Double::isFinite)
            .max()
            .orElse(1);
    this.step = step(highest);
    this.high = step * Math.max(1, Math.ceil(highest / step - 1e-9));
  }

  /** Returns 1, 2 or 5 times a power of ten, so that a few of them reach a height. */
  private static double step(double highest) {
    double rough = highest > 0 ? highest / LINES : 1.0 / LINES;
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    for (double times : new double[] {1, 2, 5}) {
      if (times * power >= rough) {
        return times * power;
      }
    }
    return 10 * power;
  }

  /**
   * Returns the drawing as an element that stands in a page, under a name for screen readers.
   *
   * @param kind a class of the style sheet
   * @param width in pixels, 200 or more
   * @param height in pixels, 100 or more
   */
  public static String element(Series series, String kind, int width, int height) {
    return format(
        "<svg class=\"plot %s\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"Share of mean"
            + " |attribution| over %d runs, with intervals; the table below has the numbers\">"
            + "%s</svg>",
        kind, width, height, series.points().size(), marks(series, width, height));
  }

  /** Returns the parts of the drawing, for a picture in which something else stands as well. */
  static String marks(Series series, int width, int height) {
    SharePlot plot = new SharePlot(series.points(), width, height);
    StringBuilder svg = new StringBuilder();
    plot.axes(svg);
    plot.line(svg);
    for (int i = 0; i < series.points().size(); i++) {
      plot.point(svg, i);
    }
    return svg.toString();
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }

  private double x(int run) {
    double inner = width - LEFT - RIGHT;
    return points.size() == 1
        ? LEFT + inner / 2
        : LEFT + 12 + (inner - 24) * run / (points.size() - 1);
  }

  private double y(double share) {
    return TOP + (height - TOP - BOTTOM) * (1 - Math.max(0, Math.min(high, share)) / high);
  }

  private void axes(StringBuilder svg) {
    for (int line = 0; line * step <= high * (1 + 1e-9); line++) {
      double share = line * step;
      svg.append(
          format(
              "<line stroke=\"var(--line)\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\"/>",
              LEFT, width - RIGHT, y(share), y(share)));
      label(svg, LEFT - 8, y(share) + 4, "end", Words.plain(100 * share) + " %");
    }
    int most = Math.max(1, (int) ((width - LEFT - RIGHT) / PIXELS_A_LABEL));
    int each = Math.max(1, (points.size() + most - 1) / most);
    for (int i = 0; i < points.size(); i += each) {
      label(svg, x(i), height - 14, "middle", time(i, each));
    }
  }

  private static void label(StringBuilder svg, double x, double y, String anchor, String text) {
    svg.append(
        format(
            "<text fill=\"var(--soft)\" font-size=\"12\" x=\"%.1f\" y=\"%.1f\""
                + " text-anchor=\"%s\">%s</text>",
            x, y, anchor, Words.markup(text)));
  }

  /** Returns the day, and the minute where runs are of one day. */
  private String time(int run, int each) {
    String time = points.get(run).begun();
    int other = run + each < points.size() ? run + each : run - each;
    boolean isOneDay = other >= 0 && day(points.get(other).begun()).equals(day(time));
    return isOneDay ? HistoryLines.minutes(time) : day(time);
  }

  private static String day(String time) {
    return time.length() >= 10 ? time.substring(0, 10) : time;
  }

  private void line(StringBuilder svg) {
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < points.size(); i++) {
      double share = points.get(i).importance().share();
      if (Double.isFinite(share)) {
        path.append(format("%s%.1f %.1f ", path.isEmpty() ? "M" : "L", x(i), y(share)));
      }
    }
    svg.append(
        format("<path fill=\"none\" stroke=\"var(--bar)\" stroke-width=\"1.5\" d=\"%s\"/>", path));
  }

  private void point(StringBuilder svg, int run) {
    Point point = points.get(run);
    Importance i = point.importance();
    if (!Double.isFinite(i.share())) {
      return;
    }
    if (!point.changed().isEmpty()) {
      double between = run == 0 ? x(run) : (x(run - 1) + x(run)) / 2;
      svg.append(
          format(
              "<line class=\"change\" stroke=\"var(--check)\" stroke-width=\"1.5\""
                  + " stroke-dasharray=\"4 4\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\">"
                  + "<title>Changed: %s</title></line>",
              between, between, TOP, height - BOTTOM, Words.markup(point.changed())));
    }
    svg.append("<g class=\"run\">");
    if (Double.isFinite(i.shareLow()) && Double.isFinite(i.shareHigh())) {
      svg.append(
          format(
              "<path fill=\"none\" stroke=\"var(--mark)\" stroke-width=\"1.6\""
                  + " d=\"M%1$.1f %2$.1fV%3$.1fM%4$.1f %2$.1fh8M%4$.1f %3$.1fh8\"/>",
              x(run), y(i.shareLow()), y(i.shareHigh()), x(run) - 4));
    }
    svg.append(
        format(
            "<circle class=\"dot\" fill=\"var(--mark)\" stroke=\"var(--raised)\""
                + " stroke-width=\"1.5\" cx=\"%.1f\" cy=\"%.1f\" r=\"4.5\"/>"
                + "<title>%s: %s (%s to %s), rank %d</title></g>",
            x(run),
            y(i.share()),
            Words.markup(point.run()),
            Words.percent(i.share()),
            Words.percent(i.shareLow()),
            Words.percent(i.shareHigh()),
            i.rank()));
  }
}
