package io.assay.report;

import io.assay.report.FeatureList.Names;
import io.assay.report.ImportanceSection.FeatureImportance;
import io.assay.report.number.Numbers;
import java.util.ArrayList;
import java.util.List;

/**
 * Single attributions by one method for one target: some of the sampled rows, and the features that
 * lead.
 *
 * @param addsUp whether the attributions of a row add up to its score less that of the baseline
 * @param sampled how many rows there are of which some are drawn
 * @param leading how many of the strips are for charts of all rows; the others are for single ones
 * @param rowIds the rows drawn
 * @param scores of the rows drawn
 * @param strips features, most important first
 * @param waterfalls some rows, by score
 */
record Swarm(
    String method,
    String target,
    boolean addsUp,
    int sampled,
    int leading,
    List<String> rowIds,
    List<Number> scores,
    List<Strip> strips,
    List<Waterfall> waterfalls) {
  /** Features in a chart of all rows. */
  static final int FEATURES = 12;

  /** Features that have a chart of their own. */
  private static final int SINGLE_FEATURES = 60;

  /** Rows in a chart at most; more hide each other. */
  private static final int ROWS = 400;

  /** Points of all swarms at most, about 20 bytes each. */
  private static final int POINTS = 24_000;

  /** How much of the page each of several swarms may take. */
  record Room(int rows, int features, int waterfalls) {
    static Room of(int swarms) {
      int each = POINTS / Math.max(1, swarms);
      int rows = Math.min(ROWS, Math.max(1, each / FEATURES));
      int features = Math.min(SINGLE_FEATURES, Math.max(FEATURES, each / rows));
      return new Room(rows, features, Math.max(1, Waterfall.ROWS / Math.max(1, swarms)));
    }
  }

  /**
   * One feature: attributions and what the rows held.
   *
   * @param partner the place of the strip whose values go most with what this feature's own values
   *     do not tell; -1 if there is none
   * @param strength mean |correlation| with it, among rows that hold much the same
   */
  record Strip(String name, List<Number> values, List<Number> held, int partner, double strength) {}

  /** Draws of a sample what there is room for. */
  static Swarm of(
      SampleSection sample,
      List<ImportanceSection> whole,
      Manifest manifest,
      Names names,
      Room room) {
    List<SampleSection.Row> drawn =
        sample.rows().subList(0, Math.min(room.rows(), sample.rows().size()));
    List<Integer> leading = leading(sample, whole, room.features());
    List<Partner> partners = Partner.all(drawn, leading);
    List<Strip> strips = new ArrayList<>();
    for (int place = 0; place < leading.size(); place++) {
      int feature = leading.get(place);
      strips.add(
          new Strip(
              sample.features().get(feature),
              drawn.stream().map(row -> Numbers.shortened(row.values().get(feature))).toList(),
              drawn.stream().map(row -> held(row, feature)).toList(),
              partners.get(place).strip(),
              partners.get(place).strength()));
    }
    return new Swarm(
        sample.method(),
        sample.target(),
        addsUp(manifest, sample.method()),
        sample.rows().size(),
        Math.min(FEATURES, strips.size()),
        drawn.stream().map(SampleSection.Row::rowId).toList(),
        drawn.stream().map(row -> Numbers.shortened(row.score())).toList(),
        strips,
        Waterfall.of(sample, drawn, names, room.waterfalls()));
  }

  private static boolean addsUp(Manifest manifest, String method) {
    return manifest.methods().stream()
        .filter(run -> run.key().equals(method))
        .anyMatch(run -> run.completeness() != null);
  }

  private static List<Integer> leading(
      SampleSection sample, List<ImportanceSection> whole, int most) {
    return whole.stream()
        .filter(section -> section.method().equals(sample.method()))
        .filter(section -> section.target().equals(sample.target()))
        .findFirst()
        .map(ImportanceTable::ranked)
        .map(ranked -> ranked.stream().map(FeatureImportance::name))
        .orElseGet(() -> sample.features().stream())
        .map(sample.features()::indexOf)
        .filter(index -> index >= 0)
        .limit(most)
        .toList();
  }

  /** What a row held of a feature; NaN where that is no single number. */
  static Number held(SampleSection.Row row, int feature) {
    return row.featureValues().isEmpty()
        ? Double.valueOf(Double.NaN)
        : Numbers.shortened(row.featureValues().get(feature));
  }
}
