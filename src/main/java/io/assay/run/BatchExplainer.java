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
import io.assay.run.Explained.Again;
import io.assay.tensor.RowSelection;
import io.assay.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Asks the model about batches, for every method: a row ends either in all results or among the
 * faults. It remembers nothing of a batch.
 */
public final class BatchExplainer {
  private final BlackBox model;
  private final RunPlan plan;
  private final List<PlannedMethod> methods;
  private final Baseline baseline;
  private final BackgroundParts background;
  private final TargetRule rule;

  /**
   * Prepares a shard.
   *
   * @param plan the methods, in the order of the results, and all that they need to know
   */
  public BatchExplainer(BlackBox model, RunPlan plan, Baseline baseline) {
    this.model = model;
    this.plan = plan;
    this.methods = plan.methods();
    this.baseline = baseline;
    this.background = BackgroundParts.of(plan, baseline);
    this.rule = new TargetRule(plan.spec().target(), model.signature());
  }

  /** How the model's device is shared. */
  public interface Turn {
    /** Does work when the device is free for it. */
    <T> T take(Supplier<T> work);
  }

  /** What one look at a batch gave. */
  private record Found(Target target, List<Attributions> results, List<MethodTotals> totals) {}

  /**
   * Explains a batch by every method; the model is asked within turns.
   *
   * @throws AssayException MODEL_FAILED, MODEL_ABILITY, RESOURCE_LACKING
   */
  public Explained explain(RowBatch rows, Turn turn) {
    TreeMap<Integer, RowFault> faults = new TreeMap<>();
    rule.unknownLabels(rows).forEach(fault -> faults.put(fault.row(), fault));
    RowSelection known = others(rows.rows(), faults.keySet());
    RowBatch asked = rows.select(known);
    if (known.size() == 0) {
      RowTargets none = rule.named(Target.outputs(0), known);
      return Explained.nothing(
          asked, new BatchResult(known, none, List.of(), List.copyOf(faults.values())));
    }
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
    List<MethodTotals> totals = new ArrayList<>(found.totals());
    Optional<Again> again = Optional.empty();
    RowSelection chosen = background.chosen(explained.batch().rowIds());
    if (chosen.size() > 0) {
      Target target = found.target().select(finite.positions()).select(chosen.positions());
      RowBatch some = explained.select(chosen);
      again = Optional.of(turn.take(() -> again(some, target, totals)));
    }
    long targetCalls = (long) rule.callsPerRow() * asked.rows();
    return new Explained(explained, result, again, totals, targetCalls);
  }

  private Found ask(RowBatch asked) {
    Target target = rule.resolve(model, asked);
    RowParts parts = RowParts.of(plan, asked, request(plan, baseline, asked, target));
    List<Attributions> results = new ArrayList<>();
    List<MethodTotals> totals = new ArrayList<>();
    for (PlannedMethod planned : methods) {
      long start = System.nanoTime();
      Attributions result = attribute(planned, asked, parts);
      totals.add(spent(planned, result, start));
      results.add(result);
    }
    return new Found(target, results, totals);
  }

  /** Explains rows without each part of the background, and adds to what the methods did. */
  private Again again(RowBatch rows, Target target, List<MethodTotals> totals) {
    Map<String, List<Attributions>> byMethod = new LinkedHashMap<>();
    for (int i = 0; i < methods.size(); i++) {
      PlannedMethod planned = methods.get(i);
      if (planned.method().info().usesBaseline()) {
        List<Attributions> results = new ArrayList<>();
        for (Baseline part : background.without()) {
          long start = System.nanoTime();
          RowParts parts = RowParts.of(plan, rows, request(plan, part, rows, target));
          Attributions result = attribute(planned, rows, parts);
          totals.set(i, totals.get(i).plus(spent(planned, result, start)));
          results.add(result);
        }
        byMethod.put(planned.key(), results);
      }
    }
    return new Again(rows, rule.named(target, RowSelection.all(rows.rows())), byMethod);
  }

  /** Returns all rows but some. */
  private static RowSelection others(int rows, Set<Integer> butThese) {
    return butThese.isEmpty()
        ? RowSelection.all(rows)
        : RowSelection.of(
            IntStream.range(0, rows).filter(row -> !butThese.contains(row)).toArray());
  }

  private static RowFault fault(int row, String method) {
    return new RowFault(row, RowFault.Kind.NOT_FINITE_RESULT, method);
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

  private static MethodTotals spent(PlannedMethod planned, Attributions result, long start) {
    double seconds = (System.nanoTime() - start) / 1e9;
    long forward = 0;
    long gradient = 0;
    for (int row = 0; row < result.rows(); row++) {
      forward += result.calls().forward(row);
      gradient += result.calls().gradient(row);
    }
    long shared = result.calls().shared();
    return new MethodTotals(planned.key(), forward, gradient, shared, 0, 0, seconds);
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
}
