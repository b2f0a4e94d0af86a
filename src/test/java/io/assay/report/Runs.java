package io.assay.report;

import io.assay.aggregate.Importance;
import io.assay.report.DistributionSection.Bin;
import io.assay.report.DistributionSection.Quantile;
import io.assay.report.DistributionSection.Quantity;
import io.assay.report.ImportanceSection.FeatureImportance;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Made-up runs for tests: a usual one, and pieces to build unusual ones from. */
final class Runs {
  static final String TARGET = "malignant";
  static final String UNIT = "logit";

  private static final Manifest.Input INPUT =
      new Manifest.Input(
          "parquet",
          "data/breast_cancer",
          "column id",
          List.of(
              new Manifest.InputFile(
                  "data/breast_cancer/part-00000.parquet", 124_310, "2026-11-20T09:00:00Z")));

  private Runs() {}

  /** A run of two methods over 30 features, three slices, some rejects. */
  static ReportContents usual() {
    List<String> features = measurements();
    List<ImportanceSection> importance = new ArrayList<>();
    List<SampleSection> samples = new ArrayList<>();
    Map<String, String> methods = new LinkedHashMap<>();
    methods.put("integrated-gradients", "Integrated Gradients");
    methods.put("saliency", "Saliency");
    List<String> slices =
        List.of(
            ImportanceSection.ALL_ROWS,
            "site = Aarhus",
            "site = Bergen",
            "site = Chur",
            "mean_radius >= 14.5");
    methods.forEach(
        (key, title) -> {
          for (String slice : slices) {
            long rows = slice.equals(ImportanceSection.ALL_ROWS) ? 569 : 100 + slice.length();
            importance.add(
                new ImportanceSection(
                    key, title, UNIT, TARGET, slice, features(features, rows, slice.hashCode())));
          }
          samples.add(sample(key, features, 500));
        });
    return new ReportContents(
        manifest(features, new Manifest.Counts(576, 569, 7, Map.of("NULL", 5L, "NAN", 2L))),
        importance,
        samples,
        List.of(
            distribution(Quantity.SCORE, "integrated-gradients", -9, 11, 30),
            distribution(Quantity.COMPLETENESS_GAP, "integrated-gradients", -4e-4, 5e-4, 25)),
        new RejectSummary(
            List.of(
                new RejectSummary.Count("worst_concavity", "NULL", 5),
                new RejectSummary.Count("mean_area", "NAN", 2)),
            List.of(
                new RejectSummary.Example("row-0017", "worst_concavity", "NULL", "null"),
                new RejectSummary.Example("row-0101", "mean_area", "NAN", "NaN"))));
  }

  /** One method, one target, no slices: just these features. */
  static ReportContents of(FeatureImportance... features) {
    List<String> names = List.of(features).stream().map(FeatureImportance::name).toList();
    return new ReportContents(
        manifest(names, new Manifest.Counts(1, 1, 0, Map.of())),
        List.of(
            new ImportanceSection(
                "saliency",
                "Saliency",
                UNIT,
                TARGET,
                ImportanceSection.ALL_ROWS,
                List.of(features))),
        List.of(),
        List.of(),
        RejectSummary.none());
  }

  /** Two features and one method that ran as given. */
  static ReportContents with(Manifest.MethodRun run) {
    ReportContents plain = of(features(List.of("a", "b"), 10, 1).toArray(FeatureImportance[]::new));
    Manifest m = plain.manifest();
    Manifest changed =
        new Manifest(
            m.runId(),
            m.job(),
            m.startedAt(),
            m.finishedAt(),
            m.status(),
            m.confidence(),
            m.resolvedJob(),
            m.model(),
            m.input(),
            m.features(),
            m.baseline(),
            m.counts(),
            m.earlier(),
            m.shards(),
            List.of(run),
            m.timings(),
            m.versions(),
            m.prediction(),
            m.actual(),
            List.of());
    return new ReportContents(
        changed, plain.importance(), List.of(), List.of(), RejectSummary.none());
  }

