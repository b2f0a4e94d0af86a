package io.assay.run;

import io.assay.attribution.AttributionRequest;
import io.assay.attribution.TunedMethod;
import io.assay.attribution.Tuning;
import io.assay.baseline.Baseline;
import io.assay.job.RunPlan;
import io.assay.job.RunPlan.PlannedMethod;
import io.assay.model.BlackBox;
import io.assay.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Lets the methods of a plan that learn from pilot rows do so: once a job, on the driver, before
 * any row is explained. They are asked as they will be for every row: the same target, baseline,
 * groups and seed.
 */
public final class Pilot {
  private final BlackBox model;
  private final RunPlan plan;
  private final Baseline baseline;
  private final TargetRule rule;

  /** Prepares to let the methods of a plan learn about a model. */
  public Pilot(BlackBox model, RunPlan plan, Baseline baseline) {
    this.model = model;
    this.plan = plan;
    this.baseline = baseline;
    this.rule = new TargetRule(plan.spec().target(), model.signature());
  }

  /**
   * What a method learnt and what that cost.
   *
   * @param tuning what it learnt
   * @param rows pilot rows that it was shown
   * @param calls forward calls of the model
   * @param seconds wall time
   */
  public record Lesson(Tuning tuning, int rows, long calls, double seconds) {}

  /** Returns how many pilot rows the most demanding method of a plan wants; 0 if none learns. */
  public static int rows(RunPlan plan) {
    return plan.methods().stream().mapToInt(each -> rows(plan, each)).max().orElse(0);
  }

  /** Where tokens are masked behind a layer, the model is another one for every row. */
  private static int rows(RunPlan plan, PlannedMethod planned) {
    boolean learns = planned.method() instanceof TunedMethod<?> && !plan.isEmbedded(planned);
    return learns ? ((TunedMethod<?>) planned.method()).pilotRows() : 0;
  }

  /** Returns the rows that can teach: of known label, and with outputs that are finite. */
  public RowBatch usable(RowBatch rows) {
    List<Integer> unknown = rule.unknownLabels(rows).stream().map(RowFault::row).toList();
    Tensor outputs = model.outputs(rows.batch().input());
    return rows.select(
        IntStream.range(0, rows.rows())
            .filter(row -> !unknown.contains(row) && isFinite(outputs, row))
            .toArray());
  }

  private static boolean isFinite(Tensor outputs, int row) {
    int length = outputs.rowLength();
    return IntStream.range(row * length, (row + 1) * length)
        .allMatch(at -> Float.isFinite(outputs.at(at)));
  }

  /**
   * Lets every method that wants pilot rows learn from the first of these, as many as it wants.
   *
   * @param rows usable rows, in an order that does not depend on how the input is stored
   * @return by the method's key, in the job's order; nothing of no rows
   * @throws io.assay.AssayException MODEL_FAILED, MODEL_ABILITY
   */
  public Map<String, Lesson> learn(RowBatch rows) {
    Map<String, Lesson> lessons = new LinkedHashMap<>();
    for (PlannedMethod planned : plan.methods()) {
      int wanted = Math.min(rows(plan, planned), rows.rows());
      if (wanted > 0 && planned.method() instanceof TunedMethod<?> method) {
        lessons.put(planned.key(), learn(planned, method, rows.slice(0, wanted)));
      }
    }
    return lessons;
  }

  private <M extends BlackBox> Lesson learn(
      PlannedMethod planned, TunedMethod<M> method, RowBatch rows) {
    long start = System.nanoTime();
    CountedModel counted = new CountedModel(model);
    AttributionRequest request =
        BatchExplainer.request(plan, baseline, rows, rule.resolve(counted, rows));
    RowParts parts = RowParts.of(plan, rows, request);
    List<AttributionRequest> requests =
        !rows.groups().isEmpty() && plan.takesRowGroups(planned)
            ? parts.eachRequests()
            : parts.wholeRequests();
    Tuning tuning = method.tune(BatchExplainer.able(counted, method), requests);
    double seconds = (System.nanoTime() - start) / 1e9;
    return new Lesson(tuning, rows.rows(), counted.calls(), seconds);
  }
}
