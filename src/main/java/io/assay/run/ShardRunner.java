package io.assay.run;

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
import io.assay.tensor.RowSelection;
import io.assay.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Works off one shard: batches go through every method, and every row ends either in all results or
 * among the faults. Not thread-safe; a shard is one thread's work.
 */
public final class ShardRunner {
  /** How many slices a job may have whose pairs are compared: 5,000 pairs. */
  private static final int MOST_PAIRED_SLICES = 100;

  private final BlackBox model;
  private final RunPlan plan;
  private final List<PlannedMethod> methods;
  private final Baseline baseline;
  private final BackgroundParts background;
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
    this.background = BackgroundParts.of(plan, baseline);
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
    return explain(rows, Supplier::get);
  }

  /** How the model's device is shared. */
  public interface Turn {
    /** Does work when the device is free for it. */
    <T> T take(Supplier<T> work);
  }

  /** What the model was asked. */
  private record Found(Target target, List<Attributions> results) {}

  /**
   * Explains a batch; the model is asked within one turn, and sums are made after it.
   *
   * @throws AssayException as above
   */
  public BatchResult explain(RowBatch rows, Turn turn) {
    TreeMap<Integer, RowFault> faults = new TreeMap<>();
    rule.unknownLabels(rows).forEach(fault -> faults.put(fault.row(), fault));
    RowSelection known = others(rows.rows(), faults.keySet());
    if (known.size() == 0) {
      RowTargets none = rule.named(Target.outputs(0), known);
      return new BatchResult(known, none, List.of(), List.copyOf(faults.values()));
    }
    RowBatch asked = rows.select(known);
    Found found = turn.take(() -> ask(asked));
    List<Attributions> results = found.results();
    SortedMap<Integer, String> notFinite = notFinite(results);
    notFinite.forEach((row, method) -> faults.put(known.at(row), fault(known.at(row), method)));
    RowSelection finite = others(asked.rows(), notFinite.keySet());
    BatchResult result =
        new BatchResult(
            known.select(finite),
            rule.named(found.target(), finite),
            results.stream().map(each -> each.select(finite)).toList(),
            List.copyOf(faults.values()));
    RowBatch explained = asked.select(finite);
    count(explained, result);
    RowSelection chosen = background.chosen(explained.batch().rowIds());
    if (chosen.size() > 0) {
      Target target = found.target().select(finite.positions()).select(chosen.positions());
      RowBatch again = explained.select(chosen);
      turn.take(() -> explainAgain(again, target));
    }
    return result;
  }

  /** Explains rows without each part of the background; how many methods did. */
  private int explainAgain(RowBatch rows, Target target) {
    RowTargets targets = rule.named(target, RowSelection.all(rows.rows()));
    CountedRows counted = CountedRows.of(rows, targets, rule);
    int asked = 0;
    for (int i = 0; i < methods.size(); i++) {
      PlannedMethod planned = methods.get(i);
      if (planned.method().info().usesBaseline()) {
        List<Attributions> results = new ArrayList<>();
        for (Baseline part : background.without()) {
          long start = System.nanoTime();
          RowParts parts = RowParts.of(plan, rows, request(plan, part, rows, target));
          Attributions result = attribute(planned, rows, parts);
          totals.set(i, totals.get(i).plus(calls(result, (System.nanoTime() - start) / 1e9)));
          results.add(result);
        }
        states.addWithout(planned.key(), results, counted);
        asked++;
      }
    }
    return asked;
  }

  private Found ask(RowBatch asked) {
    Target target = rule.resolve(model, asked);
    targetCalls += (long) rule.callsPerRow() * asked.rows();
    return new Found(target, attribute(asked, target));
  }

  private static RowFault fault(int row, String method) {
    return new RowFault(row, RowFault.Kind.NOT_FINITE_RESULT, method);
  }

  /** Adds what was found to states and totals. */
  private void count(RowBatch explained, BatchResult result) {
    CountedRows counted = CountedRows.of(explained, result.targets(), rule);
    for (int i = 0; i < methods.size(); i++) {
      Attributions each = result.byMethod().get(i);
      AttributionMethod<?> method = methods.get(i).method();
      Gaps gaps = Gaps.of(method, each);
      states.add(methods.get(i), each, gaps, counted);
      totals.set(i, totals.get(i).plus(gaps.totals(method.completenessTolerance())));
    }
    states.keep(counted);
    checkSlices();
  }

  /** Returns all rows but some. */
  private static RowSelection others(int rows, Set<Integer> butThese) {
    return butThese.isEmpty()
        ? RowSelection.all(rows)
        : RowSelection.of(
            IntStream.range(0, rows).filter(row -> !butThese.contains(row)).toArray());
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

  /** Returns the rows of which a result is no number, with the first method that says so. */
  private SortedMap<Integer, String> notFinite(List<Attributions> results) {
    TreeMap<Integer, String> rows = new TreeMap<>();
    for (int i = 0; i < results.size(); i++) {
      String method = methods.get(i).key();
      Attributions result = results.get(i);
      IntConsumer add = row -> rows.putIfAbsent(row, method);
      findNotFinite(result.values(), add);
      findNotFinite(result.scores(), add);
      findNotFinite(result.baselineScores(), add);
      result.standardErrors().ifPresent(errors -> findNotFinite(errors, add));
    }
    return rows;
  }

  private static void findNotFinite(Tensor tensor, IntConsumer rows) {
    float[] values = tensor.values();
    int length = tensor.rowLength();
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        rows.accept(i / length);
      }
    }
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
