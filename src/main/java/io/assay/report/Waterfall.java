package io.assay.report;

import io.assay.report.FeatureList.Names;
import io.assay.report.number.Numbers;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One row: what its features add, the largest first, and the rest together.
 *
 * @param names places of the features in the names of the page
 * @param held what the row held
 * @param others how many features {@code rest} sums up
 */
record Waterfall(
    String rowId,
    Number score,
    List<Integer> names,
    List<Number> values,
    List<Number> held,
    Number rest,
    int others) {
  /** Rows that all waterfalls of a page show together. */
  static final int ROWS = 120;

  private static final int ROWS_OF_A_SAMPLE = 15;
  private static final int FEATURES = 10;

  /** Shows rows from the highest score to the lowest, evenly spread by rank. */
  static List<Waterfall> of(
      SampleSection sample, List<SampleSection.Row> drawn, Names names, int room) {
    List<SampleSection.Row> byScore =
        drawn.stream()
            .sorted(Comparator.comparingDouble((SampleSection.Row row) -> row.score()).reversed())
            .toList();
    int shown = Math.min(Math.min(room, ROWS_OF_A_SAMPLE), byScore.size());
    int last = byScore.size() - 1;
    return IntStream.range(0, shown)
        .mapToObj(place -> byScore.get(shown == 1 ? 0 : (int) ((long) place * last / (shown - 1))))
        .map(row -> of(sample.features(), row, names))
        .toList();
  }

  private static Waterfall of(List<String> features, SampleSection.Row row, Names names) {
    List<Float> values = row.values();
    List<Integer> order =
        IntStream.range(0, values.size())
            .boxed()
            .sorted(Comparator.comparingDouble(feature -> -size(values.get(feature))))
            .toList();
    List<Integer> largest = order.subList(0, Math.min(FEATURES, order.size()));
    List<Integer> others = order.subList(largest.size(), order.size());
    return new Waterfall(
        row.rowId(),
        Numbers.shortened(row.score()),
        largest.stream().map(feature -> names.placeOf(features.get(feature))).toList(),
        largest.stream().map(feature -> Numbers.shortened(values.get(feature))).toList(),
        largest.stream().map(feature -> Swarm.held(row, feature)).toList(),
        Numbers.shortened(others.stream().mapToDouble(values::get).sum()),
        others.size());
  }

  /** Values that are no numbers come last. */
  private static double size(float value) {
    return Float.isNaN(value) ? -1 : Math.abs(value);
  }
}
