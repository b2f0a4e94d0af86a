package io.assay.run;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.attribution.AttributionMethod;
import io.assay.attribution.Attributions;
import io.assay.baseline.Baseline;
import io.assay.job.RunPlan;
import io.assay.job.RunPlan.PlannedMethod;
import io.assay.model.BlackBox;
import io.assay.run.BatchExplainer.Turn;
import io.assay.run.Explained.Again;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Works off one shard: batches are explained by every method, and summed up in their order. One
 * thread may {@link #ask} about a batch while another {@link #count counts} the one before; either
 * is one thread's work.
 */
public final class ShardRunner {
  /** How many slices a job may have whose pairs are compared: 5,000 pairs. */
  private static final int MOST_PAIRED_SLICES = 100;

  private final RunPlan plan;
  private final List<PlannedMethod> methods;
  private final BatchExplainer explainer;
  private final TargetRule rule;
  private final ShardStates states;
  private final List<MethodTotals> totals = new ArrayList<>();
  private long targetCalls;

  /**
   * Prepares a shard.
   *
   * @param plan the methods, in the order of the results, and all that they need to know
   */
  public ShardRunner(BlackBox model, RunPlan plan, Baseline baseline) {
    this.plan = plan;
    this.methods = plan.methods();
    this.explainer = new BatchExplainer(model, plan, baseline);
    this.rule = new TargetRule(plan.spec().target(), model.signature());
    this.states = new ShardStates(plan);
    methods.forEach(method -> totals.add(MethodTotals.none(method.key())));
  }

  /**
   * Explains a batch by every method and adds it to the shard's states.
   *
   * @throws AssayException as {@link #ask} and {@link #count}
   */
  public BatchResult explain(RowBatch rows) {
    Explained explained = ask(rows, Supplier::get);
    count(explained);
    return explained.result();
  }

  /**
   * Explains a batch by every method; the model is asked within turns.
   *
   * @throws AssayException MODEL_FAILED, MODEL_ABILITY, RESOURCE_LACKING
   */
  public Explained ask(RowBatch rows, Turn turn) {
    return explainer.explain(rows, turn);
  }

  /**
   * Adds what was found of a batch to the shard's states and totals.
   *
   * @throws AssayException SPEC_INVALID if the slices are too many
   */
  public void count(Explained explained) {
    BatchResult result = explained.result();
    if (result.byMethod().isEmpty()) {
      return;
    }
    CountedRows counted = CountedRows.of(explained.rows(), result.targets(), rule);
    for (int i = 0; i < methods.size(); i++) {
      Attributions each = result.byMethod().get(i);
      AttributionMethod<?> method = methods.get(i).method();
      Gaps gaps = Gaps.of(method, each);
      states.add(methods.get(i), each, gaps, counted);
      MethodTotals more = gaps.totals(method.completenessTolerance());
      totals.set(i, totals.get(i).plus(explained.totals().get(i)).plus(more));
    }
    states.keep(counted);
    checkSlices();
    explained.again().ifPresent(this::count);
    targetCalls += explained.targetCalls();
  }

  private void count(Again again) {
    CountedRows counted = CountedRows.of(again.rows(), again.targets(), rule);
    again.byMethod().forEach((method, results) -> states.addWithout(method, results, counted));
  }

  private void checkSlices() {
    if (states.slices() > ShardStates.MOST_SLICES) {
      throw new AssayException(
          ErrorCode.SPEC_INVALID,
          "The slices have more than %d different values; slice by columns of few values, or by"
              + " conditions such as \"age >= 65\"",
          ShardStates.MOST_SLICES);
    }
    int slices = states.slices() - 1; // without that of all rows
    if (!plan.spec().differences().pairs().isEmpty() && slices > MOST_PAIRED_SLICES) {
      throw new AssayException(
          ErrorCode.SPEC_INVALID,
          "differences.pairs compares pairs, and the slices are %d; pairs are for up to %d slices:"
              + " leave them out, or slice by columns of fewer values",
          slices,
          MOST_PAIRED_SLICES);
    }
  }

  /** Returns the states of all batches so far. */
  public ShardStates states() {
    return states;
  }

  /** Returns what each method did so far, in the order of the methods. */
  public List<MethodTotals> totals() {
    return List.copyOf(totals);
  }

  /** Returns the forward calls made to find each row's target. */
  public long targetCalls() {
    return targetCalls;
  }
}
