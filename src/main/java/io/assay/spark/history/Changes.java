package io.assay.spark.history;

import io.assay.report.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What else is different between two runs, besides importance. */
final class Changes {
  /** Where a run was put says nothing of its numbers. */
  private static final Set<String> WITHOUT_EFFECT =
      Set.of("output.path", "output.layout", "output", "name");

  private Changes() {}

  /**
   * One thing that is different.
   *
   * @param what such as {@code model} or {@code job: baseline.kind}
   * @param before of the earlier run
   * @param after of the later
   */
  record Change(String what, String before, String after) {}

  /** Returns what is different, what weighs most first. */
  static List<Change> between(Manifest before, Manifest after) {
    List<Change> changes = new ArrayList<>();
    add(changes, "model digest", digest(before), digest(after));
    add(changes, "unit of scores", before.model().unit(), after.model().unit());
    add(changes, "rows explained", rows(before), rows(after));
    add(changes, "rows rejected", rejected(before), rejected(after));
    add(changes, "input files", files(before), files(after));
    for (JobText.Change each : JobText.changes(before.resolvedJob(), after.resolvedJob())) {
      if (!WITHOUT_EFFECT.contains(each.key()) && !each.key().equals("model.sha256")) {
        add(changes, "job: " + each.key(), each.before(), each.after());
      }
    }
    add(changes, "confidence", "" + before.confidence(), "" + after.confidence());
    add(changes, "versions", "" + before.versions(), "" + after.versions());
    return changes;
  }

  /** Returns the same in some words: {@code model, rows, job}; empty if nothing is different. */
  static String inShort(Manifest before, Manifest after) {
    List<String> words =
        between(before, after).stream()
            .map(change -> change.what().replaceAll("[: ].*", "").toLowerCase(Locale.ROOT))
            .distinct()
            .toList();
    return String.join(", ", words);
  }

  private static void add(List<Change> changes, String what, String before, String after) {
    if (!before.equals(after)) {
      changes.add(new Change(what, before, after));
    }
  }

  private static String digest(Manifest manifest) {
    return manifest.model().sha256();
  }

  private static String rows(Manifest manifest) {
    return Words.count(explained(manifest));
  }

  /** Returns the rows behind a run's importance. */
  static long explained(Manifest manifest) {
    Manifest.Earlier earlier = manifest.earlier();
    return manifest.counts().attributed() + (earlier == null ? 0 : earlier.attributed());
  }

  private static String rejected(Manifest manifest) {
    return Words.count(manifest.counts().rejected());
  }

  private static String files(Manifest manifest) {
    List<Manifest.InputFile> files = manifest.input().files();
    long bytes = files.stream().mapToLong(Manifest.InputFile::bytes).sum();
    String newest =
        files.stream().map(Manifest.InputFile::modified).max(String::compareTo).orElse("unknown");
    return "%d, %s bytes, newest of %s".formatted(files.size(), Words.count(bytes), newest);
  }
}