  /** A run in which every text that a user may choose is {@code name}. */
  static ReportContents named(String name) {
    List<String> features = List.of(name, name + " 2");
    List<ImportanceSection> importance = new ArrayList<>();
    List<SampleSection> samples = new ArrayList<>();
    for (String method : features) {
      for (String slice : List.of(ImportanceSection.ALL_ROWS, name)) {
        List<FeatureImportance> all = new ArrayList<>(featuresOf(features));
        all.add(FeatureImportance.ofPair(name + " x", features, importance(2, 0.1, 1.5, 3, 3)));
        importance.add(new ImportanceSection(method, method, name, name, slice, all));
      }
      samples.add(
          new SampleSection(
              method,
              name,
              features,
              List.of(new SampleSection.Row(name, 1, List.of(1f, 2f), List.of(3f, Float.NaN)))));
    }
    DistributionSection usual = distribution(Quantity.SCORE, name, 0, 1, 3);
    return new ReportContents(
            manifestNamed(name),
            importance,
            samples,
            List.of(
                new DistributionSection(
                    Quantity.COMPLETENESS_GAP, name, name, name, usual.bins(), usual.quantiles()),
                new DistributionSection(
                    Quantity.SCORE, name, name, name, usual.bins(), usual.quantiles())),
            new RejectSummary(
                List.of(new RejectSummary.Count(name, name, 2)),
                List.of(new RejectSummary.Example(name, name, name, name))))
        .withImages(List.of(Shown.image(name)), List.of(Shown.mean(name)))
        .withTexts(List.of(Shown.text(name)));
  }

  private static Manifest manifestNamed(String name) {
    Map<String, Object> options = Map.of("option", name);
    return new Manifest(
        name,
        name,
        name,
        name,
        name,
        0.9,
        name,
        new Manifest.Model(name, name, 1, List.of(2), List.of(name), name),
        new Manifest.Input(name, name, name, List.of(new Manifest.InputFile(name, 1, name))),
        List.of(new Manifest.Feature(name, List.of(name))),
        new Manifest.BaselineUsed(name, name, 3, name),
        new Manifest.Counts(4, 2, 2, Map.of(name, 2L)),
        new Manifest.Earlier(name, 1, 2, 2),
        new Manifest.Shards(1, 4),
        List.of(new Manifest.MethodRun(name, options, 1, 2, 3, null, 4)),
        Map.of(name, 1.0),
        Map.of(name, name),
        null,
        null,
        List.of());
  }

  private static List<FeatureImportance> featuresOf(List<String> names) {
    return IntStream.range(0, names.size())
        .mapToObj(
            i ->
                new FeatureImportance(
                    names.get(i), names, importance(2, 1.0 / (i + 1), 1.5, i + 1, 2)))
        .toList();
  }

  /** Four methods, eleven targets, ten slices, a thousand features, a thousand sampled rows. */
  static ReportContents large() {
    List<String> names = IntStream.range(0, 1000).mapToObj(i -> "feature_number_" + i).toList();
    List<ImportanceSection> importance = new ArrayList<>();
    List<SampleSection> samples = new ArrayList<>();
    List<FeatureImportance> features = features(names, 1_000_000, 5);
    List<SampleSection.Row> rows = sample("saliency", names.subList(0, 40), 1000).rows();
    for (int method = 0; method < 4; method++) {
      for (int target = 0; target < 11; target++) {
        for (int slice = 0; slice < 10; slice++) {
          importance.add(
              new ImportanceSection(
                  "method-" + method,
                  "Method " + method,
                  UNIT,
                  "class " + target,
                  slice == 0 ? ImportanceSection.ALL_ROWS : "region = " + slice,
                  features));
        }
        samples.add(
            new SampleSection("method-" + method, "class " + target, names.subList(0, 40), rows));
      }
    }
    return new ReportContents(
        manifest(names, new Manifest.Counts(1_000_000, 1_000_000, 0, Map.of())),
        importance,
        samples,
        List.of(),
        RejectSummary.none());
  }

  static List<String> measurements() {
    List<String> features = new ArrayList<>();
    for (String statistic : List.of("mean", "error", "worst")) {
      for (String measure :
          List.of(
              "radius",
              "texture",
              "perimeter",
              "area",
              "smoothness",
              "compactness",
              "concavity",
              "concave_points",
              "symmetry",
              "fractal_dimension")) {
        features.add(statistic + "_" + measure);
      }
    }
    features.set(28, "mean_number_of_concave_points_along_the_contour");
    return features;
  }

  static Manifest manifest(List<String> features, Manifest.Counts counts) {
    return new Manifest(
        "breast-cancer-audit-20261122T031500Z",
        "breast-cancer-audit",
        "2026-11-22T03:15:00Z",
        "2026-11-22T03:15:17.420Z",
        "succeeded",
        0.95,
        "name: breast-cancer-audit\nseed: 7\ninput:\n  format: parquet\n  path: data/breast_cancer\n",
        new Manifest.Model(
            "models/breast_cancer_mlp.pt",
            "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            55_812,
            List.of(features.size()),
            List.of("benign", "malignant"),
            UNIT),
        INPUT,
        features.stream().map(name -> new Manifest.Feature(name, List.of(name))).toList(),
        new Manifest.BaselineUsed("mean", "the mean of the training rows", 569, ""),
        counts,
        null,
        new Manifest.Shards(4, 143),
        methodRuns(),
        timings(),
        new TreeMap<>(Map.of("assay", "0.1.0", "spark", "4.2.0", "pytorch", "2.7.1")),
        null,
        null,
        List.of());
  }

