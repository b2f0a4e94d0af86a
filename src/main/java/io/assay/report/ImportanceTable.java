package io.assay.report;

import io.assay.aggregate.Importance;
import io.assay.report.ImportanceSection.FeatureImportance;
import io.assay.report.number.Numbers;
import java.util.Comparator;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.stream.DoubleStream;

/**
 * An importance section as the page shows it: the leading features rounded, and all of them in
 * full.
 *
 * @param section what is shown
 * @param terms what leads, features and pairs of features together
 * @param rows the leading features
 * @param pairs the leading pairs of features; empty if the method values none
 * @param exact features with every digit; empty where the page has no room for them
 * @param omitted how many features {@code exact} leaves out
 */
record ImportanceTable(
    ImportanceSection section,
    List<Row> terms,
    List<Row> rows,
    List<Row> pairs,
    List<Exact> exact,
    int omitted) {
  /** Features that a chart and the table behind it show. */
  static final int LEADING = 20;

  /** Makes the table, with at most {@code exactRows} features in full. */
  static ImportanceTable of(ImportanceSection section, int exactRows) {
    List<FeatureImportance> ranked = ranked(section);
    int shown = Math.min(exactRows, ranked.size());
    List<Exact> exact = ranked.subList(0, shown).stream().map(Exact::of).toList();
    return new ImportanceTable(
        section,
        rows(leading(ranked)),
        rows(leading(features(section))),
        rows(leading(pairs(section))),
        exact,
        ranked.size() - shown);
  }

  /** Returns the first of what is ranked, as far as a chart has room. */
  static List<FeatureImportance> leading(List<FeatureImportance> ranked) {
    return ranked.subList(0, Math.min(LEADING, ranked.size()));
  }

  /** Returns the features without pairs of them, most important first. */
  static List<FeatureImportance> features(ImportanceSection section) {
    return ranked(section).stream().filter(feature -> !feature.isPair()).toList();
  }

  /** Returns the pairs of features, most important first. */
  static List<FeatureImportance> pairs(ImportanceSection section) {
    return ranked(section).stream().filter(FeatureImportance::isPair).toList();
  }

  /** Returns features and pairs, most important first. */
  static List<FeatureImportance> ranked(ImportanceSection section) {
    return section.features().stream()
        .sorted(Comparator.comparingInt(feature -> feature.importance().rank()))
        .toList();
  }

  String method() {
    return section.method();
  }

  String title() {
    return section.title();
  }

  String target() {
    return section.target();
  }

  String slice() {
    return section.slice();
  }

  String unit() {
    return section.unit();
  }

  boolean hasUnit() {
    return !section.unit().isEmpty();
  }

  boolean hasExact() {
    return !exact.isEmpty();
  }

  boolean hasOmitted() {
    return omitted > 0;
  }

  String featureCount() {
    return Numbers.count(features(section).size());
  }

  /** Returns whether the table behind the chart leaves features out. */
  boolean isCut() {
    return rows.size() < features(section).size();
  }

  boolean hasPairs() {
    return !pairs.isEmpty();
  }

  String pairCount() {
    return Numbers.count(pairs(section).size());
  }

  /** Returns whether the table of pairs leaves some out. */
  boolean hasMorePairs() {
    return pairs.size() < pairs(section).size();
  }

  String shownPairs() {
    return Numbers.count(pairs.size());
  }

  String shownCount() {
    return Numbers.count(rows.size());
  }

  String rowCount() {
    return section.features().isEmpty()
        ? Numbers.NONE
        : Numbers.count(section.features().get(0).importance().rows());
  }

  private static List<Row> rows(List<FeatureImportance> features) {
    DoubleFunction<String> magnitude =
        Numbers.column(features.stream().mapToDouble(f -> f.importance().meanAbs()));
    DoubleFunction<String> signed =
        Numbers.column(
            features.stream()
                .flatMapToDouble(
                    f -> DoubleStream.of(f.importance().mean(), f.importance().meanAbs())));
    return features.stream().map(feature -> Row.of(feature, magnitude, signed)).toList();
  }

  /** A feature, rounded. */
  record Row(
      String rank,
      String ranks,
      String feature,
      String members,
      String meanAbs,
      String interval,
      String share,
      String shareInterval,
      String mean,
      String positive) {
    static Row of(
        FeatureImportance feature,
        DoubleFunction<String> magnitude,
        DoubleFunction<String> signed) {
      Importance numbers = feature.importance();
      return new Row(
          String.valueOf(numbers.rank()),
          rankSpan(numbers),
          feature.name(),
          joinedMembers(feature),
          magnitude.apply(numbers.meanAbs()),
          Numbers.interval(numbers.low(), numbers.high(), magnitude),
          Numbers.percent(numbers.share()),
          Numbers.interval(numbers.shareLow(), numbers.shareHigh(), Numbers::percent),
          signed.apply(numbers.mean()),
          Numbers.percent(numbers.positiveShare()));
    }

    boolean hasMembers() {
      return !members.isEmpty();
    }
  }

  private static String rankSpan(Importance numbers) {
    return numbers.rankLow() == numbers.rankHigh()
        ? String.valueOf(numbers.rankLow())
        : numbers.rankLow() + "\u2013" + numbers.rankHigh();
  }

  private static String joinedMembers(FeatureImportance feature) {
    return feature.members().size() > 1 ? String.join(", ", feature.members()) : "";
  }

  /** A feature with every digit, in the order of {@link #NAMES}. */
  record Exact(String feature, List<String> numbers) {
    /** The columns of the importance table that hold measured numbers. */
    static final List<String> NAMES =
        List.of(
            "mean_abs",
            "mean_abs_se",
            "low",
            "high",
            "share",
            "share_low",
            "share_high",
            "mean",
            "mean_se",
            "std",
            "min",
            "p05",
            "p25",
            "p50",
            "p75",
            "p95",
            "max",
            "positive_share");

    static Exact of(FeatureImportance feature) {
      Importance i = feature.importance();
      return new Exact(
          feature.name(),
          DoubleStream.of(
                  i.meanAbs(),
                  i.meanAbsSe(),
                  i.low(),
                  i.high(),
                  i.share(),
                  i.shareLow(),
                  i.shareHigh(),
                  i.mean(),
                  i.meanSe(),
                  i.std(),
                  i.min(),
                  i.p05(),
                  i.p25(),
                  i.p50(),
                  i.p75(),
                  i.p95(),
                  i.max(),
                  i.positiveShare())
              .mapToObj(value -> Double.isFinite(value) ? Double.toString(value) : Numbers.NONE)
              .toList());
    }
  }
}
