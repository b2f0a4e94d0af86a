package io.assay.report;

import io.assay.report.ImportanceSection.FeatureImportance;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A run over a table that is very wide. */
final class ManyFeatures {
  private ManyFeatures() {}

  /** One method, one target, no slices, and 400 sampled rows. */
  static ReportContents of(int count) {
    List<String> names = IntStream.range(0, count).mapToObj(i -> "feature_number_" + i).toList();
    List<FeatureImportance> features = Runs.features(names, 100_000, 5);
    ReportContents plain = Runs.of(features.toArray(FeatureImportance[]::new));
    return new ReportContents(
        Runs.manifest(names, new Manifest.Counts(100_000, 100_000, 0, Map.of())),
        plain.importance(),
        List.of(Runs.sample("saliency", names.subList(0, 60), 400)),
        List.of(),
        RejectSummary.none());
  }
}
