package io.assay.spark.serve;

import io.assay.aggregate.Importance;
import io.assay.spark.history.FeatureHistory.Point;
import io.assay.spark.history.FeatureHistory.Series;
import java.util.List;
import java.util.Locale;

/** Draws a feature's share over runs, with intervals, as SVG without styles of its own. */
final class SharePlot {
  private static final double WIDTH = 900;
  private static final double HEIGHT = 280;
  private static final double LEFT = 64;
  private static final double RIGHT = 48;
  private static final double TOP = 16;
  private static final double BOTTOM = 40;
  private static final int LINES = 4;
  private static final int MOST_LABELS = 8;

  private final List<Point> points;
  private final double high;
  private final double step;

  private SharePlot(List<Point> points) {
    this.points = points;
    double highest =
        points.stream()
            .map(Point::importance)
            .mapToDouble(i -> Double.isFinite(i.shareHigh()) ? i.shareHigh() : i.share())
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

  /** Returns the drawing. */
  static String of(Series series) {
    SharePlot plot = new SharePlot(series.points());
    StringBuilder svg = new StringBuilder();
    svg.append(
        format(
            "<svg class=\"plot\" viewBox=\"0 0 %.0f %.0f\" role=\"img\" aria-label=\"Share of mean"
                + " |attribution| over %d runs, with intervals; the table below has the numbers\">",
            WIDTH, HEIGHT, series.points().size()));
    plot.axes(svg);
    plot.line(svg);
    for (int i = 0; i < series.points().size(); i++) {
      plot.point(svg, i);
    }
    return svg.append("</svg>").toString();
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }

  private double x(int run) {
    double inner = WIDTH - LEFT - RIGHT;
    return points.size() == 1
        ? LEFT + inner / 2
        : LEFT + 12 + (inner - 24) * run / (points.size() - 1);
  }

  private double y(double share) {
    return TOP + (HEIGHT - TOP - BOTTOM) * (1 - Math.max(0, Math.min(high, share)) / high);
  }

  private void axes(StringBuilder svg) {
    for (int line = 0; line * step <= high * (1 + 1e-9); line++) {
      double share = line * step;
      svg.append(
          format(
              "<line class=\"grid\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\"/>",
              LEFT, WIDTH - RIGHT, y(share), y(share)));
      svg.append(
          format(
              "<text class=\"label\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"end\">%s %%</text>",
              LEFT - 8, y(share) + 4, Shown.number(100 * share)));
    }
    int each = Math.max(1, (points.size() + MOST_LABELS - 1) / MOST_LABELS);
    for (int i = 0; i < points.size(); i += each) {
      svg.append(
          format(
              "<text class=\"label\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">%s</text>",
              x(i), HEIGHT - 14, Html.escaped(label(i, each))));
    }
  }

  /** Returns the day, and the minute where runs are of one day. */
  private String label(int run, int each) {
    String time = points.get(run).begun();
    int other = run + each < points.size() ? run + each : run - each;
    boolean isOneDay = other >= 0 && Shown.day(points.get(other).begun()).equals(Shown.day(time));
    return isOneDay ? Shown.minutes(time) : Shown.day(time);
  }

  private void line(StringBuilder svg) {
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < points.size(); i++) {
      double share = points.get(i).importance().share();
      if (Double.isFinite(share)) {
        path.append(format("%s%.1f %.1f ", path.isEmpty() ? "M" : "L", x(i), y(share)));
      }
    }
    svg.append("<path class=\"line\" d=\"").append(path).append("\"/>");
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
              "<line class=\"change\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\">"
                  + "<title>Changed: %s</title></line>",
              between, between, TOP, HEIGHT - BOTTOM, Html.escaped(point.changed())));
    }
    svg.append("<g class=\"run\">");
    if (Double.isFinite(i.shareLow()) && Double.isFinite(i.shareHigh())) {
      svg.append(
          format(
              "<path class=\"interval\" d=\"M%1$.1f %2$.1fV%3$.1fM%4$.1f %2$.1fh8M%4$.1f"
                  + " %3$.1fh8\"/>",
              x(run), y(i.shareLow()), y(i.shareHigh()), x(run) - 4));
    }
    svg.append(
        format(
            "<circle class=\"dot\" cx=\"%.1f\" cy=\"%.1f\" r=\"4.5\"/><title>%s: %s (%s to %s),"
                + " rank %d</title></g>",
            x(run),
            y(i.share()),
            Html.escaped(point.run()),
            Shown.percent(i.share()),
            Shown.percent(i.shareLow()),
            Shown.percent(i.shareHigh()),
            i.rank()));
  }
}
