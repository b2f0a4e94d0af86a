package io.assay.spark.history;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.aggregate.Importance;
import io.assay.aggregate.compare.Comparison.Confidences;
import io.assay.aggregate.compare.FalseDiscovery;
import io.assay.aggregate.compare.Shift;
import io.assay.attribution.catalog.MethodCatalog;
import io.assay.job.Spelling;
import io.assay.spark.history.RowPairing.Matched;
import io.assay.spark.history.RowPairing.Way;
import io.assay.spark.history.Selection.Part;
import io.assay.table.ImportanceRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How the importance of two runs differs, and what else is different.
 *
 * @param before the earlier run's id
 * @param after the later run's id
 * @param confidence of the intervals
 * @param changes what else is different
 * @param sections one a method, target and slice that both runs have
 * @param unmatched methods, targets and slices that one run has alone, in words
 */
public record RunDifference(
    String before,
    String after,
    double confidence,
    List<Changes.Change> changes,
    List<Section> sections,
    List<String> unmatched) {
  /** Copies the lists. */
  public RunDifference {
    changes = List.copyOf(changes);
    sections = List.copyOf(sections);
    unmatched = List.copyOf(unmatched);
  }

  /**
   * A method's view.
   *
   * @param part the method, target and slice
   * @param way what the intervals take for granted
   * @param features what changed most first
   * @param onlyBefore features that the earlier run has alone
   * @param onlyAfter features that the later run has alone
   */
  record Section(
      Part part, Way way, List<Feature> features, List<String> onlyBefore, List<String> onlyAfter) {
    /** Returns whether the method samples, so that rows share errors that no interval knows. */
    boolean isSampled() {
      return MethodCatalog.find(part.method()).map(entry -> entry.info().isSampled()).orElse(false);
    }
  }

  /**
   * A feature in both runs.
   *
   * @param name the feature
   * @param before its importance in the earlier run
   * @param after its importance in the later run
   * @param share how its share differs
   * @param shareQ the q of that among the features of the section
   * @param meanAbs how its mean |attribution| differs, score units
   * @param meanAbsQ the q of that
   */
  record Feature(
      String name,
      Importance before,
      Importance after,
      Shift share,
      double shareQ,
      Shift meanAbs,
      double meanAbsQ) {}

  /** What is asked of a comparison. */
  public record Options(Selection selection, PairedBy pairedBy, double confidence) {
    /** Checks the confidence. */
    public Options {
      if (!(confidence >= 0.5 && confidence <= 0.9999)) {
        throw new AssayException(
            ErrorCode.SPEC_INVALID, "--confidence is %s; need 0.5 to 0.9999", confidence);
      }
    }
  }

  /**
   * Compares two runs.
   *
   * @throws AssayException NOT_FOUND if they have nothing in common that was asked for
   */
  public static RunDifference between(FinishedRun before, FinishedRun after, Options options) {
    Map<Part, Map<String, Importance>> old = parts(before, options.selection());
    Map<Part, Map<String, Importance>> now = parts(after, options.selection());
    RowPairing pairing = new RowPairing(before, after, options.pairedBy(), options.confidence());
    Confidences confidences =
        new Confidences(before.manifest().confidence(), after.manifest().confidence());
    List<Section> sections = new ArrayList<>();
    List<String> unmatched = new ArrayList<>();
    old.forEach(
        (part, features) -> {
          Map<String, Importance> others = now.get(part);
          if (others == null || features.keySet().stream().noneMatch(others::containsKey)) {
            unmatched.add(part.words() + " is in " + before.id() + " alone");
          } else {
            sections.add(section(pairing, part, features, others, confidences));
          }
        });
    now.keySet().stream()
        .filter(part -> !old.containsKey(part))
        .forEach(part -> unmatched.add(part.words() + " is in " + after.id() + " alone"));
    if (sections.isEmpty()) {
      throw nothing(before, after, options.selection(), unmatched);
    }
    return new RunDifference(
        before.id(),
        after.id(),
        options.confidence(),
        Changes.between(before.manifest(), after.manifest()),
        sections,
        unmatched);
  }

  private static AssayException nothing(
      FinishedRun before, FinishedRun after, Selection selection, List<String> unmatched) {
    return new AssayException(
        ErrorCode.NOT_FOUND,
        "%s and %s have no feature in common under %s; %s",
        Words.name(before.id()),
        Words.name(after.id()),
        selection.words(),
        unmatched.isEmpty()
            ? "the later run has "
                + Spelling.some(
                    after.importance(null).stream()
                        .map(record -> Part.of(record).words())
                        .distinct()
                        .toList())
            : Words.name(String.join("; ", unmatched)));
  }

  private static Map<Part, Map<String, Importance>> parts(FinishedRun run, Selection selection) {
    Map<Part, Map<String, Importance>> parts = new LinkedHashMap<>();
    for (ImportanceRecord record : run.importance(null)) {
      if (selection.holds(record)) {
        parts
            .computeIfAbsent(Part.of(record), absent -> new LinkedHashMap<>())
            .put(record.feature(), record.importance());
      }
    }
    return parts;
  }

  private static Section section(
      RowPairing pairing,
      Part part,
      Map<String, Importance> before,
      Map<String, Importance> after,
      Confidences confidences) {
    List<String> both = before.keySet().stream().filter(after::containsKey).toList();
    Matched matched =
        new Matched(
            part,
            both,
            both.stream().map(before::get).toList(),
            both.stream().map(after::get).toList(),
            List.copyOf(before.keySet()),
            List.copyOf(after.keySet()));
    Way way = pairing.of(matched);
    return new Section(
        part,
        way,
        features(matched, way, confidences),
        before.keySet().stream().filter(name -> !after.containsKey(name)).toList(),
        after.keySet().stream().filter(name -> !before.containsKey(name)).toList());
  }

  private static List<Feature> features(Matched matched, Way way, Confidences confidences) {
    List<Shift> shares = new ArrayList<>();
    List<Shift> magnitudes = new ArrayList<>();
    for (int i = 0; i < matched.features().size(); i++) {
      Importance old = matched.before().get(i);
      Importance now = matched.after().get(i);
      shares.add(way.comparison().share(i, old, now, confidences));
      magnitudes.add(way.comparison().meanAbs(i, old, now));
    }
    double[] shareQ = FalseDiscovery.qValues(p(shares));
    double[] meanAbsQ = FalseDiscovery.qValues(p(magnitudes));
    List<Feature> features = new ArrayList<>();
    for (int i = 0; i < matched.features().size(); i++) {
      features.add(
          new Feature(
              matched.features().get(i),
              matched.before().get(i),
              matched.after().get(i),
              shares.get(i),
              shareQ[i],
              magnitudes.get(i),
              meanAbsQ[i]));
    }
    features.sort(
        Comparator.<Feature>comparingDouble(each -> Math.abs(each.share().change())).reversed());
    return List.copyOf(features);
  }

  private static double[] p(List<Shift> shifts) {
    return shifts.stream().mapToDouble(Shift::p).toArray();
  }

  /** Returns the features whose share surely changed. */
  static Stream<Feature> found(Section section, double q) {
    return section.features().stream().filter(feature -> feature.shareQ() <= q);
  }
}
