package io.assay.spark;

import com.google.gson.Gson;
import io.assay.job.RunPlan;
import io.assay.job.RunPlan.PlannedMethod;
import io.assay.report.SampledInput;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The notes that every table of a run carries in its Parquet footers. */
final class Footers {
  private Footers() {}

  /** Returns the notes of a run: who made the file, from what, in which units. */
  static Map<String, String> of(ShardWork work, RunPlan plan) {
    Map<String, String> notes = new TreeMap<>();
    notes.put("assay.run_id", work.folder().runId());
    notes.put("assay.job", plan.spec().name());
    notes.put("assay.model_sha256", work.model().sha256());
    notes.put("assay.unit", plan.spec().model().outputs().unit().name());
    notes.put("assay.confidence", String.valueOf(plan.spec().confidence()));
    notes.put("assay.intervals", plan.spec().importance().words());
    plan.spec()
        .input()
        .rows()
        .sample()
        .ifPresent(sample -> notes.put("assay.rows", sample.words()));
    putFeatures(notes, plan, plan.groups().names());
    plan.spec()
        .methods()
        .forEach(
            method -> notes.put("assay.method." + method.key(), String.valueOf(method.options())));
    return notes;
  }

  /** Returns the notes of a run's tables that are written when all is explained. */
  static Map<String, String> of(StagedPlan staged, RunPlan plan) {
    Map<String, String> notes = of(staged.work(), plan);
    SampledInput sample = Rounds.inManifest(staged);
    if (sample != null) {
      notes.put("assay.sample", sample.words());
    }
    return notes;
  }

  /** Returns the notes of a method's attributions, whose values may belong to something else. */
  static Map<String, String> of(Map<String, String> notes, RunPlan plan, PlannedMethod method) {
    Map<String, String> own = new TreeMap<>(notes);
    putFeatures(own, plan, method.columns());
    return own;
  }

  /** Pixels and positions are told by the input's shape: their names would outweigh the values. */
  private static void putFeatures(Map<String, String> notes, RunPlan plan, List<String> names) {
    boolean isNamed = !plan.input().isByPosition() || names.size() != plan.groups().size();
    notes.put("assay.features", isNamed ? new Gson().toJson(names) : "[]");
    notes.put("assay.input_shape", plan.input().shape().toString());
  }
}
