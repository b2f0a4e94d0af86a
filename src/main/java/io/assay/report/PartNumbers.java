package io.assay.report;

import com.google.gson.JsonObject;
import io.assay.report.part.DifferenceLine;
import io.assay.report.part.GlobalLine;
import io.assay.report.part.Parts;
import io.assay.report.part.SelectionLine;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the charts draw of tables that only some runs have, as much as the page has room for. Of
 * differences those that were found come first, then the least p; of curves the first features.
 *
 * @param differencesOmitted how many differences are left out
 * @param scoresOmitted how many scores are left out
 * @param curvesOmitted how many curves are left out
 */
record PartNumbers(
    List<DifferenceLine> differences,
    int differencesOmitted,
    List<GlobalLine> scores,
    int scoresOmitted,
    List<Curve> curves,
    int curvesOmitted,
    List<SelectionLine> selection,
    List<JsonObject> trees) {
  /** Differences that a page shows, about 250 bytes each. */
  static final int DIFFERENCES = 400;

  /** Scores that a page shows, about 250 bytes each. */
  static final int SCORES = 500;

  /** Points of all curves and lines, half for each, about 12 bytes a point. */
  static final int POINTS = 16_000;

  /** Features of the selection, about 150 bytes each. */
  static final int SELECTED = 500;

  /** Surrogate trees. */
  static final int TREES = 8;

  private static final int LINES = 40;

  /**
   * A feature's curve by one method for one target, and lines of single rows.
   *
   * @param x NaN for places that are no numbers
   * @param labels empty for places that are numbers
   * @param lines of rows, each as long as the axis
   */
  record Curve(
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
    /** Returns the curve with so many lines at most. */
    Curve with(int most) {
      return new Curve(
          method,
          title,
          target,
          feature,
          x,
          labels,
          value,
          low,
          high,
          lines.subList(0, Math.min(most, lines.size())),
          rows);
    }
  }

  /** A row's line. */
  record Line(String row, List<Number> value) {}

  /** Names a curve. */
  private record Place(String method, String target, String feature) {}

  static PartNumbers of(Parts parts) {
    List<DifferenceLine> differences =
        parts.differences().stream()
            .sorted(
                Comparator.comparing(DifferenceLine::isFound)
                    .reversed()
                    .thenComparing(line -> Double.isNaN(line.p()) ? 2 : line.p()))
            .limit(DIFFERENCES)
            .toList();
    List<GlobalLine> scores =
        parts.globals().stream().filter(line -> line.kind().equals("score")).toList();
    List<GlobalLine> shown = scores.subList(0, Math.min(SCORES, scores.size()));
    List<Curve> all = curves(parts.globals());
    List<Curve> curves = fitting(all);
    return new PartNumbers(
        differences,
        parts.differences().size() - differences.size(),
        shown,
        scores.size() - shown.size(),
        curves,
        all.size() - curves.size(),
        parts.selection().stream().limit(SELECTED).toList(),
        parts.trees().stream()
            .limit(TREES)
            .map(tree -> Json.COMPACT.fromJson(tree, JsonObject.class))
            .toList());
  }

  boolean hasDifferences() {
    return !differences.isEmpty();
  }

  boolean hasScores() {
    return !scores.isEmpty();
  }

  boolean hasCurves() {
    return !curves.isEmpty();
  }

  boolean hasSelection() {
    return !selection.isEmpty();
  }

  boolean hasTrees() {
    return !trees.isEmpty();
  }

  /**
   * Returns as many curves as there is room for, of every method and target the first features, and
   * as many lines on each as there is room left.
   */
  private static List<Curve> fitting(List<Curve> all) {
    Map<List<String>, Integer> seen = new HashMap<>();
    IdentityHashMap<Curve, Integer> turns = new IdentityHashMap<>();
    for (Curve curve : all) {
      turns.put(curve, seen.merge(List.of(curve.method(), curve.target()), 1, Integer::sum));
    }
    List<Curve> fairly = new ArrayList<>(all);
    fairly.sort(Comparator.comparing(turns::get));
    Set<Curve> kept = Collections.newSetFromMap(new IdentityHashMap<>());
    int used = 0;
    int axes = 0;
    for (Curve curve : fairly) {
      used += 3 * curve.x().size();
      if (used > POINTS / 2) {
        break;
      }
      kept.add(curve);
      axes += curve.lines().isEmpty() ? 0 : curve.x().size();
    }
    int lines = Math.min(LINES, POINTS / 2 / Math.max(1, axes));
    return all.stream().filter(kept::contains).map(curve -> curve.with(lines)).toList();
  }

  private static List<Curve> curves(List<GlobalLine> globals) {
    Map<Place, List<GlobalLine>> byPlace = new LinkedHashMap<>();
    for (GlobalLine line : globals) {
      if (line.kind().equals("curve") || line.kind().equals("line")) {
        Place place = new Place(line.method(), line.target(), line.feature());
        byPlace.computeIfAbsent(place, unseen -> new ArrayList<>()).add(line);
      }
    }
    return byPlace.values().stream().map(PartNumbers::curve).toList();
  }

  private static Curve curve(List<GlobalLine> points) {
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
        axis.stream().map(each -> FeatureList.shortened(each.x())).toList(),
        axis.stream().map(GlobalLine::label).toList(),
        values(curve),
        curve.stream().map(each -> FeatureList.shortened(each.low())).toList(),
        curve.stream().map(each -> FeatureList.shortened(each.high())).toList(),
        lines,
        first.rows());
  }

  private static List<Number> values(List<GlobalLine> points) {
    return points.stream().map(each -> FeatureList.shortened(each.value())).toList();
  }
}
