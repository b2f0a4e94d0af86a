package io.assay.spark;

import io.assay.attribution.Tuning;
import io.assay.baseline.Baseline;
import io.assay.engine.ModelOptions;
import io.assay.job.InputPlan;
import io.assay.job.JobFacts;
import io.assay.job.JobReader;
import io.assay.job.JobSpec;
import io.assay.job.JobWriter;
import io.assay.job.Planner;
import io.assay.job.RunPlan;
import io.assay.table.InputLayout;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.SparkFiles;
import org.jspecify.annotations.Nullable;

/**
 * What every shard's task must know. It travels as text and numbers; the executor makes the plan
 * again from them, which gives the same plan because planning is a pure function.
 *
 * @param folder where the run's files go
 * @param resolvedJob the job file with its defaults filled in
 * @param facts what the driver found out about data and model
 * @param layout the input's canonical columns
 * @param baseline the name of the file with the reference rows
 * @param model the model file
 * @param surrogate what explains a surrogate of the model on all rows; null if nothing does
 */
record ShardWork(
    RunFolder folder,
    String resolvedJob,
    JobFacts facts,
    InputLayout layout,
    String baseline,
    ShippedModel model,
    @Nullable ShardWork surrogate)
    implements Serializable {
  /** Work without a surrogate. */
  ShardWork(
      RunFolder folder,
      String resolvedJob,
      JobFacts facts,
      InputLayout layout,
      String baseline,
      ShippedModel model) {
    this(folder, resolvedJob, facts, layout, baseline, model, null);
  }

  /** Returns the job. */
  JobSpec spec() {
    return JobReader.read(resolvedJob, List.of());
  }

  /** Returns the plan, the same one in all tasks of an executor. */
  RunPlan plan() {
    return ExecutorModels.plan(resolvedJob, facts);
  }

  /** Returns the same work with what methods have learnt, by the method's key. */
  ShardWork with(Map<String, Tuning> learnt) {
    return new ShardWork(
        folder, resolvedJob, facts.with(learnt), layout, baseline, model, surrogate);
  }

  /** Returns the same work with calls of the model of so many rows. */
  ShardWork withCallRows(int rows) {
    String resolved = JobWriter.yaml(spec().withCallRows(rows));
    return new ShardWork(folder, resolved, facts, layout, baseline, model, surrogate);
  }

  /** Returns the reference rows, one object in this JVM, so that what is built of it is kept. */
  Baseline openBaseline() {
    return ExecutorModels.baseline(baseline, () -> Path.of(SparkFiles.get(baseline)));
  }

  /** Returns the model, loaded once in this JVM. */
  ExecutorModels.Opened openModel(RunPlan plan) {
    return ExecutorModels.of(
        plan.spec().model().engine(), model.onExecutor(), options(plan.spec(), plan.input()));
  }

  /** Returns how a job's model is to be opened: with the layers that its methods will ask for. */
  static ModelOptions options(JobSpec spec, InputPlan input) {
    return new ModelOptions(
            input.shape(),
            spec.model().outputs().unit(),
            spec.model().outputs().names(),
            ModelOptions.Device.valueOf(spec.model().device().name().toUpperCase(Locale.ROOT)),
            spec.model().callRows(Math.max(1, input.width())))
        .withInputType(
            input.kind() == InputPlan.Kind.TEXT
                ? ModelOptions.InputType.INT64
                : ModelOptions.InputType.FLOAT32)
        .withLayers(Planner.layers(spec))
        .withOutputTensor(spec.model().outputs().tensor());
  }
}
