package io.assay.report;

import io.assay.aggregate.Importance;
import io.assay.report.DistributionSection.Bin;
import io.assay.report.DistributionSection.Quantity;
import io.assay.report.ImportanceSection.FeatureImportance;
import io.assay.report.Manifest.MethodRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What the charts draw, in lists that are short in JSON. Numbers are not rounded but for the single
 * points of a swarm, which are float32.
 *
 * @param confidence the confidence of the intervals, as text
 * @param names the features of all lists, each once
 * @param importance the leading features of each section
 * @param swarms single attributions of the leading features
 * @param distributions histograms
 */
record ChartNumbers(
    String confidence,
    List<String> names,
    List<Bars> importance,
    List<Swarm> swarms,
    List<Histogram> distributions) {
  /** Features in a swarm. */
  static final int SWARM_FEATURES = 12;

  /** Rows in a swarm at most; more hide each other. */
  static final int SWARM_ROWS = 400;

  /** Points of all swarms at most, about 20 bytes each. */
  static final int POINTS = 24_000;

  static ChartNumbers of(
      ReportContents contents, List<ImportanceSection> whole, List<ImportanceSection> sliced) {
    List<SampleSection> samples = contents.samples().stream().limit(Page.SECTIONS).toList();
    int sections = Math.max(1, samples.size());
    int rows = Math.min(SWARM_ROWS, Math.max(1, POINTS / SWARM_FEATURES / sections));
    FeatureList.Names names = new FeatureList.Names();
    int listed = FeatureList.roomFor(whole.size() + sliced.size());
    List<Bars> bars =
        Stream.concat(whole.stream(), sliced.stream())
            .map(section -> Bars.of(section, names, listed))
            .toList();
    return new ChartNumbers(
        Numbers.confidence(contents.manifest().confidence()),
        names.inOrder(),
        bars,
        samples.stream().map(sample -> Swarm.of(sample, whole, rows)).toList(),
        contents.distributions().stream()
            .map(section -> Histogram.of(section, contents.manifest()))
            .toList());
  }

  /** Returns JSON that may stand inside a script element. */
  String toJson() {
    return Json.COMPACT.toJson(this);
  }

  /** One importance section: features, pairs of features, and both against each other. */
  record Bars(
      String method,
      String title,
      String unit,
      String target,
      String slice,
      List<Bar> bars,
      List<Bar> pairs,
      PairMatrix matrix,
      FeatureList list) {
    static Bars of(ImportanceSection section, FeatureList.Names names, int listed) {
      return new Bars(
          section.method(),
          section.title(),
          section.unit(),
          section.target(),
          section.slice(),
          bars(ImportanceTable.features(section)),
          bars(ImportanceTable.pairs(section)),
          PairMatrix.of(section),
          FeatureList.of(section, names, listed));
    }

    private static List<Bar> bars(List<FeatureImportance> ranked) {
      return ImportanceTable.leading(ranked).stream().map(Bar::of).toList();
    }
  }

  /** One feature or pair of a section. */
  record Bar(
      String name,
      double mean,
      double low,
      double high,
      String share,
      String shareInterval,
      String ranks,
      double signed,
      String positive) {
    static Bar of(FeatureImportance feature) {
      Importance numbers = feature.importance();
      return new Bar(
          feature.name(),
          numbers.meanAbs(),
          numbers.low(),
          numbers.high(),
          Numbers.percent(numbers.share()),
          Numbers.interval(numbers.shareLow(), numbers.shareHigh(), Numbers::percent),
          "%d (%d to %d)".formatted(numbers.rank(), numbers.rankLow(), numbers.rankHigh()),
          numbers.mean(),
          Numbers.percent(numbers.positiveShare()));
    }
  }

  /** Single attributions by one method for one target. */
  record Swarm(
      String method,
      String target,
      int sampled,
      List<String> rowIds,
      List<Number> scores,
      List<Strip> strips) {
    static Swarm of(SampleSection sample, List<ImportanceSection> whole, int rows) {
      List<SampleSection.Row> drawn =
          sample.rows().subList(0, Math.min(rows, sample.rows().size()));
      List<Strip> strips = new ArrayList<>();
      for (int feature : leading(sample, whole)) {
        strips.add(
            new Strip(
                sample.features().get(feature),
                drawn.stream().map(row -> finite(row.values().get(feature))).toList(),
                drawn.stream().map(row -> held(row, feature)).toList()));
      }
      return new Swarm(
          sample.method(),
          sample.target(),
          sample.rows().size(),
          drawn.stream().map(SampleSection.Row::rowId).toList(),
          drawn.stream().map(row -> finite(row.score())).toList(),
          strips);
    }

    private static List<Integer> leading(SampleSection sample, List<ImportanceSection> whole) {
      return whole.stream()
          .filter(section -> section.method().equals(sample.method()))
          .filter(section -> section.target().equals(sample.target()))
          .findFirst()
          .map(ImportanceTable::ranked)
          .map(ranked -> ranked.stream().map(feature -> feature.name()))
          .orElseGet(() -> sample.features().stream())
          .map(sample.features()::indexOf)
          .filter(index -> index >= 0)
          .limit(SWARM_FEATURES)
          .toList();
    }

    private static Number held(SampleSection.Row row, int feature) {
      return row.featureValues().isEmpty()
          ? Double.valueOf(Double.NaN)
          : finite(row.featureValues().get(feature));
    }

    /** A float prints shorter than the double of the same value. */
    private static Number finite(float value) {
      return Float.isFinite(value) ? (Number) Float.valueOf(value) : Double.valueOf(Double.NaN);
    }
  }

  /** One feature of a swarm: attributions and what the rows held. */
  record Strip(String name, List<Number> values, List<Number> held) {}

  /** One distribution; {@code tolerance} is NaN where there is none. */
  record Histogram(
      Quantity quantity,
      String method,
      String target,
      String unit,
      double tolerance,
      List<List<Number>> bins,
      List<Mark> marks) {
    private static final List<Double> MARKED = List.of(0.05, 0.5, 0.95);

    static Histogram of(DistributionSection section, Manifest manifest) {
      double tolerance =
          manifest.methods().stream()
              .filter(run -> run.key().equals(section.method()))
              .map(MethodRun::completeness)
              .filter(Objects::nonNull)
              .mapToDouble(Manifest.Completeness::tolerance)
              .findFirst()
              .orElse(Double.NaN);
      return new Histogram(
          section.quantity(),
          section.method(),
          section.target(),
          section.unit(),
          tolerance,
          section.bins().stream()
              .filter(bin -> Double.isFinite(bin.high() - bin.low()))
              .map(Histogram::bin)
              .toList(),
          section.quantiles().stream()
              .filter(quantile -> MARKED.contains(quantile.share()))
              .map(quantile -> new Mark(quantile.value(), Numbers.confidence(quantile.share())))
              .toList());
    }

    private static List<Number> bin(Bin bin) {
      return List.of(bin.low(), bin.high(), bin.rows());
    }
  }

  /** An upright line in a histogram. */
  record Mark(double at, String label) {}
}