  private static List<Manifest.MethodRun> methodRuns() {
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("rule", "adaptive");
    options.put("tolerance", 0.001);
    options.put("steps", 64L);
    return List.of(
        new Manifest.MethodRun(
            "integrated-gradients",
            options,
            569,
            41_211,
            4,
            new Manifest.Completeness(0.001, 4.93e-4, 0),
            11.9),
        new Manifest.MethodRun("saliency", Map.of("signed", true), 569, 569, 0, null, 0.42));
  }

  private static Map<String, Double> timings() {
    Map<String, Double> timings = new LinkedHashMap<>();
    timings.put("plan", 1.2);
    timings.put("attribute", 14.85);
    timings.put("aggregate", 0.31);
    timings.put("report", 0.4);
    return timings;
  }

  /** Importance that falls from feature to feature, with intervals as wide as rows are few. */
  static List<FeatureImportance> features(List<String> names, long rows, long seed) {
    Random random = new Random(seed);
    double[] means = new double[names.size()];
    for (int feature = 0; feature < means.length; feature++) {
      means[feature] =
          1.9 * Math.exp(-0.16 * ((feature * 11 + 7) % names.size()) - 0.12 * random.nextDouble());
    }
    double sum = IntStream.range(0, means.length).mapToDouble(feature -> means[feature]).sum();
    return IntStream.range(0, means.length)
        .mapToObj(
            feature -> {
              int rank =
                  1
                      + (int)
                          IntStream.range(0, means.length)
                              .filter(o -> means[o] > means[feature])
                              .count();
              return new FeatureImportance(
                  names.get(feature),
                  List.of(names.get(feature)),
                  importance(rows, means[feature], sum, rank, names.size()));
            })
        .toList();
  }

  static Importance importance(long rows, double mean, double sum, int rank, int features) {
    double se = mean * 0.75 / Math.sqrt((double) rows);
    double share = mean / sum;
    int slack = rank <= 2 ? 0 : 1 + rank / 6;
    return new Importance(
        rows,
        mean,
        se,
        mean - 1.96 * se,
        mean + 1.96 * se,
        share,
        share * 0.95,
        share * 1.05,
        rank,
        Math.max(rank <= 2 ? 1 : 3, rank - slack),
        Math.min(features, rank + slack),
        mean * (rank % 2 == 0 ? -0.3 : 0.2),
        se * 1.2,
        mean * 1.1,
        -4 * mean,
        -2 * mean,
        -mean,
        0.1 * mean,
        mean,
        2.2 * mean,
        5 * mean,
        rank % 2 == 0 ? 0.41 : 0.57);
  }

  static SampleSection sample(String method, List<String> features, int rows) {
    List<FeatureImportance> importance = features(features, 569, "all rows".hashCode());
    Random random = new Random(method.hashCode());
    List<SampleSection.Row> sampled = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      List<Float> values = new ArrayList<>();
      List<Float> held = new ArrayList<>();
      double size = random.nextGaussian() + (random.nextDouble() < 0.37 ? 1.8 : -0.6);
      for (int feature = 0; feature < features.size(); feature++) {
        double mean = importance.get(feature).importance().meanAbs();
        double value = 0.75 * size + 0.6 * random.nextGaussian();
        int sign = feature % 5 == 4 ? -1 : 1;
        values.add((float) (sign * mean * (value + 0.15 * value * value * Math.signum(value))));
        held.add(feature == 20 ? Float.NaN : (float) (14 + 3.5 * value));
      }
      sampled.add(
          new SampleSection.Row("row-%04d".formatted(row), (float) (3 * size), values, held));
    }
    return new SampleSection(method, TARGET, features, sampled);
  }

  static DistributionSection distribution(
      Quantity quantity, String method, double low, double high, int bins) {
    double width = (high - low) / bins;
    List<Bin> rows = new ArrayList<>();
    for (int bin = 0; bin < bins; bin++) {
      double at = (bin + 0.5) / bins * 4 - 2;
      long count =
          Math.round(
              34 * Math.exp(-2 * (at + 0.8) * (at + 0.8))
                  + 20 * Math.exp(-3 * (at - 1) * (at - 1)));
      rows.add(new Bin(low + bin * width, low + (bin + 1) * width, count));
    }
    return new DistributionSection(
        quantity,
        method,
        TARGET,
        UNIT,
        rows,
        List.of(
            new Quantile(0, low),
            new Quantile(0.05, low + 0.1 * (high - low)),
            new Quantile(0.5, low + 0.36 * (high - low)),
            new Quantile(0.95, low + 0.84 * (high - low)),
            new Quantile(1, high)));
  }
}
