package io.assay.report.part;

import io.assay.report.number.Numbers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A feature's curve by one method for one target, and lines of single rows.
 *
 * @param method the method's key
 * @param title what people call it
 * @param target the explained output
 * @param feature the column
 * @param x NaN for places that are no numbers
 * @param labels empty for places that are numbers
 * @param value one a place; none if there are lines alone
 * @param low lower ends of the intervals
 * @param high upper ends
 * @param lines of rows, each as long as the axis
 * @param rows behind the curve
 */
public record Curve(
    String method,
    String title,
    String target,
    String feature,
    List<Number> x,
    List<String> labels,
    List<Number> value,
    List<Number> low,
    List<Number> high,
    List<Line> lines,
    long rows) {
  private static final int LINES = 40;

  /** A row's line. */
  public record Line(String row, List<Number> value) {}

  /** Names a curve. */
  private record Place(String method, String target, String feature) {}

  /** Returns the curves of a table, in its order. */
  public static List<Curve> all(List<GlobalLine> globals) {
    Map<Place, List<GlobalLine>> byPlace = new LinkedHashMap<>();
    for (GlobalLine line : globals) {
      if (line.kind().equals("curve") || line.kind().equals("line")) {
        Place place = new Place(line.method(), line.target(), line.feature());
        byPlace.computeIfAbsent(place, unseen -> new ArrayList<>()).add(line);
      }
    }
    return byPlace.values().stream().map(Curve::of).toList();
  }

  /**
   * Returns as many curves as there is room for, of every method and target the first features, and
   * as many lines on each as there is room left.
   *
   * @param points of all curves and lines together, half for each
   */
  public static List<Curve> fitting(List<Curve> all, int points) {
    List<Curve> kept =
        Fair.first(
            all,
            curve -> List.of(curve.method(), curve.target()),
            curve -> 3 * curve.x().size(),
            points / 2);
    int axes =
        kept.stream().filter(each -> !each.lines.isEmpty()).mapToInt(each -> each.x.size()).sum();
    int most = Math.min(LINES, points / 2 / Math.max(1, axes));
    return kept.stream().map(curve -> curve.with(most)).toList();
  }

  private Curve with(int most) {
    List<Line> first = lines.subList(0, Math.min(most, lines.size()));
    return new Curve(method, title, target, feature, x, labels, value, low, high, first, rows);
  }

  private static Curve of(List<GlobalLine> points) {
    List<GlobalLine> curve = points.stream().filter(each -> each.rowId().isEmpty()).toList();
    Map<String, List<GlobalLine>> rows =
        points.stream()
            .filter(each -> !each.rowId().isEmpty())
            .collect(
                Collectors.groupingBy(GlobalLine::rowId, LinkedHashMap::new, Collectors.toList()));
    List<Line> lines =
        rows.entrySet().stream()
            .map(row -> new Line(row.getKey(), values(row.getValue())))
            .toList();
    List<GlobalLine> axis = curve.isEmpty() ? rows.values().iterator().next() : curve;
    GlobalLine first = points.get(0);
    return new Curve(
        first.method(),
        first.title(),
        first.target(),
        first.feature(),
        axis.stream().map(each -> Numbers.shortened(each.x())).toList(),
        axis.stream().map(GlobalLine::label).toList(),
        values(curve),
        curve.stream().map(each -> Numbers.shortened(each.low())).toList(),
        curve.stream().map(each -> Numbers.shortened(each.high())).toList(),
        lines,
        first.rows());
  }

  private static List<Number> values(List<GlobalLine> points) {
    return points.stream().map(each -> Numbers.shortened(each.value())).toList();
  }
}
