package io.assay.spark;

import io.assay.attribution.Tuning;
import io.assay.baseline.Baseline;
import io.assay.engine.ModelOptions;
import io.assay.job.InputPlan;
import io.assay.job.JobFacts;
import io.assay.job.JobReader;
import io.assay.job.JobSpec;
import io.assay.job.Planner;
import io.assay.job.RunPlan;
import io.assay.table.InputLayout;
import io.assay.tensor.Tensor;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

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
   * @param rows reference rows, all values one behind the other, little-endian in Base64
   * @param weights one a row
   * @param shape sizes of all rows together, the row axis first
   */
  record StoredBaseline(String rows, List<Double> weights, List<Integer> shape)
      implements Serializable {
    static StoredBaseline of(Baseline baseline) {
      Tensor rows = baseline.rows();
      ByteBuffer bytes =
          ByteBuffer.allocate(rows.values().length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      bytes.asFloatBuffer().put(rows.values());
      return new StoredBaseline(
          Base64.getEncoder().encodeToString(bytes.array()),
          IntStream.range(0, baseline.size()).mapToObj(baseline::weight).toList(),
          IntStream.of(rows.shape()).boxed().toList());
    }

    Baseline baseline() {
      int[] sizes = shape.stream().mapToInt(Integer::intValue).toArray();
      ByteBuffer bytes =
          ByteBuffer.wrap(Base64.getDecoder().decode(rows)).order(ByteOrder.LITTLE_ENDIAN);
      float[] values = new float[bytes.remaining() / Float.BYTES];
      bytes.asFloatBuffer().get(values);
      return Baseline.background(
          Tensor.of(values, sizes), weights.stream().mapToDouble(Double::doubleValue).toArray());
    }
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
    return new ShardWork(folder, resolvedJob, facts.with(learnt), layout, baseline, model);
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
            spec.model().batchRows())
        .withInputType(
            input.kind() == InputPlan.Kind.TEXT
                ? ModelOptions.InputType.INT64
                : ModelOptions.InputType.FLOAT32)
        .withLayers(Planner.layers(spec))
        .withOutputTensor(spec.model().outputs().tensor());
  }
}
