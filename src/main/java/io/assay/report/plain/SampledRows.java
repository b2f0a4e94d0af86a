package io.assay.report.plain;

import static io.assay.report.number.Numbers.rounded;

import io.assay.report.ImportanceSection;
import io.assay.report.ReportContents;
import io.assay.report.SampleSection;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How the attributions of a feature lie over the sampled rows.
 *
 * @param sorted attributions, least first
 * @param whereLow their mean over the third of the rows that hold least of the feature; NaN if rows
 *     hold no single value
 * @param whereHigh the same over the third that hold most
 */
record SampledRows(String feature, List<Float> sorted, double whereLow, double whereHigh) {
  /** Returns the table of the first sample, its most important features first. */
  static List<PlainTable> table(ReportContents contents) {
    if (contents.samples().isEmpty()) {
      return List.of();
    }
    SampleSection sample = contents.samples().get(0);
    List<SampledRows> features =
        leading(contents, sample).stream().map(feature -> of(sample, feature)).toList();
    ImportanceSection section = section(contents, sample);
    String title = section == null ? sample.method() : section.title();
    return new PlainTable.Builder<SampledRows>()
        .name("Feature", SampledRows::feature)
        .number("Least", each -> rounded(each.at(0)))
        .number("Median", each -> rounded(each.at(0.5)))
        .number("Greatest", each -> rounded(each.at(1)))
        .number("Mean where the feature is low", each -> rounded(each.whereLow()))
        .number("Mean where it is high", each -> rounded(each.whereHigh()))
        .table(
            "Attributions of %s sampled rows \u00b7 %s \u00b7 %s"
                .formatted(sample.rows().size(), title, sample.target()),
            features,
            sample.features().size(),
            "the run\u2019s attributions table");
  }

  private static @Nullable ImportanceSection section(
      ReportContents contents, SampleSection sample) {
    return contents.importance().stream()
        .filter(
            each ->
                each.method().equals(sample.method())
                    && each.target().equals(sample.target())
                    && each.slice().equals(ImportanceSection.ALL_ROWS))
        .findFirst()
        .orElse(null);
  }

  private static List<Integer> leading(ReportContents contents, SampleSection sample) {
    ImportanceSection section = section(contents, sample);
    List<String> names =
        section == null
            ? sample.features()
            : section.features().stream()
                .sorted(Comparator.comparingInt(each -> each.importance().rank()))
                .map(ImportanceSection.FeatureImportance::name)
                .toList();
    return names.stream()
        .map(sample.features()::indexOf)
        .filter(feature -> feature >= 0)
        .limit(PlainTable.ROWS)
        .toList();
  }

  private static SampledRows of(SampleSection sample, int feature) {
    List<SampleSection.Row> rows = sample.rows();
    List<Float> sorted =
        rows.stream()
            .map(row -> row.values().get(feature))
            .filter(Float::isFinite)
            .sorted()
            .toList();
    int[] order =
        IntStream.range(0, rows.size())
            .filter(row -> Float.isFinite(held(rows.get(row), feature)))
            .boxed()
            .sorted(Comparator.comparingDouble(row -> held(rows.get(row), feature)))
            .mapToInt(Integer::intValue)
            .toArray();
    int third = order.length / 3;
    return new SampledRows(
        sample.features().get(feature),
        sorted,
        mean(rows, feature, Arrays.copyOf(order, third)),
        mean(rows, feature, Arrays.copyOfRange(order, order.length - third, order.length)));
  }

  private static float held(SampleSection.Row row, int feature) {
    return row.featureValues().isEmpty() ? Float.NaN : row.featureValues().get(feature);
  }

  private static double mean(List<SampleSection.Row> rows, int feature, int[] some) {
    return Arrays.stream(some)
        .mapToDouble(row -> rows.get(row).values().get(feature))
        .filter(Double::isFinite)
        .average()
        .orElse(Double.NaN);
  }

  private double at(double share) {
    return sorted.isEmpty() ? Double.NaN : sorted.get((int) (share * (sorted.size() - 1)));
  }
}
