package io.assay.report;

import io.assay.report.ImportanceSection.FeatureImportance;
import io.assay.report.Manifest.Completeness;
import io.assay.report.Manifest.MethodRun;
import io.assay.report.number.Numbers;
import io.assay.report.part.DifferenceLine;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a reader should know before trusting the numbers.
 *
 * @param level how much it matters
 * @param text one or two sentences
 */
record Finding(Level level, String text) {
  /** How much it matters, with the word that stands before the text. */
  enum Level {
    /** As it should be. */
    GOOD("In order"),
    /** Worth knowing. */
    NOTE("Note"),
    /** Worth looking into. */
    CHECK("Check");

    private final String word;

    Level(String word) {
      this.word = word;
    }
  }

  /**
   * Returns what there is to say about a run: status, rows, completeness, global methods, order,
   * slices.
   */
  static List<Finding> all(ReportContents contents) {
    List<Finding> findings = new ArrayList<>();
    Manifest manifest = contents.manifest();
    if (!manifest.status().equals("succeeded")) {
      findings.add(new Finding(Level.CHECK, "The run ended as " + manifest.status() + "."));
    }
    findings.add(rows(manifest.counts()));
    if (manifest.input().sample() != null) {
      findings.add(sampled(manifest.input().sample()));
    }
    if (manifest.earlier() != null) {
      findings.add(together(manifest.counts(), manifest.earlier()));
    }
    Map<String, String> titles = Page.titles(contents);
    for (MethodRun run : manifest.methods()) {
      findings.add(completeness(titles.getOrDefault(run.key(), run.key()), run.completeness()));
    }
    for (GlobalMethodRun run : manifest.global()) {
      if (run.failure() != null) {
        findings.add(
            new Finding(
                Level.CHECK,
                "%s says nothing: %s"
                    .formatted(titles.getOrDefault(run.key(), run.key()), run.failure())));
      }
    }
    contents.importance().stream().findFirst().ifPresent(first -> addOrder(first, findings));
    addSlices(contents, findings);
    addDifferences(contents.parts().differences(), findings);
    return List.copyOf(findings);
  }

  /** Returns the class that the style sheet knows. */
  String style() {
    return level.name().toLowerCase(Locale.ROOT);
  }

  /** Returns the word that stands before the text. */
  String word() {
    return level.word;
  }

  private static Finding rows(Manifest.Counts counts) {
    if (counts.rejected() == 0) {
      return new Finding(Level.GOOD, "Every row that was read is explained.");
    }
    List<String> reasons = new ArrayList<>();
    counts.rejectsByReason().forEach((reason, rows) -> reasons.add(rows + " " + words(reason)));
    return new Finding(
        Level.CHECK,
        "%s of %s rows (%s) could not be explained%s."
            .formatted(
                Numbers.count(counts.rejected()),
                Numbers.count(counts.rowsIn()),
                Numbers.percent((double) counts.rejected() / counts.rowsIn()),
                reasons.isEmpty() ? "" : ": " + String.join(", ", reasons)));
  }

  private static Finding sampled(SampledInput sample) {
    return new Finding(sample.isReached() ? Level.NOTE : Level.CHECK, sample.words());
  }

  private static Finding together(Manifest.Counts counts, Manifest.Earlier earlier) {
    return new Finding(
        Level.NOTE,
        "Importance is that of %s rows: %s explained by this run, and %s by the run %s and those"
                .formatted(
                    Numbers.count(counts.attributed() + earlier.attributed()),
                    Numbers.count(counts.attributed()),
                    Numbers.count(earlier.attributed()),
                    earlier.run())
            + " that it went on from, whose files are as they were.");
  }

  /** Returns a reason such as {@code UNKNOWN_CATEGORY} as words. */
  static String words(String reason) {
    return switch (reason) {
      case "NULL" -> "missing";
      case "NAN" -> "not a number";
      default -> reason.toLowerCase(Locale.ROOT).replace('_', ' ');
    };
  }

  private static Finding completeness(String title, @Nullable Completeness completeness) {
    if (completeness == null) {
      return new Finding(
          Level.NOTE, title + " does not promise that its values add up to the score.");
    }
    String largest = Numbers.rounded(100 * completeness.largestGap()) + " %";
    String tolerance = Numbers.rounded(100 * completeness.tolerance()) + " %";
    return completeness.rowsOver() == 0
        ? new Finding(
            Level.GOOD,
            "%s adds up on every row within %s of the row's attribution (largest gap %s)."
                .formatted(title, tolerance, largest))
        : new Finding(
            Level.CHECK,
            "%s: %s with a completeness gap over %s of the row's attribution (largest %s)."
                .formatted(
                    title, Numbers.count(completeness.rowsOver(), "row"), tolerance, largest));
  }

  private static void addOrder(ImportanceSection section, List<Finding> findings) {
    List<FeatureImportance> ranked = ImportanceTable.ranked(section);
    int settled = 0;
    while (settled < ranked.size() && isSettled(ranked.get(settled))) {
      settled++;
    }
    if (settled == ranked.size()) {
      findings.add(new Finding(Level.GOOD, "The order of all features is settled."));
      return;
    }
    FeatureImportance open = ranked.get(settled);
    findings.add(
        new Finding(
            Level.NOTE,
            "%s; intervals overlap from place %d on: %s could stand anywhere from %d to %d."
                .formatted(
                    settled == 0
                        ? "No place in the order is settled"
                        : "The first " + Numbers.count(settled, "place") + " are settled",
                    settled + 1,
                    open.name(),
                    open.importance().rankLow(),
                    open.importance().rankHigh())));
  }

  private static boolean isSettled(FeatureImportance feature) {
    return feature.importance().rankLow() == feature.importance().rankHigh();
  }

  private static void addSlices(ReportContents contents, List<Finding> findings) {
    if (contents.importance().isEmpty()) {
      return;
    }
    ImportanceSection whole = contents.importance().get(0);
    String leader = leader(whole);
    List<String> others = new ArrayList<>();
    for (ImportanceSection section : contents.importance()) {
      boolean isPeer =
          section.method().equals(whole.method()) && section.target().equals(whole.target());
      if (isPeer && !leader(section).equals(leader)) {
        others.add(leader(section) + " in " + section.slice());
      }
    }
    if (!others.isEmpty()) {
      findings.add(
          new Finding(Level.NOTE, "Another feature comes first: " + Summary.joined(others) + "."));
    }
  }

  private static void addDifferences(List<DifferenceLine> differences, List<Finding> findings) {
    List<DifferenceLine> found =
        differences.stream()
            .filter(DifferenceLine::isFound)
            .sorted(Comparator.comparingDouble(DifferenceLine::p))
            .toList();
    if (differences.isEmpty()) {
      return;
    }
    String tested =
        "%s of %s differences between slices"
            .formatted(Numbers.count(found.size()), Numbers.count(differences.size()));
    if (found.isEmpty()) {
      findings.add(new Finding(Level.NOTE, tested + " are found: what is seen may be chance."));
      return;
    }
    DifferenceLine clearest = found.get(0);
    findings.add(
        new Finding(
            Level.NOTE,
            "%s are found; the clearest: %s moves the target %s in %s than in %s."
                .formatted(
                    tested,
                    clearest.feature(),
                    clearest.difference() < 0 ? "less" : "more",
                    clearest.slice(),
                    clearest.other().equals("rest") ? "other rows" : clearest.other())));
  }

  private static String leader(ImportanceSection section) {
    return ImportanceTable.ranked(section).stream()
        .findFirst()
        .map(FeatureImportance::name)
        .orElse("");
  }
}
