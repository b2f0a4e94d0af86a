package io.assay.report;

import io.assay.aggregate.Importance;
import io.assay.report.ImportanceSection.FeatureImportance;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Feature groups against each other: on the diagonal what a group does alone, elsewhere what two of
 * them do together. Groups stand by all that they have a part in, the most first.
 *
 * @param names of the groups
 * @param places of the groups in the tables, where the first of a pair stands before the second
 * @param means mean magnitudes of the lower triangle with its diagonal, row by row, to four digits
 * @param signed means with their sign, likewise
 * @param omitted how many groups are left out
 */
record PairMatrix(
    List<String> names,
    List<Integer> places,
    List<Double> means,
    List<Double> signed,
    int omitted) {
  /** Groups that a matrix has room for. */
  static final int GROUPS = 20;

  private static final MathContext DIGITS = new MathContext(4);

  /** Makes the matrix of a section; it is empty if the section has no pairs. */
  static PairMatrix of(ImportanceSection section) {
    Map<String, Double> totals = new LinkedHashMap<>();
    Map<List<String>, Importance> cells = new HashMap<>();
    section.features().stream()
        .filter(feature -> !feature.isPair())
        .forEach(feature -> add(List.of(feature.name()), feature, totals, cells));
    int singles = cells.size();
    section.features().stream()
        .filter(FeatureImportance::isPair)
        .forEach(feature -> add(feature.pair(), feature, totals, cells));
    if (cells.size() == singles) {
      return new PairMatrix(List.of(), List.of(), List.of(), List.of(), 0);
    }
    List<String> shown =
        totals.entrySet().stream()
            .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
            .limit(GROUPS)
            .map(Map.Entry::getKey)
            .toList();
    List<String> all = List.copyOf(totals.keySet());
    return of(shown, shown.stream().map(all::indexOf).toList(), cells);
  }

  private static void add(
      List<String> groups,
      FeatureImportance feature,
      Map<String, Double> totals,
      Map<List<String>, Importance> cells) {
    double mean = feature.importance().meanAbs();
    groups.forEach(group -> totals.merge(group, Double.isFinite(mean) ? mean : 0, Double::sum));
    cells.put(groups, feature.importance());
  }

  private static PairMatrix of(
      List<String> names, List<Integer> places, Map<List<String>, Importance> cells) {
    List<Double> means = new ArrayList<>();
    List<Double> signed = new ArrayList<>();
    for (int row = 0; row < names.size(); row++) {
      for (int column = 0; column <= row; column++) {
        Importance cell = cell(names.get(row), names.get(column), cells);
        means.add(cell == null ? Double.NaN : rounded(cell.meanAbs()));
        signed.add(cell == null ? Double.NaN : rounded(cell.mean()));
      }
    }
    int groups = (int) cells.keySet().stream().filter(cell -> cell.size() == 1).count();
    return new PairMatrix(names, places, means, signed, groups - names.size());
  }

  private static @Nullable Importance cell(
      String one, String other, Map<List<String>, Importance> cells) {
    if (one.equals(other)) {
      return cells.get(List.of(one));
    }
    Importance found = cells.get(List.of(one, other));
    return found == null ? cells.get(List.of(other, one)) : found;
  }

  private static double rounded(double value) {
    return Double.isFinite(value) ? new BigDecimal(value).round(DIGITS).doubleValue() : Double.NaN;
  }
}
