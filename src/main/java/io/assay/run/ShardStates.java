package io.assay.run;

import io.assay.aggregate.Distribution;
import io.assay.aggregate.ImportanceState;
import io.assay.aggregate.KeyedImportance;
import io.assay.aggregate.RowSample;
import io.assay.aggregate.SampledRow;
import io.assay.attribution.AttributionMethod;
import io.assay.attribution.Attributions;
import io.assay.attribution.MethodInfo;
import io.assay.attribution.MethodInfo.Completeness;
import io.assay.job.ColumnFold;
import io.assay.job.RunPlan;
import io.assay.job.RunPlan.PlannedMethod;
import io.assay.tensor.Rng;
import io.assay.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Everything that is summed up about attributions, by method, target and slice. States of shards
 * are merged in the order of the shards, so that the result is the same to the last bit whichever
 * shard finished first.
 */
public final class ShardStates {
  /** How many slices a job may have; beyond, a slice column was probably a name or a number. */
  public static final int MOST_SLICES = 1000;

  private final RunPlan plan;
  private final long seed;
  private final Map<String, ColumnFold> folds = new HashMap<>();
  private Set<Integer> met = Set.of();
  private final TreeMap<StateKey, ImportanceState> importance = new TreeMap<>();
  private final TreeMap<StateKey, KeyedImportance> tokens = new TreeMap<>();
  private final TreeMap<StateKey, RowSample> samples = new TreeMap<>();
  private final TreeMap<StateKey, Distribution> distributions = new TreeMap<>();

  /** Creates empty states for the methods of a plan. */
  public ShardStates(RunPlan plan) {
    this.plan = plan;
    this.seed = plan.spec().seed();
    for (PlannedMethod method : plan.methods()) {
      folds.put(method.key(), plan.fold(method));
    }
  }

  private ColumnFold fold(String method) {
    return Objects.requireNonNull(folds.get(method), method);
  }

  /** Adds the result of one method on rows of a batch. */
  void add(
      PlannedMethod planned,
      Attributions result,
      RowBatch rows,
      RowTargets targets,
      TargetRule rule) {
    met = TokenFold.ids(rows);
    for (int row = 0; row < result.rows(); row++) {
      for (int slot = 0; slot < result.slots(); slot++) {
        for (String target : rule.countedUnder(targets.name(row, slot))) {
          addRow(planned.method(), result, rows, row, slot, target);
        }
        addSample(planned, result, rows, row, slot, rule.countedUnder(targets.name(row, slot)));
      }
    }
  }

  private void addRow(
      AttributionMethod<?> explainer,
      Attributions result,
      RowBatch rows,
      int row,
      int slot,
      String target) {
    MethodInfo<?> method = explainer.info();
    int at = row * result.slots() + slot;
    List<String> slices = new ArrayList<>(rows.slices().at(row));
    slices.add(StateKey.ALL_ROWS);
    if (fold(method.key()).isByToken()) {
      Map<Integer, Float> words = TokenFold.sums(result, at, rows, row);
      for (String slice : slices) {
        KeyedImportance state = tokens(key(method, target, slice, StateKey.Kind.TOKENS));
        state.meet(met);
        state.add(words);
      }
    } else {
      addFeatures(explainer, target, slices, result, at);
    }
    distribution(method, target, StateKey.Kind.SCORE).add(result.scores().at(at));
    if (method.completeness() != Completeness.NONE) {
      distribution(method, target, StateKey.Kind.GAP).add(result.completenessGapShare(row, slot));
    }
  }

  /** Pictures are kept by output alone, dots of plots under every target. */
  private void addSample(
      PlannedMethod method,
      Attributions result,
      RowBatch rows,
      int row,
      int slot,
      List<String> targets) {
    boolean isPicture = plan.isPictured(method);
    for (String target :
        isPicture ? targets.subList(targets.size() - 1, targets.size()) : targets) {
      StateKey state = new StateKey(method.key(), target, StateKey.ALL_ROWS, StateKey.Kind.SAMPLE);
      sample(state, result, rows, row, slot);
    }
  }

