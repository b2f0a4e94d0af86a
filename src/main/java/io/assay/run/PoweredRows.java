package io.assay.run;

import io.assay.aggregate.RowSample;
import io.assay.aggregate.sampled.PoweredState;
import io.assay.attribution.Attributions;
import io.assay.baseline.Baseline;
import io.assay.job.ColumnFold;
import io.assay.job.RunPlan;
import io.assay.job.RunPlan.PlannedMethod;
import io.assay.model.BlackBox;
import io.assay.tensor.Rng;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a surrogate says of rows, summed up by method, target and slice: of all rows by itself, and
 * of rows of the sample beside what the methods say of the model. Not thread-safe; a shard is one
 * thread's work.
 */
public final class PoweredRows {
  private static final String PURPOSE = "powered-by";
  private static final float[] EXACT = {};

  private final RunPlan plan;
  private final ShardRunner surrogate;
  private final ColumnFold fold;
  private final List<PlannedMethod> methods;
  private final long seed;
  private final TreeMap<StateKey, PoweredState> states = new TreeMap<>();

  /**
   * Prepares a shard.
   *
   * @param plan of the model's methods, of which those are powered that attribute to the same
   *     features as the surrogate's
   * @param surrogate what stands in for the model
   * @param surrogatePlan with one method and one target
   * @param baseline the run's
   */
  public PoweredRows(RunPlan plan, BlackBox surrogate, RunPlan surrogatePlan, Baseline baseline) {
    this.plan = plan;
    this.surrogate = new ShardRunner(surrogate, surrogatePlan, baseline);
    this.fold = surrogatePlan.fold(surrogatePlan.methods().get(0));
    this.methods = methods(plan, surrogatePlan);
    this.seed = Rng.key(plan.spec().seed(), PURPOSE, "");
  }

  /** Returns the methods that a surrogate can power: those of the same features. */
  public static List<PlannedMethod> methods(RunPlan plan, RunPlan surrogatePlan) {
    ColumnFold own = surrogatePlan.fold(surrogatePlan.methods().get(0));
    return plan.methods().stream()
        .filter(method -> plan.fold(method).names().equals(own.names()))
        .toList();
  }

  /** Adds rows, some of all, by the surrogate alone. */
  public void add(RowBatch rows) {
    BatchResult found = surrogate.explain(rows);
    if (found.rows().size() == 0) {
      return;
    }
    float[] values = fold.sums(found.byMethod().get(0).values().values());
    for (int at = 0; at < found.rows().size(); at++) {
      for (PlannedMethod method : methods) {
        for (String slice : slices(rows, found.rows().at(at))) {
          state(method, slice).add(values, at * fold.features());
        }
      }
    }
  }

  /**
   * Adds rows of the sample, by both.
   *
   * @param rows as they were explained
   * @param exact what the methods of the plan say of them
   */
  public void add(RowBatch rows, BatchResult exact) {
    if (exact.rows().size() == 0) {
      return;
    }
    RowBatch explained = rows.select(exact.rows());
    BatchResult found = surrogate.explain(explained);
    if (found.rows().size() == 0) {
      return;
    }
    float[] values = fold.sums(found.byMethod().get(0).values().values());
    for (PlannedMethod method : methods) {
      Attributions result =
          exact.byMethod().get(plan.methods().indexOf(method)).select(found.rows());
      pair(method, result, values, explained.select(found.rows()));
    }
  }

  private void pair(PlannedMethod method, Attributions result, float[] values, RowBatch rows) {
    float[] exact = plan.fold(method).sums(result.values().values());
    float[] errors = KnownErrors.of(plan, method, result).orElse(EXACT);
    for (int row = 0; row < rows.rows(); row++) {
      long key = RowSample.key(seed, rows.batch().rowIds().id(row));
      for (String slice : slices(rows, row)) {
        state(method, slice).add(key, exact, errors, values, row * fold.features());
      }
    }
  }

  private static List<String> slices(RowBatch rows, int row) {
    return Stream.concat(Stream.of(StateKey.ALL_ROWS), rows.slices().at(row).stream()).toList();
  }

  private PoweredState state(PlannedMethod method, String slice) {
    String target = plan.targets().get(0);
    return states.computeIfAbsent(
        new StateKey(method.key(), target, slice, StateKey.Kind.POWERED),
        absent -> PoweredState.empty(fold.features()));
  }

  /** Merges a state that was stored. */
  static void merge(SortedMap<StateKey, PoweredState> states, StateRecord record) {
    PoweredState stored = PoweredState.fromBytes(record.bytes());
    states
        .computeIfAbsent(record.key(), absent -> PoweredState.empty(stored.groups()))
        .merge(stored);
  }

  /** Returns the sum of states of parts, in their order, by key. */
  public static List<StateRecord> merged(List<List<StateRecord>> parts) {
    TreeMap<StateKey, PoweredState> states = new TreeMap<>();
    parts.forEach(part -> part.forEach(record -> merge(states, record)));
    return records(states);
  }

  /** Returns all states, to be stored, in the order of their keys. */
  public List<StateRecord> records() {
    return records(states);
  }

  private static List<StateRecord> records(SortedMap<StateKey, PoweredState> states) {
    List<StateRecord> records = new ArrayList<>();
    states.forEach((key, state) -> records.add(new StateRecord(key, state.toBytes())));
    return records;
  }
}
