package io.assay.run.global;

import io.assay.aggregate.InputRow;
import io.assay.aggregate.InputSample;
import io.assay.baseline.Baseline;
import io.assay.global.GlobalMethod;
import io.assay.global.GlobalRequest;
import io.assay.global.GlobalResult;
import io.assay.job.RunPlan;
import io.assay.job.RunPlan.PlannedGlobal;
import io.assay.model.BlackBox;
import io.assay.model.Target;
import io.assay.tensor.RowIds;
import io.assay.tensor.Tensor;
import io.assay.tensor.TensorBatch;
import java.util.ArrayList;
import java.util.List;

/** Asks a model what the global methods of a plan want to know about the rows that were kept. */
public final class GlobalRun {
  private final BlackBox model;
  private final RunPlan plan;
  private final Baseline baseline;

  /** Prepares to ask. */
  public GlobalRun(BlackBox model, RunPlan plan, Baseline baseline) {
    this.model = model;
    this.plan = plan;
    this.baseline = baseline;
  }

  /**
   * What a method found.
   *
   * @param method which
   * @param rows of the sample that it was given
   * @param result what it found
   * @param seconds how long it took
   */
  public record Answer(PlannedGlobal method, int rows, GlobalResult result, double seconds) {}

  /**
   * Asks all methods, in the job's order.
   *
   * @param sample the rows kept by all shards together
   * @throws io.assay.AssayException MODEL_FAILED
   */
  public List<Answer> ask(InputSample sample) {
    List<InputRow> rows = sample.rows();
    List<Answer> answers = new ArrayList<>();
    for (PlannedGlobal planned : plan.globals()) {
      long start = System.nanoTime();
      GlobalResult result = ask(planned.method(), rows);
      double seconds = (System.nanoTime() - start) / 1e9;
      int taken = Math.min(rows.size(), planned.method().rows());
      answers.add(new Answer(planned, taken, result, seconds));
    }
    return answers;
  }

  private GlobalResult ask(GlobalMethod method, List<InputRow> rows) {
    List<InputRow> taken = rows.subList(0, Math.min(rows.size(), method.rows()));
    return taken.isEmpty() ? new GlobalResult(List.of(), 0) : method.ask(model, request(taken));
  }

  private GlobalRequest request(List<InputRow> rows) {
    boolean isLabelled = plan.keepsLabels();
    return new GlobalRequest(
        new TensorBatch(new RowIds(rows.stream().map(InputRow::rowId).toList()), inputs(rows)),
        target(rows),
        plan.targets(),
        isLabelled ? rows.stream().map(InputRow::label).toList() : List.of(),
        plan.input().columns(),
        plan.groups(),
        baseline,
        plan.spec().seed(),
        plan.spec().confidence());
  }

  private Tensor inputs(List<InputRow> rows) {
    int width = plan.inputWidth();
    float[] values = new float[Math.multiplyExact(rows.size(), width)];
    for (int row = 0; row < rows.size(); row++) {
      System.arraycopy(rows.get(row).input().values(), 0, values, row * width, width);
    }
    return Tensor.of(values, rows.size(), width);
  }

  private Target target(List<InputRow> rows) {
    return plan.hasOneTargetForAll()
        ? Target.outputs(plan.targets().stream().mapToInt(plan.outputs()::indexOf).toArray())
        : Target.perRow(rows.stream().mapToInt(InputRow::output).toArray());
  }
}
