package io.assay.spark.history;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import io.assay.spark.history.RunDifference.Feature;
import io.assay.spark.history.RunDifference.Section;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A {@link RunDifference} for a terminal, and as JSON. */
public final class DifferenceLines {
  /** The false-discovery rate at which a difference is called found. */
  private static final double FOUND = 0.05;

  private static final int NAME = 32;
  private static final int VALUE = 60;
  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().serializeNulls().disableHtmlEscaping().create();

  private DifferenceLines() {}

  /**
   * Returns what changed besides, and a table a section.
   *
   * @param most features a section; what changed most comes first
   */
  public static List<String> of(RunDifference difference, int most) {
    List<String> lines = new ArrayList<>();
    lines.add(Words.name(difference.before()) + " -> " + Words.name(difference.after()));
    lines.add("");
    lines.add(difference.changes().isEmpty() ? "Nothing else is different." : "Also different:");
    for (Changes.Change change : difference.changes()) {
      lines.add(
          String.format(
              Locale.ROOT,
              "  %-28s %s -> %s",
              Words.name(change.what()),
              Words.name(change.before(), VALUE),
              Words.name(change.after(), VALUE)));
    }
    difference.unmatched().forEach(words -> lines.add("  " + Words.name(words)));
    difference.sections().forEach(section -> add(lines, section, difference.confidence(), most));
    return lines;
  }

  private static void add(List<String> lines, Section section, double confidence, int most) {
    List<Feature> features = section.features();
    long found = RunDifference.found(section, FOUND).count();
    lines.add("");
    lines.add(section.part().words());
    lines.add("  Intervals: " + Words.name(section.way().words()) + ".");
    if (section.isSampled()) {
      lines.add(
          "  The method samples: errors that its rows share (of the seed, a bank of coalitions, a"
              + " background) are in no interval, and stand out where rows are the same.");
    }
    lines.add(
        "  %s of %s features have another share (q at most %.2f)."
            .formatted(Words.count(found), Words.count(features.size()), FOUND));
    lines.add(
        line(
            "feature",
            "share",
            "then",
            "points",
            Words.confidence(confidence) + " interval",
            "q",
            "mean |a|",
            "then",
            "q",
            "rank"));
    features.stream().limit(most).forEach(feature -> lines.add(line(feature)));
    if (features.size() > most) {
      lines.add("  and " + Words.count(features.size() - most) + " more; --all shows them");
    }
    addAlone(lines, "earlier", section.onlyBefore(), most);
    addAlone(lines, "later", section.onlyAfter(), most);
  }

  private static void addAlone(List<String> lines, String run, List<String> names, int most) {
    if (!names.isEmpty()) {
      List<String> some = names.stream().limit(most).map(Words::name).toList();
      String more = names.size() > most ? " and " + (names.size() - most) + " more" : "";
      lines.add("  In the " + run + " run alone: " + String.join(", ", some) + more);
    }
  }

  private static String line(Feature feature) {
    return line(
        Words.name(feature.name(), NAME),
        Words.percent(feature.before().share()),
        Words.percent(feature.after().share()),
        Words.points(feature.share().change()),
        Words.points(feature.share().low()) + " to " + Words.points(feature.share().high()),
        Words.probability(feature.shareQ()),
        Words.rounded(feature.before().meanAbs()),
        Words.rounded(feature.after().meanAbs()),
        Words.probability(feature.meanAbsQ()),
        HistoryLines.rank(feature.before()) + " -> " + HistoryLines.rank(feature.after()));
  }

  private static String line(Object... cells) {
    return String.format(Locale.ROOT, "  %-32s %8s %8s %9s  %-22s %6s %9s %9s %6s  %s", cells)
        .stripTrailing();
  }

  /** Returns all of it as JSON: numbers in full, null for what is unknown. */
  public static String json(RunDifference difference) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("before", difference.before());
    all.put("after", difference.after());
    all.put("confidence", difference.confidence());
    all.put("changes", difference.changes());
    all.put("unmatched", difference.unmatched());
    all.put("sections", difference.sections().stream().map(DifferenceLines::json).toList());
    return GSON.toJson(all);
  }

  private static Map<String, Object> json(Section section) {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("method", section.part().method());
    one.put("target", section.part().target());
    one.put("slice", section.part().slice());
    one.put("rows", section.way().comparison().rows().name().toLowerCase(Locale.ROOT));
    one.put("common_rows", section.way().commonRows() < 0 ? "unknown" : section.way().commonRows());
    one.put("intervals", section.way().words());
    one.put("errors_of_sampling_shared_by_rows", section.isSampled() ? "not in intervals" : "none");
    one.put("features", section.features().stream().map(DifferenceLines::json).toList());
    one.put("only_before", section.onlyBefore());
    one.put("only_after", section.onlyAfter());
    return one;
  }

  private static Map<String, Object> json(Feature feature) {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("feature", feature.name());
    one.put("share", JsonNumbers.of(feature.share(), feature.shareQ()));
    one.put("mean_abs", JsonNumbers.of(feature.meanAbs(), feature.meanAbsQ()));
    one.put("before", JsonNumbers.of(feature.before()));
    one.put("after", JsonNumbers.of(feature.after()));
    return one;
  }
}