  /**
   * Adds a row's features. Standard errors of features that are sums of columns are not known, for
   * the errors of columns depend on each other.
   */
  private void addFeatures(
      AttributionMethod<?> explainer,
      String target,
      List<String> slices,
      Attributions result,
      int at) {
    MethodInfo<?> method = explainer.info();
    ColumnFold fold = fold(method.key());
    float[] values = result.values().values();
    int offset = at * fold.columns();
    float[] features = fold.isIdentity() ? values : fold.sums(values, offset);
    Optional<float[]> errors =
        result
            .standardErrors()
            .filter(known -> fold.isIdentity() && explainer.isLiftedByNoise())
            .map(Tensor::values);
    for (String slice : slices) {
      ImportanceState state = importance(key(method, target, slice, StateKey.Kind.IMPORTANCE));
      if (errors.isPresent()) {
        state.add(features, errors.get(), offset);
      } else {
        state.add(features, fold.isIdentity() ? offset : 0);
      }
    }
  }

  private void sample(StateKey state, Attributions result, RowBatch rows, int row, int slot) {
    RowSample sample = sample(state);
    String rowId = result.rowIds().id(row);
    long key = Rng.key(seed, "sample", rowId);
    if (sample.admits(key)) {
      int at = row * result.slots() + slot;
      sample.add(
          new SampledRow(
              key,
              rowId,
              result.scores().at(at),
              result.baselineScores().at(at),
              values(result, at),
              SampleForm.features(plan, state.method(), rows.batch(), row)));
    }
  }

  private static StateKey key(
      MethodInfo<?> method, String target, String slice, StateKey.Kind kind) {
    return new StateKey(method.key(), target, slice, kind);
  }

  private ImportanceState importance(StateKey key) {
    return importance.computeIfAbsent(
        key, absent -> ImportanceState.empty(fold(key.method()).features()));
  }

  private KeyedImportance tokens(StateKey key) {
    return tokens.computeIfAbsent(key, absent -> KeyedImportance.empty());
  }

  private Distribution distribution(MethodInfo<?> method, String target, StateKey.Kind kind) {
    return distributions.computeIfAbsent(
        key(method, target, StateKey.ALL_ROWS, kind), absent -> Distribution.empty());
  }

  private Tensor values(Attributions result, int at) {
    int columns = result.groups();
    int from = at * columns;
    float[] values = Arrays.copyOfRange(result.values().values(), from, from + columns);
    return Tensor.of(values, 1, columns);
  }

  private RowSample sample(StateKey key) {
    return samples.computeIfAbsent(key, absent -> SampleForm.empty(plan, key.method()));
  }

  /** Merges a state that was stored. */
  public void merge(StateRecord record) {
    StateKey key = record.key();
    switch (key.kind()) {
      case IMPORTANCE -> importance(key).merge(ImportanceState.fromBytes(record.bytes()));
      case TOKENS -> tokens(key).merge(KeyedImportance.fromBytes(record.bytes()));
      case SAMPLE -> sample(key).merge(RowSample.fromBytes(record.bytes()));
      case SCORE, GAP ->
          distributions
              .computeIfAbsent(key, absent -> Distribution.empty())
              .merge(Distribution.fromBytes(record.bytes()));
    }
  }

  /** Returns all states, to be stored, in the order of their keys. */
  public List<StateRecord> records() {
    List<StateRecord> records = new ArrayList<>();
    importance.forEach((key, state) -> records.add(new StateRecord(key, state.toBytes())));
    tokens.forEach((key, state) -> records.add(new StateRecord(key, state.toBytes())));
    samples.forEach((key, state) -> records.add(new StateRecord(key, state.toBytes())));
    distributions.forEach((key, state) -> records.add(new StateRecord(key, state.toBytes())));
    return records;
  }

  /** Returns how many different slices were met. */
  long slices() {
    return Stream.concat(importance.keySet().stream(), tokens.keySet().stream())
        .map(StateKey::slice)
        .distinct()
        .count();
  }

  /** Returns the importance states, by key. */
  public SortedMap<StateKey, ImportanceState> importance() {
    return Collections.unmodifiableSortedMap(importance);
  }

  /** Returns the importance of tokens, by key; the keys of a state are token ids. */
  public SortedMap<StateKey, KeyedImportance> tokens() {
    return Collections.unmodifiableSortedMap(tokens);
  }

  /** Returns the samples, by key. */
  public SortedMap<StateKey, RowSample> samples() {
    return Collections.unmodifiableSortedMap(samples);
  }

  /** Returns the distributions of scores and of gaps, by key. */
  public SortedMap<StateKey, Distribution> distributions() {
    return Collections.unmodifiableSortedMap(distributions);
  }
}
