package io.assay.run;

import static io.assay.attribution.MethodInfo.Completeness.NONE;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.attribution.AttributionMethod;
import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.baseline.Baseline;
import io.assay.job.RunPlan;
import io.assay.job.RunPlan.PlannedMethod;
import io.assay.model.BlackBox;
import io.assay.model.Target;
import io.assay.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Works off one shard: batches go through every method, and every row ends either in all results or
 * among the faults. Not thread-safe; a shard is one thread's work.
 */
public final class ShardRunner {
  private final BlackBox model;
  private final RunPlan plan;
  private final List<PlannedMethod> methods;
  private final Baseline baseline;
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
    this.model = model;
    this.plan = plan;
    this.methods = plan.methods();
    this.baseline = baseline;
    this.rule = new TargetRule(plan.spec().target(), model.signature());
    this.states = new ShardStates(plan);
    methods.forEach(method -> totals.add(MethodTotals.none(method.key())));
  }

  /**
   * Explains a batch by every method and adds it to the shard's states.
   *
   * @throws AssayException MODEL_FAILED, MODEL_ABILITY, RESOURCE_LACKING; SPEC_INVALID if the
   *     slices are too many
   */
  public BatchResult explain(RowBatch rows) {
    TreeMap<Integer, RowFault> faults = new TreeMap<>();
    rule.unknownLabels(rows).forEach(fault -> faults.put(fault.row(), fault));
    int[] known = without(rows.rows(), faults);
    if (known.length == 0) {
      return new BatchResult(List.of(), List.of(), List.of(), List.copyOf(faults.values()));
    }
    RowBatch explained = known.length == rows.rows() ? rows : rows.select(known);
    Target target = rule.resolve(model, explained);
    targetCalls += (long) rule.callsPerRow() * explained.rows();
    List<Attributions> results = attribute(explained, target);
    for (RowFault fault : notFinite(results, explained.rows())) {
      int row = known[fault.row()];
      faults.put(row, new RowFault(row, fault.kind(), fault.detail()));
    }
    return counted(rows, target, results, known, faults);
  }

  /** Returns the request of a batch, with the columns of the attribution table as groups. */
  static AttributionRequest request(RunPlan plan, Baseline baseline, RowBatch rows, Target target) {
    return new AttributionRequest(
        rows.batch(),
        target,
        baseline,
        plan.groups(),
        plan.spec().seed(),
        RowBaselines.masking(plan.spec(), baseline));
  }

  private List<Attributions> attribute(RowBatch rows, Target target) {
    AttributionRequest request = request(plan, baseline, rows, target);
    RowParts parts = RowParts.of(plan, rows, request);
    List<Attributions> results = new ArrayList<>();
    for (int i = 0; i < methods.size(); i++) {
      long start = System.nanoTime();
      PlannedMethod planned = methods.get(i);
      Attributions result = attribute(planned, rows, parts);
      double seconds = (System.nanoTime() - start) / 1e9;
      totals.set(i, totals.get(i).plus(calls(result, seconds)));
      results.add(result);
    }
    return results;
  }

  private Attributions attribute(PlannedMethod planned, RowBatch rows, RowParts parts) {
    boolean takesOwn = !rows.groups().isEmpty() && plan.takesRowGroups(planned);
    if (plan.isEmbedded(planned)) {
      EmbeddedTokens tokens = EmbeddedTokens.of(plan, model);
      return takesOwn
          ? parts.each(part -> tokens.attribute(planned.method(), part))
          : parts.alone(part -> tokens.attribute(planned.method(), part));
    }
    return takesOwn
        ? parts.each(part -> attribute(planned.method(), part))
        : parts.whole(part -> attribute(planned.method(), part));
  }

  private <M extends BlackBox> Attributions attribute(
      AttributionMethod<M> method, AttributionRequest request) {
    return method.attribute(able(model, method), request);
  }

  /** Returns a model under the ability that a method needs. */
  static <M extends BlackBox> M able(BlackBox model, AttributionMethod<M> method) {
    return model
        .as(method.info().ability())
        .orElseThrow(
            () ->
                new AssayException(
                    ErrorCode.MODEL_ABILITY,
                    "The method %s needs a model that is %s; leave the method out",
                    method.info().key(),
                    method.info().ability().getSimpleName()));
  }

  private static MethodTotals calls(Attributions result, double seconds) {
    long forward = 0;
    long gradient = 0;
    for (int row = 0; row < result.rows(); row++) {
      forward += result.calls().forward(row);
      gradient += result.calls().gradient(row);
    }
    return new MethodTotals("", forward, gradient, result.calls().shared(), 0, 0, seconds);
  }

  private List<RowFault> notFinite(List<Attributions> results, int rows) {
    List<RowFault> faults = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < results.size(); i++) {
        if (!isFinite(results.get(i), row)) {
          String method = methods.get(i).key();
          faults.add(new RowFault(row, RowFault.Kind.NOT_FINITE_RESULT, method));
          break;
        }
      }
    }
    return faults;
  }

  private static boolean isFinite(Attributions result, int row) {
    return isFinite(result.values(), row)
        && isFinite(result.scores(), row)
        && isFinite(result.baselineScores(), row)
        && result.standardErrors().map(errors -> isFinite(errors, row)).orElse(true);
  }

  private static boolean isFinite(Tensor tensor, int row) {
    int length = tensor.rowLength();
    for (int i = row * length; i < (row + 1) * length; i++) {
      if (!Float.isFinite(tensor.at(i))) {
        return false;
      }
    }
    return true;
  }

  /** Drops the rows at fault, and adds the others to states and totals. */
  private BatchResult counted(
      RowBatch rows,
      Target target,
      List<Attributions> results,
      int[] known,
      SortedMap<Integer, RowFault> faults) {
    int[] finite =
        IntStream.range(0, known.length).filter(i -> !faults.containsKey(known[i])).toArray();
    int[] kept = IntStream.of(finite).map(i -> known[i]).toArray();
    List<List<String>> targets = IntStream.of(finite).mapToObj(i -> rule.names(target, i)).toList();
    RowBatch explained = rows.select(kept);
    List<Attributions> clean = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      Attributions result =
          finite.length == known.length ? results.get(i) : results.get(i).select(finite);
      states.add(methods.get(i), result, explained, targets, rule);
      totals.set(i, totals.get(i).plus(gaps(methods.get(i).method(), result)));
      clean.add(result);
    }
    checkSlices();
    return new BatchResult(
        IntStream.of(kept).boxed().toList(), targets, clean, List.copyOf(faults.values()));
  }

  private static MethodTotals gaps(AttributionMethod<?> method, Attributions result) {
    double largest = 0;
    long over = 0;
    if (method.info().completeness() != NONE) {
      for (int row = 0; row < result.rows(); row++) {
        for (int slot = 0; slot < result.slots(); slot++) {
          double gap = Math.abs(result.completenessGapShare(row, slot));
          largest = Math.max(largest, gap);
          over += gap > method.completenessTolerance() ? 1 : 0;
        }
      }
    }
    return new MethodTotals("", 0, 0, 0, largest, over, 0);
  }

  private void checkSlices() {
    if (states.slices() > ShardStates.MOST_SLICES) {
      throw new AssayException(
          ErrorCode.SPEC_INVALID,
          "The slices have more than %d different values; slice by columns of few values, or by"
              + " conditions such as \"age >= 65\"",
          ShardStates.MOST_SLICES);
    }
  }

  private static int[] without(int rows, SortedMap<Integer, RowFault> faults) {
    return IntStream.range(0, rows).filter(row -> !faults.containsKey(row)).toArray();
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
