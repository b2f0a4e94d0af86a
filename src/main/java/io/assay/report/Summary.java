package io.assay.report;

import io.assay.aggregate.Importance;
import io.assay.report.ImportanceSection.FeatureImportance;
import io.assay.report.number.Numbers;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The head of the page: what was explained, what came out, and how sure it is.
 *
 * @param leader the most important feature of the section that the page opens with; empty if none
 * @param followers the next two, joined by "and"; empty if there is one feature
 */
record Summary(
    String job,
    String runId,
    String status,
    String started,
    String rows,
    String path,
    String features,
    String targets,
    String targetNoun,
    String unit,
    String methods,
    String baseline,
    String confidence,
    String leaderMethod,
    String leader,
    String share,
    String shareLow,
    String shareHigh,
    boolean hasInterval,
    String followers,
    List<Tile> tiles) {

  private static final int NAMES = 5;

  static Summary of(ReportContents contents, List<ImportanceSection> whole) {
    Manifest manifest = contents.manifest();
    List<String> targets = whole.stream().map(ImportanceSection::target).distinct().toList();
    List<FeatureImportance> ranked =
        whole.isEmpty() ? List.of() : ImportanceTable.ranked(whole.get(0));
    Map<String, String> titles = Page.titles(contents);
    Stream<String> methods =
        manifest.methods().stream().map(run -> titles.getOrDefault(run.key(), run.key()));
    boolean hasLeader = !ranked.isEmpty();
    Importance first = hasLeader ? ranked.get(0).importance() : null;
    return new Summary(
        manifest.job(),
        manifest.runId(),
        manifest.status(),
        manifest.startedAt(),
        Numbers.count(manifest.counts().attributed(), "row"),
        lastName(manifest.input().path()),
        Numbers.count(manifest.features().size(), "feature"),
        joined(targets),
        targets.size() == 1 ? "target" : "targets",
        manifest.model().unit(),
        joined(methods.toList()),
        manifest.baseline().description(),
        Numbers.confidence(manifest.confidence()),
        hasLeader ? whole.get(0).title() : "",
        hasLeader ? ranked.get(0).name() : "",
        first == null ? Numbers.NONE : Numbers.percent(first.share()),
        first == null ? Numbers.NONE : Numbers.percent(first.shareLow()),
        first == null ? Numbers.NONE : Numbers.percent(first.shareHigh()),
        first != null && Double.isFinite(first.shareLow()) && Double.isFinite(first.shareHigh()),
        joined(ranked.stream().skip(1).limit(2).map(FeatureImportance::name).toList()),
        Tile.of(manifest));
  }

  boolean hasLeader() {
    return !leader.isEmpty();
  }

  boolean hasFollowers() {
    return !followers.isEmpty();
  }

  boolean hasBaseline() {
    return !baseline.isEmpty();
  }

  boolean hasUnit() {
    return !unit.isEmpty();
  }

  boolean hasTargets() {
    return !targets.isEmpty();
  }

  /** Where the rows came from, in short; the whole path stands among the provenance. */
  private static String lastName(String path) {
    String trimmed = path.replaceAll("/+$", "");
    return trimmed.substring(trimmed.lastIndexOf('/') + 1);
  }

  /** Joins names with commas, and the last with "and"; of many names, the first few. */
  static String joined(List<String> names) {
    if (names.size() > NAMES) {
      String rest = names.size() - NAMES + " more";
      return joined(Stream.concat(names.stream().limit(NAMES), Stream.of(rest)).toList(), NAMES);
    }
    return joined(names, names.size() - 1);
  }

  private static String joined(List<String> names, int last) {
    return last < 1
        ? String.join("", names)
        : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
  }

  /** A number with its name. */
  record Tile(String value, String label) {
    static List<Tile> of(Manifest manifest) {
      Manifest.Counts counts = manifest.counts();
      double calls =
          manifest.methods().stream()
              .mapToDouble(run -> run.forwardCalls() + run.gradientCalls() + run.sharedCalls())
              .sum();
      return List.of(
          new Tile(Numbers.count(counts.attributed()), "rows explained"),
          new Tile(Numbers.count(counts.rejected()), "rows rejected"),
          new Tile(Numbers.count(manifest.features().size()), "features"),
          new Tile(Numbers.many(calls / counts.attributed()), "model calls a row"),
          new Tile(Numbers.duration(seconds(manifest)), "wall time"));
    }

    private static double seconds(Manifest manifest) {
      try {
        OffsetDateTime start = OffsetDateTime.parse(manifest.startedAt());
        OffsetDateTime end = OffsetDateTime.parse(manifest.finishedAt());
        return Duration.between(start, end).toMillis() / 1000.0;
      } catch (DateTimeParseException unknown) {
        return Double.NaN;
      }
    }
  }
}
