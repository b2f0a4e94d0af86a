package io.assay.run.global;

import io.assay.AssayException;
import io.assay.ErrorCode.Kind;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks a model what the global methods of a plan want to know about the rows that were kept. */
public final class GlobalRun {
  private static final Logger LOG = LoggerFactory.getLogger(GlobalRun.class);

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
   * @param failure why it found nothing; empty if it did
   */
  public record Answer(
      PlannedGlobal method, int rows, GlobalResult result, double seconds, String failure) {}

  /**
   * Asks all methods, in the job's order. One that finds that rows or labels are not what it needs
   * says so in its answer; the rows are explained already, and the other methods go on.
   *
   * @param sample the rows kept by all shards together
   * @throws AssayException MODEL_FAILED, RESOURCE_LACKING
   */
  public List<Answer> ask(InputSample sample) {
    List<InputRow> rows = sample.rows();
    List<Answer> answers = new ArrayList<>();
    for (PlannedGlobal planned : plan.globals()) {
      answers.add(answer(planned, rows));
    }
    return answers;
  }

  private Answer answer(PlannedGlobal planned, List<InputRow> rows) {
    int taken = Math.min(rows.size(), planned.method().rows());
    long start = System.nanoTime();
    try {
      GlobalResult result = ask(planned.method(), rows);
      return new Answer(planned, taken, result, (System.nanoTime() - start) / 1e9, "");
    } catch (AssayException e) {
      if (e.code().kind() != Kind.USER && e.code().kind() != Kind.DATA) {
        throw e;
      }
      String why = String.valueOf(e.getMessage());
      LOG.warn("{} was not asked: {}", planned.key(), why);
      double seconds = (System.nanoTime() - start) / 1e9;
      return new Answer(planned, taken, new GlobalResult(List.of(), 0), seconds, why);
    }
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
