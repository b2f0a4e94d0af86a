package io.assay.spark.history;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.aggregate.Importance;
import io.assay.job.Spelling;
import io.assay.report.Manifest;
import io.assay.spark.history.Selection.Part;
import io.assay.table.ImportanceRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The importance of a feature over the runs of an output, as each run stored it.
 *
 * @param feature the feature's name
 * @param series one a method, target and slice
 */
public record FeatureHistory(String feature, List<Series> series) {
  /** Copies the list. */
  public FeatureHistory {
    series = List.copyOf(series);
  }

  /**
   * A method's view of the feature.
   *
   * @param method the method's key
   * @param target the explained output
   * @param slice the rows, {@code all} or a slice
   * @param points one a run that has it, those begun first first
   */
  public record Series(String method, String target, String slice, List<Point> points) {
    /** Copies the list. */
    public Series {
      points = List.copyOf(points);
    }
  }

  /**
   * The feature in a run.
   *
   * @param run the run's id
   * @param begun when it began, ISO-8601
   * @param confidence of its intervals
   * @param unit of its scores
   * @param importance its numbers
   * @param changed what else is different from the run before in the series, in some words; empty
   *     if nothing, and for the first
   */
  public record Point(
      String run,
      String begun,
      double confidence,
      String unit,
      Importance importance,
      String changed) {}

  /**
   * Reads the importance tables of runs.
   *
   * @param runs those begun first first
   * @param selection which parts are looked at
   * @throws AssayException NOT_FOUND if no run has the feature there
   */
  public static FeatureHistory of(List<FinishedRun> runs, String feature, Selection selection) {
    Map<Part, List<Point>> series = new LinkedHashMap<>();
    Map<Part, Manifest> last = new LinkedHashMap<>();
    for (FinishedRun run : runs) {
      for (ImportanceRecord record : run.importance(feature)) {
        if (selection.holds(record)) {
          Part part = Part.of(record);
          Manifest before = last.put(part, run.manifest());
          series
              .computeIfAbsent(part, absent -> new ArrayList<>())
              .add(point(run, record.importance(), before));
        }
      }
    }
    if (series.isEmpty()) {
      throw missing(runs, feature, selection);
    }
    return new FeatureHistory(
        feature,
        series.entrySet().stream()
            .map(
                entry ->
                    new Series(
                        entry.getKey().method(),
                        entry.getKey().target(),
                        entry.getKey().slice(),
                        entry.getValue()))
            .toList());
  }

  private static Point point(FinishedRun run, Importance importance, @Nullable Manifest before) {
    Manifest manifest = run.manifest();
    return new Point(
        run.id(),
        manifest.startedAt(),
        manifest.confidence(),
        manifest.model().unit(),
        importance,
        before == null ? "" : Changes.inShort(before, manifest));
  }

  private static AssayException missing(
      List<FinishedRun> runs, String feature, Selection selection) {
    List<ImportanceRecord> newest = runs.get(runs.size() - 1).importance(null);
    List<String> features = newest.stream().map(ImportanceRecord::feature).distinct().toList();
    if (features.contains(feature)) {
      return new AssayException(
          ErrorCode.NOT_FOUND,
          "No run has feature \"%s\" under %s; the newest has it under %s",
          Words.name(feature),
          selection.words(),
          Spelling.some(
              newest.stream()
                  .filter(record -> record.feature().equals(feature))
                  .map(record -> Part.of(record).words())
                  .toList()));
    }
    return new AssayException(
        ErrorCode.NOT_FOUND,
        "No run has a feature \"%s\"%s; the newest has %s",
        Words.name(feature),
        Words.name(Spelling.hint(feature, features)),
        Words.name(Spelling.some(features)));
  }
}
