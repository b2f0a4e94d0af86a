package io.assay.spark;

import com.google.gson.Gson;
import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.report.Manifest;
import java.util.ArrayList;
import java.util.List;

/**
 * What a run was begun with; stored in its staging folder, and held against what a resumed run
 * finds.
 *
 * @param startedAt when the run was begun, ISO-8601
 * @param work what its tasks were told
 * @param baseline how the baseline came about
 * @param files the input's files
 */
record StagedPlan(
    String startedAt,
    ShardWork work,
    Manifest.BaselineUsed baseline,
    List<Manifest.InputFile> files) {
  String toJson() {
    return new Gson().toJson(this);
  }

  static StagedPlan fromJson(String json) {
    return new Gson().fromJson(json, StagedPlan.class);
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
    if (!files.equals(now.files) || !work.facts().equals(now.work.facts())) {
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
}
