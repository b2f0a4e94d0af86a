package io.assay.report;

import io.assay.aggregate.Importance;
import io.assay.report.ImportanceSection.FeatureImportance;
import io.assay.report.number.Numbers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;

/**
 * The features of a section by rank, as columns: what the table of the page searches and sorts.
 * Numbers have six digits.
 *
 * @param name places in the names of the page
 * @param of how many features there are; more than are listed where the page has no room
 */
record FeatureList(
    List<Integer> name,
    int of,
    List<Integer> rank,
    List<Integer> rankLow,
    List<Integer> rankHigh,
    List<Number> mean,
    List<Number> low,
    List<Number> high,
    List<Number> share,
    List<Number> shareLow,
    List<Number> shareHigh,
    List<Number> signed,
    List<Number> positive) {
  /** Features that all lists of a page hold together; each takes about 90 bytes. */
  private static final int ROWS = 12_000;

  /** Features for which there is no room because of the other charts of a section. */
  private static final int ROWS_OF_A_SECTION = 450;

  /** Features for which there is room whatever the sections. */
  private static final int LEAST_ROWS = 1600;

  /** Names of features, each once, with their places. */
  static final class Names {
    private final Map<String, Integer> places = new HashMap<>();
    private final List<String> names = new ArrayList<>();

    int placeOf(String name) {
      return places.computeIfAbsent(
          name,
          unseen -> {
            names.add(unseen);
            return names.size() - 1;
          });
    }

    List<String> inOrder() {
      return List.copyOf(names);
    }
  }

  /**
   * How many features each section may list.
   *
   * @param whole a section of all rows
   * @param slice a section of a slice, out of what the others leave
   */
  record Room(int whole, int slice) {
    static Room of(List<ImportanceSection> whole, List<ImportanceSection> slices) {
      int sections = whole.size() + slices.size();
      int room = Math.max(LEAST_ROWS, ROWS - ROWS_OF_A_SECTION * (sections - 1));
      int each = room / Math.max(1, whole.size());
      int used = whole.stream().mapToInt(one -> Math.min(each, one.features().size())).sum();
      return new Room(each, (room - used) / Math.max(1, slices.size()));
    }
  }

  /** Lists the first features of a section; none where they are no more than what leads. */
  static FeatureList of(ImportanceSection section, Names names, int most) {
    List<FeatureImportance> features = ImportanceTable.features(section);
    boolean isLonger = most > ImportanceTable.LEADING || most >= features.size();
    int shown = isLonger ? Math.min(most, features.size()) : 0;
    List<FeatureImportance> listed = features.subList(0, shown);
    return new FeatureList(
        listed.stream().map(feature -> names.placeOf(feature.name())).toList(),
        features.size(),
        counts(listed, Importance::rank),
        counts(listed, Importance::rankLow),
        counts(listed, Importance::rankHigh),
        numbers(listed, Importance::meanAbs),
        numbers(listed, Importance::low),
        numbers(listed, Importance::high),
        numbers(listed, Importance::share),
        numbers(listed, Importance::shareLow),
        numbers(listed, Importance::shareHigh),
        numbers(listed, Importance::mean),
        numbers(listed, Importance::positiveShare));
  }

  private static List<Integer> counts(
      List<FeatureImportance> features, ToIntFunction<Importance> count) {
    return features.stream().map(each -> count.applyAsInt(each.importance())).toList();
  }

  private static List<Number> numbers(
      List<FeatureImportance> features, ToDoubleFunction<Importance> number) {
    return features.stream()
        .map(each -> Numbers.shortened(number.applyAsDouble(each.importance())))
        .toList();
  }
}
