package io.assay.spark;

import io.assay.baseline.Baseline;
import io.assay.engine.ModelOptions;
import io.assay.job.JobFacts;
import io.assay.job.JobReader;
import io.assay.job.JobSpec;
import io.assay.job.Planner;
import io.assay.job.RunPlan;
import io.assay.model.BlackBox;
import io.assay.table.InputLayout;
import io.assay.tensor.Tensor;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;

/**
 * What every shard's task must know. It travels as text and numbers; the executor makes the plan
 * again from them, which gives the same plan because planning is a pure function.
 *
 * @param folder where the run's files go
 * @param resolvedJob the job file with its defaults filled in
 * @param facts what the driver found out about data and model
 * @param layout the input's canonical columns
 * @param baseline the reference rows
 * @param model the model file
 */
record ShardWork(
    RunFolder folder,
    String resolvedJob,
    JobFacts facts,
    InputLayout layout,
    StoredBaseline baseline,
    ShippedModel model)
    implements Serializable {
  /**
   * A baseline on its way.
   *
   * @param rows reference rows, all values one behind the other
   * @param weights one a row
   */
  record StoredBaseline(List<Float> rows, List<Double> weights) implements Serializable {
    static StoredBaseline of(Baseline baseline) {
      Float[] rows = new Float[baseline.rows().values().length];
      for (int i = 0; i < rows.length; i++) {
        rows[i] = baseline.rows().at(i);
      }
      Double[] weights = new Double[baseline.size()];
      for (int i = 0; i < weights.length; i++) {
        weights[i] = baseline.weight(i);
      }
      return new StoredBaseline(List.of(rows), List.of(weights));
    }

    Baseline baseline() {
      float[] values = new float[rows.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = rows.get(i);
      }
      int size = weights.size();
      return Baseline.background(
          Tensor.of(values, size, values.length / size),
          weights.stream().mapToDouble(Double::doubleValue).toArray());
    }
  }

  /** Returns the job. */
  JobSpec spec() {
    return JobReader.read(resolvedJob, List.of());
  }

  /** Returns the plan. */
  RunPlan plan() {
    return Planner.plan(spec(), facts);
  }

  /** Returns the model, loaded once in this JVM. */
  BlackBox openModel(RunPlan plan) {
    return ExecutorModels.of(
        model.sha256(), model.onExecutor(), options(plan.spec(), plan.inputWidth()));
  }

  /** Returns how a job's model is to be opened. */
  static ModelOptions options(JobSpec spec, int width) {
    return new ModelOptions(
        List.of(width),
        spec.model().outputs().unit(),
        spec.model().outputs().names(),
        ModelOptions.Device.valueOf(spec.model().device().name().toUpperCase(Locale.ROOT)),
        spec.model().batchRows());
  }
}
