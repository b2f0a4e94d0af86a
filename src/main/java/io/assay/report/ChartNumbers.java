package io.assay.report;

import com.google.gson.JsonObject;
import io.assay.aggregate.Importance;
import io.assay.report.DistributionSection.Bin;
import io.assay.report.DistributionSection.Quantity;
import io.assay.report.ImportanceSection.FeatureImportance;
import io.assay.report.Manifest.MethodRun;
import io.assay.report.number.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What the charts draw, in lists that are short in JSON. Numbers of bars are whole; single points,
 * lists and curves have six digits.
 *
 * @param confidence the confidence of the intervals, as text
 * @param names features of lists and waterfalls, each once
 * @param importance the leading features of each section
 * @param swarms single attributions
 * @param distributions histograms
 * @param parts what only some runs have
 */
record ChartNumbers(
    String confidence,
    List<String> names,
    List<Bars> importance,
    List<Swarm> swarms,
    List<Histogram> distributions,
    PartNumbers parts) {
  static ChartNumbers of(
      ReportContents contents, List<ImportanceSection> whole, List<ImportanceSection> sliced) {
    List<SampleSection> samples = contents.samples().stream().limit(Page.SECTIONS).toList();
    FeatureList.Names names = new FeatureList.Names();
    FeatureList.Room listed = FeatureList.Room.of(whole, sliced);
    List<Bars> bars = new ArrayList<>();
    whole.forEach(section -> bars.add(Bars.of(section, names, listed.whole())));
    sliced.forEach(section -> bars.add(Bars.of(section, names, listed.slice())));
    Swarm.Room room = Swarm.Room.of(samples.size());
    List<Swarm> swarms =
        samples.stream()
            .map(each -> Swarm.of(each, whole, contents.manifest(), names, room))
            .toList();
    return new ChartNumbers(
        Numbers.confidence(contents.manifest().confidence()),
        names.inOrder(),
        bars,
        swarms,
        contents.distributions().stream()
            .map(section -> Histogram.of(section, contents.manifest()))
            .toList(),
        PartNumbers.of(contents.parts(), contents.importance()));
  }

  /** Returns JSON that may stand inside a script element. Long lists of parts are columns. */
  String toJson() {
    JsonObject all = Json.COMPACT.toJsonTree(this).getAsJsonObject();
    JsonObject lists = all.getAsJsonObject("parts");
    for (String name : List.of("differences", "scores", "selection", "powered")) {
      lists.add(name, Json.columns(lists.getAsJsonArray(name)));
    }
    return Json.COMPACT.toJson(all);
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
