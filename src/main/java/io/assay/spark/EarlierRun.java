package io.assay.spark;

import com.google.gson.Gson;
import io.assay.report.Manifest;
import io.assay.spark.scan.StoredShards;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is there of earlier runs for a run to build on: the sums of their shards, and the files that
 * these were made of. Stored with every run as {@code covered.json}, for the run after it, and with
 * a run that goes on from it as far as it still holds.
 *
 * @param run the run in whose folder the sums lie
 * @param files input files
 * @param shards the shards, in the order in which their sums are added up
 */
record EarlierRun(String run, List<Manifest.InputFile> files, List<Shard> shards) {
  /**
   * A shard that was explained.
   *
   * @param states its file in the run's table of states; empty if it has no sums
   * @param files numbers of the files that its rows came from
   * @param rows rows read
   * @param attributed rows explained; the others were rejected
   */
  record Shard(String states, List<Integer> files, long rows, long attributed) {
    Shard {
      files = List.copyOf(files);
    }

    private Shard of(Map<Integer, Integer> numbers) {
      return new Shard(states, files.stream().map(numbers::get).toList(), rows, attributed);
    }
  }

  EarlierRun {
    files = List.copyOf(files);
    shards = List.copyOf(shards);
  }

  /** Returns what there is when a run has ended: what it went on from, and its own shards. */
  static EarlierRun after(String run, StagedPlan staged, Collection<ShardReport> reports) {
    List<Manifest.InputFile> files = new ArrayList<>();
    List<Shard> shards = new ArrayList<>();
    EarlierRun earlier = staged.earlier();
    if (earlier != null) {
      files.addAll(earlier.files);
      for (Shard kept : earlier.shards) {
        String states = kept.states().isEmpty() ? "" : keptName(shards.size());
        shards.add(new Shard(states, kept.files(), kept.rows(), kept.attributed()));
      }
    }
    int first = files.size();
    files.addAll(staged.files());
    StoredShards made = Objects.requireNonNull(staged.shards(), "shards of files");
    for (ShardReport report : reports) {
      boolean hasStates = report.files().stream().anyMatch(file -> file.table().equals("states"));
      shards.add(
          new Shard(
              hasStates ? RunFolder.partName(report.shard()) : "",
              made.filesOf(report.shard()).stream().map(file -> first + file).toList(),
              report.rowsIn(),
              report.attributed()));
    }
    return new EarlierRun(run, files, shards);
  }

  /** Returns what of this run still holds: files that are as they were, and their shards. */
  EarlierRun where(List<Manifest.InputFile> now) {
    Set<Manifest.InputFile> unchanged = new HashSet<>(now);
    Set<Integer> changed = new TreeSet<>();
    for (int file = 0; file < files.size(); file++) {
      if (!unchanged.contains(files.get(file))) {
        changed.add(file);
      }
    }
    return without(changed);
  }

  /** Returns this run without its last shard. */
  EarlierRun withoutLast() {
    return shards.isEmpty() ? this : without(shards.get(shards.size() - 1).files());
  }

  /** Leaves out files, the shards that they are in, and so all files of those shards. */
  private EarlierRun without(Collection<Integer> changed) {
    Set<Integer> out = new TreeSet<>(changed);
    List<Shard> kept = new ArrayList<>(shards);
    int before;
    do {
      before = out.size();
      kept.removeIf(shard -> !Collections.disjoint(shard.files(), out) && spoil(shard, out));
    } while (out.size() > before);
    Map<Integer, Integer> numbers = new HashMap<>();
    List<Manifest.InputFile> left = new ArrayList<>();
    for (int file = 0; file < files.size(); file++) {
      if (!out.contains(file)) {
        numbers.put(file, left.size());
        left.add(files.get(file));
      }
    }
    return new EarlierRun(run, left, kept.stream().map(shard -> shard.of(numbers)).toList());
  }

  private static boolean spoil(Shard shard, Set<Integer> out) {
    out.addAll(shard.files());
    return true;
  }

  /** Returns how many rows its shards hold. */
  long rows() {
    return shards.stream().mapToLong(Shard::rows).sum();
  }

  /** Returns how many of them were explained. */
  long attributed() {
    return shards.stream().mapToLong(Shard::attributed).sum();
  }

  /** Returns the name that a kept shard's sums get in the run that builds on them. */
  static String keptName(int shard) {
    return RunFolder.partName(shard).replace("part-", "kept-"); // comes before part- in order
  }

  String toJson() {
    return new Gson().toJson(this);
  }

  static EarlierRun fromJson(String json) {
    return new Gson().fromJson(json, EarlierRun.class);
  }
}
