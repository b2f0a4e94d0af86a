package io.assay.report;

import com.google.gson.JsonObject;
import io.assay.aggregate.Importance;
import io.assay.report.ImportanceSection.FeatureImportance;
import io.assay.report.part.Curve;
import io.assay.report.part.DifferenceLine;
import io.assay.report.part.Fair;
import io.assay.report.part.GlobalLine;
import io.assay.report.part.PairMap;
import io.assay.report.part.Parts;
import io.assay.report.part.PoweredLine;
import io.assay.report.part.SelectionLine;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the charts draw of tables that only some runs have, as much as the page has room for. Of
 * differences those that were found come first, then the least p; of scores the first ranks of each
 * method; of curves and maps the first features of each; of the selection what is on most lists; of
 * powered importance all rows, then the most important features.
 *
 * @param differencesOmitted how many differences are left out
 * @param scoresOmitted how many scores are left out
 * @param curvesOmitted how many curves are left out
 * @param mapsOmitted how many maps of pairs are left out
 * @param selectionOmitted how many features of the selection are left out
 * @param poweredOmitted how many lines of powered importance are left out
 */
record PartNumbers(
    List<DifferenceLine> differences,
    int differencesOmitted,
    List<GlobalLine> scores,
    int scoresOmitted,
    List<Curve> curves,
    int curvesOmitted,
    List<PairMap> maps,
    int mapsOmitted,
    List<SelectionLine> selection,
    int selectionOmitted,
    List<JsonObject> trees,
    List<PoweredLine> powered,
    int poweredOmitted) {
  /** Differences that a page shows, about 150 bytes each. */
  static final int DIFFERENCES = 400;

  /** Scores that a page shows, about 150 bytes each. */
  static final int SCORES = 500;

  /** Points of all curves and lines, half for each, about 12 bytes a point. */
  static final int POINTS = 16_000;

  /** Cells of all maps of pairs, about 30 bytes each with their intervals. */
  static final int CELLS = 3_000;

  /** Features of the selection, about 80 bytes each. */
  static final int SELECTED = 500;

  /** Lines of powered importance, about 150 bytes each. */
  static final int POWERED = 400;

  /** Surrogate trees. */
  static final int TREES = 8;

  static PartNumbers of(Parts parts, List<ImportanceSection> importance) {
    List<DifferenceLine> differences =
        Fair.first(
            parts.differences().stream().sorted(DifferenceLine.clearestFirst()).toList(),
            line -> List.of(line.method(), line.target()),
            line -> 1,
            DIFFERENCES);
    List<GlobalLine> scores =
        parts.globals().stream().filter(line -> line.kind().equals("score")).toList();
    List<GlobalLine> shown = leading(scores);
    List<SelectionLine> selection = likely(parts.selection());
    List<Curve> allCurves = Curve.all(parts.globals());
    List<Curve> curves = Curve.fitting(allCurves, POINTS);
    List<PairMap> allMaps = PairMap.all(parts.globals());
    List<PairMap> maps = PairMap.fitting(allMaps, CELLS);
    List<PoweredLine> powered = powered(parts.powered(), importance);
    return new PartNumbers(
        differences,
        parts.differences().size() - differences.size(),
        shown,
        scores.size() - shown.size(),
        curves,
        allCurves.size() - curves.size(),
        maps,
        allMaps.size() - maps.size(),
        selection,
        parts.selection().size() - selection.size(),
        parts.trees().stream()
            .limit(TREES)
            .map(tree -> Json.COMPACT.fromJson(tree, JsonObject.class))
            .toList(),
        powered,
        parts.powered().size() - powered.size());
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

  /** Whether the run has maps; there may be no room for any. */
  boolean hasMaps() {
    return maps.size() + mapsOmitted > 0;
  }

  boolean hasSelection() {
    return !selection.isEmpty();
  }

  boolean hasTrees() {
    return !trees.isEmpty();
  }

  boolean hasPowered() {
    return !powered.isEmpty();
  }

  /** Facts about a whole method, then first ranks; in the table's order. */
  private static List<GlobalLine> leading(List<GlobalLine> scores) {
    List<GlobalLine> byRank =
        scores.stream().sorted(Comparator.comparingInt(GlobalLine::turn)).toList();
    Set<GlobalLine> kept = Collections.newSetFromMap(new IdentityHashMap<>());
    kept.addAll(Fair.first(byRank, GlobalLine::measure, line -> 1, SCORES));
    return scores.stream().filter(kept::contains).toList();
  }

  private static List<SelectionLine> likely(List<SelectionLine> selection) {
    List<SelectionLine> byShare = selection.stream().sorted(SelectionLine.likelyFirst()).toList();
    return Fair.first(byShare, line -> List.of(line.method(), line.target()), line -> 1, SELECTED);
  }

  private static List<PoweredLine> powered(
      List<PoweredLine> lines, List<ImportanceSection> importance) {
    Map<List<String>, Importance> plain = new HashMap<>();
    for (ImportanceSection section : importance) {
      for (FeatureImportance feature : section.features()) {
        plain.put(
            List.of(section.method(), section.target(), section.slice(), feature.name()),
            feature.importance());
      }
    }
    return lines.stream()
        .sorted(PoweredLine.leadingFirst())
        .limit(POWERED)
        .map(
            line -> {
              Importance found =
                  plain.get(List.of(line.method(), line.target(), line.slice(), line.feature()));
              return found == null ? line : line.beside(found.meanAbs(), found.low(), found.high());
            })
        .toList();
  }
}
