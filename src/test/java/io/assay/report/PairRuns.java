package io.assay.report;

import io.assay.aggregate.Importance;
import io.assay.report.ImportanceSection.FeatureImportance;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Made-up runs with a method that values pairs of features. */
final class PairRuns {
  private PairRuns() {}

  /** Shapley interactions of so many groups over all rows and in two slices, and Saliency. */
  static ReportContents of(List<String> groups) {
    ReportContents usual = Runs.usual();
    List<ImportanceSection> importance = new ArrayList<>();
    for (String slice : List.of(ImportanceSection.ALL_ROWS, "site = Aarhus", "site = Bergen")) {
      importance.add(
          new ImportanceSection(
              "shapley-interactions",
              "Shapley interactions",
              Runs.UNIT,
              Runs.TARGET,
              slice,
              withPairs(groups, 569, slice.hashCode())));
    }
    importance.addAll(usual.importance().subList(5, 10));
    return new ReportContents(
        usual.manifest(), importance, usual.samples(), usual.distributions(), RejectSummary.none());
  }

  /** Groups, then all pairs of them, whose strength falls with both. */
  private static List<FeatureImportance> withPairs(List<String> groups, long rows, long seed) {
    Random random = new Random(seed);
    List<List<String>> terms = new ArrayList<>();
    List<Double> means = new ArrayList<>();
    for (int one = 0; one < groups.size(); one++) {
      terms.add(List.of(groups.get(one)));
      means.add(1.4 * Math.exp(-0.21 * one));
    }
    for (int one = 0; one < groups.size(); one++) {
      for (int other = one + 1; other < groups.size(); other++) {
        terms.add(List.of(groups.get(one), groups.get(other)));
        means.add(0.4 * Math.exp(-0.15 * (one + other)) * random.nextDouble());
      }
    }
    double sum = means.stream().mapToDouble(Double::doubleValue).sum();
    return IntStream.range(0, terms.size())
        .mapToObj(
            term -> {
              double mean = means.get(term);
              int rank = 1 + (int) means.stream().filter(other -> other > mean).count();
              Importance numbers = Runs.importance(rows, mean, sum, rank, terms.size());
              String name = String.join(" x ", terms.get(term));
              return terms.get(term).size() == 1
                  ? new FeatureImportance(name, List.of(name), numbers)
                  : FeatureImportance.ofPair(name, terms.get(term), numbers);
            })
        .toList();
  }
}
