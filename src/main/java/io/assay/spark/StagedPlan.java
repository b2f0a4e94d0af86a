package io.assay.spark;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.attribution.Tuning;
import io.assay.report.Manifest;
import io.assay.run.Pilot;
import io.assay.spark.sampling.SampledRows;
import io.assay.spark.scan.StoredShards;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.hadoop.fs.FileSystem;
import org.jspecify.annotations.Nullable;

/**
 * What a run was begun with; stored in its staging folder, and held against what a resumed run
 * finds.
 *
 * @param startedAt when the run was begun, ISO-8601
 * @param work what its tasks were told
 * @param baseline how the baseline came about
 * @param files the input's files
 * @param shards what its shards are made of; null in plans of versions that knew row ids alone
 * @param earlier the run that it goes on from; null if it explains all rows of its input
 * @param pilots what it cost that methods learnt from pilot rows, by the method's key
 * @param calls how many rows a call of the model takes, which the job of the tasks says too; null
 *     before that is known
 * @param sample the rows that are explained, where these are a sample; null otherwise
 */
record StagedPlan(
    String startedAt,
    ShardWork work,
    Manifest.BaselineUsed baseline,
    List<Manifest.InputFile> files,
    @Nullable StoredShards shards,
    @Nullable EarlierRun earlier,
    Map<String, Manifest.Pilot> pilots,
    Manifest.@Nullable Calls calls,
    @Nullable SampledRows sample) {
  /** What a method learns may be infinite or no number. */
  private static final Gson GSON = new GsonBuilder().serializeSpecialFloatingPointValues().create();

  StagedPlan {
    files = List.copyOf(files);
    pilots =
        pilots == null // in plans of earlier versions
            ? Map.of()
            : Collections.unmodifiableMap(new LinkedHashMap<>(pilots));
  }

  /** A plan of which the size of calls is not known yet. */
  StagedPlan(
      String startedAt,
      ShardWork work,
      Manifest.BaselineUsed baseline,
      List<Manifest.InputFile> files,
      @Nullable StoredShards shards,
      @Nullable EarlierRun earlier,
      Map<String, Manifest.Pilot> pilots) {
    this(startedAt, work, baseline, files, shards, earlier, pilots, null, null);
  }

  String toJson() {
    return GSON.toJson(this);
  }

  static StagedPlan fromJson(String json) {
    return GSON.fromJson(json, StagedPlan.class);
  }

  /** Returns what a run was begun with; nothing if its driver was killed before it was planned. */
  static Optional<StagedPlan> begun(RunFolder folder, FileSystem files) {
    return RunFolder.readWhole(files, folder.plan()).map(StagedPlan::fromJson);
  }

  /** Returns this plan with what methods had learnt before, without learning it again. */
  StagedPlan withTunings(Map<String, Tuning> learnt) {
    return new StagedPlan(
        startedAt, work.with(learnt), baseline, files, shards, earlier, pilots, calls, sample);
  }

  /** Returns this plan with what methods have learnt. */
  StagedPlan with(Map<String, Pilot.Lesson> lessons) {
    Map<String, Tuning> tunings = new LinkedHashMap<>();
    Map<String, Manifest.Pilot> costs = new LinkedHashMap<>();
    lessons.forEach(
        (method, lesson) -> {
          tunings.put(method, lesson.tuning());
          costs.put(method, new Manifest.Pilot(lesson.rows(), lesson.calls(), lesson.seconds()));
        });
    return new StagedPlan(
        startedAt, work.with(tunings), baseline, files, shards, earlier, costs, calls, sample);
  }

  /** Returns this plan with calls of the model of a size. */
  StagedPlan with(Manifest.Calls size) {
    ShardWork sized = work.withCallRows(size.rows());
    return new StagedPlan(startedAt, sized, baseline, files, shards, earlier, pilots, size, sample);
  }

  /** Returns this plan for a sample of the input's rows. */
  StagedPlan with(SampledRows rows) {
    return new StagedPlan(startedAt, work, baseline, files, shards, earlier, pilots, calls, rows);
  }

  /** Returns how many rows are explained, of a sample those of its rounds so far. */
  long rows() {
    return sample == null ? work.plan().rows() : sample.rows();
  }

  /** Returns how many shards they lie in. */
  int shardCount() {
    return sample == null ? work.plan().shards() : sample.shardCount();
  }

  /**
   * Refuses to go on with a run whose job, model or input has changed since.
   *
   * @throws AssayException SPEC_INVALID, with what has changed
   */
  void checkUnchanged(StagedPlan now) {
    List<String> changed = new ArrayList<>();
    if (!work.resolvedJob().equals(now.work.resolvedJob())) {
      changed.add("the job");
    }
    if (!work.model().sha256().equals(now.work.model().sha256())) {
      changed.add("the model");
    }
    if (!surrogate(work).equals(surrogate(now.work))) {
      changed.add("the surrogate");
    }
    if (!files.equals(now.files)
        || !Objects.equals(shards, now.shards)
        || !work.facts().untuned().equals(now.work.facts().untuned())) {
      changed.add("the input");
    }
    if (!changed.isEmpty()) {
      throw new AssayException(
          ErrorCode.SPEC_INVALID,
          "Cannot resume %s: %s changed since it was begun; start a new run",
          work.folder().runId(),
          String.join(" and ", changed));
    }
  }

  private static String surrogate(ShardWork work) {
    return work.surrogate() == null ? "" : work.surrogate().model().sha256();
  }
}
