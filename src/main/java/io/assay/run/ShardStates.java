package io.assay.run;

import io.assay.aggregate.BlockColumns;
import io.assay.aggregate.Distribution;
import io.assay.aggregate.FoldSums;
import io.assay.aggregate.ImportanceState;
import io.assay.aggregate.InputRow;
import io.assay.aggregate.InputSample;
import io.assay.aggregate.KeyedImportance;
import io.assay.aggregate.RowSample;
import io.assay.aggregate.SampledRow;
import io.assay.aggregate.sampled.PoweredState;
import io.assay.attribution.Attributions;
import io.assay.job.ColumnFold;
import io.assay.job.RunPlan;
import io.assay.job.RunPlan.PlannedMethod;
import io.assay.run.CountedRows.Segment;
import io.assay.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Everything that is summed up about attributions, by method, target and slice. States of shards
 * are merged in the order of the shards, so that the result is the same to the last bit whichever
 * shard finished first.
 */
public final class ShardStates {
  /** How many slices a job may have; beyond, a slice column was probably a name or a number. */
  public static final int MOST_SLICES = 1000;

  /** Parts of the rows by which a list of features is made again. */
  private static final int FOLDS = 32;

  /** Rows with their inputs are kept for all global methods together. */
  private static final StateKey INPUTS =
      new StateKey("global", StateKey.ALL_ROWS, StateKey.ALL_ROWS, StateKey.Kind.INPUTS);

  private final RunPlan plan;
  private final long seed;
  private final boolean keepsLabels;
  private final long greatestKey;
  private final long greatestShown;
  private final Map<String, ColumnFold> folds = new HashMap<>();
  private final BlockColumns columns = new BlockColumns();
  private final Set<String> slices = new HashSet<>();
  private final Map<StateKey, ImportanceState> importance = new HashMap<>();
  private final Map<StateKey, KeyedImportance> tokens = new HashMap<>();
  private final Map<StateKey, RowSample> samples = new HashMap<>();
  private final Map<StateKey, Distribution> distributions = new HashMap<>();
  private final Map<StateKey, FoldSums> sums = new HashMap<>();
  private final SortedMap<StateKey, PoweredState> powered = new TreeMap<>();
  private final Optional<InputSample> inputs;
  private final SearchRows search;

  /** Creates empty states for the methods of a plan. */
  public ShardStates(RunPlan plan) {
    this.plan = plan;
    this.seed = plan.spec().seed();
    this.keepsLabels = plan.keepsLabels();
    this.greatestKey = SampleForm.greatestKey(plan);
    this.greatestShown = SampleForm.greatestShown(plan);
    this.inputs =
        plan.keptRows() == 0 ? Optional.empty() : Optional.of(SampleForm.emptyInputs(plan));
    this.search = new SearchRows(plan);
    for (PlannedMethod method : plan.methods()) {
      folds.put(method.key(), plan.fold(method));
    }
  }

  private ColumnFold fold(String method) {
    return Objects.requireNonNull(folds.get(method), method);
  }

  /** Adds the result of one method on rows of a batch. */
  void add(PlannedMethod planned, Attributions result, Gaps gaps, CountedRows counted) {
    String method = planned.method().info().key();
    if (fold(method).isByToken()) {
      addTokens(method, result, counted);
    } else {
      addFeatures(planned, result, counted);
    }
    boolean isPicture = plan.isPictured(planned);
    for (Segment segment : counted.segments()) {
      if (segment.isAllRows()) {
        addDistributions(method, result, gaps, segment);
        if (segment.isOutput() || !isPicture) { // pictures by output alone, dots by every target
          addSample(method, result, counted, segment);
        }
      }
    }
  }

  /**
   * Adds rows as one method explains them without each part of the background.
   *
   * @param results one a part
   */
  void addWithout(String method, List<Attributions> results, CountedRows counted) {
    ColumnFold fold = fold(method);
    for (Segment segment : counted.segments()) {
      if (segment.isAllRows()) {
        FoldSums without = sums(key(method, segment, StateKey.Kind.BACKGROUND), results.size());
        for (int part = 0; part < results.size(); part++) {
          float[] features = fold.sums(results.get(part).values().values());
          for (int position : segment.positions()) {
            without.add(part, features, position * fold.features());
          }
        }
      }
    }
  }

  private FoldSums sums(StateKey key, int parts) {
    return sums.computeIfAbsent(
        key, absent -> FoldSums.empty(parts, fold(key.method()).features()));
  }

  /** Keeps rows of a batch for the global methods, if there are any. */
  void keep(CountedRows counted) {
    inputs.ifPresent(sample -> keep(sample, counted));
  }

  private void keep(InputSample sample, CountedRows counted) {
    RowBatch rows = counted.rows();
    long[] keys = counted.sampleKeys(seed);
    for (int row = 0; row < keys.length; row++) {
      if (keys[row] <= greatestKey && sample.admits(keys[row])) {
        sample.add(
            new InputRow(
                keys[row],
                rows.batch().rowIds().id(row),
                keepsLabels ? rows.labels().at(row) : "",
                counted.soleOutput(row),
                rows.batch().input().slice(row, row + 1)));
      }
    }
  }

  private void addDistributions(String method, Attributions result, Gaps gaps, Segment segment) {
    Distribution scores = distribution(key(method, segment, StateKey.Kind.SCORE));
    for (int position : segment.positions()) {
      scores.add(result.scores().at(position));
    }
    if (!gaps.isEmpty()) {
      Distribution shares = distribution(key(method, segment, StateKey.Kind.GAP));
      for (int position : segment.positions()) {
        shares.add(gaps.share(position));
      }
    }
  }

  private void addFeatures(PlannedMethod planned, Attributions result, CountedRows counted) {
    String method = planned.method().info().key();
    ColumnFold fold = fold(method);
    float[] features = fold.sums(result.values().values());
    Optional<float[]> errors = KnownErrors.of(plan, planned, result);
    for (Segment segment : counted.segments()) {
      int[] starts = segment.positions().clone();
      for (int i = 0; i < starts.length; i++) {
        starts[i] *= fold.features();
      }
      ImportanceState state = importance(key(method, segment, StateKey.Kind.IMPORTANCE));
      if (errors.isPresent()) {
        state.addAll(features, errors.get(), starts, 0, starts.length);
      } else {
        state.addAll(features, starts, 0, starts.length);
      }
      if (segment.isAllRows() && !search.isEmpty()) {
        StateKey kept = key(method, segment, StateKey.Kind.SEARCH);
        search.add(kept, segment, counted, counted.sampleKeys(seed), features);
      }
      if (segment.isAllRows() && plan.spec().importance().selection().isAsked()) {
        addFolds(
            sums(key(method, segment, StateKey.Kind.FOLDS), FOLDS), features, counted, segment);
      }
    }
  }

  /** Adds rows to folds by the low bits of their keys, which samples are not cut by. */
  private void addFolds(FoldSums sums, float[] features, CountedRows counted, Segment segment) {
    long[] keys = counted.sampleKeys(seed);
    for (int position : segment.positions()) {
      int fold = (int) Long.remainderUnsigned(keys[position / counted.slots()], FOLDS);
      sums.add(fold, features, position * sums.groups());
    }
  }

  private void addTokens(String method, Attributions result, CountedRows counted) {
    TokenFold sums = TokenFold.of(result, counted.rows());
    for (Segment segment : counted.segments()) {
      tokens(key(method, segment, StateKey.Kind.TOKENS))
          .addAll(sums.ids(), sums.rows(), segment.positions());
    }
  }

  private void addSample(String method, Attributions result, CountedRows counted, Segment segment) {
    RowSample sample = sample(key(method, segment, StateKey.Kind.SAMPLE));
    long[] keys = counted.sampleKeys(seed);
    long greatest = counted.isUniform() ? greatestShown : Long.MAX_VALUE;
    for (int position : segment.positions()) {
      int row = position / result.slots();
      if (keys[row] <= greatest && sample.admits(keys[row])) {
        sample.add(
            new SampledRow(
                keys[row],
                result.rowIds().id(row),
                result.scores().at(position),
                result.baselineScores().at(position),
                values(result, position),
                SampleForm.features(plan, method, counted.rows().batch(), row)));
      }
    }
  }

  private static StateKey key(String method, Segment segment, StateKey.Kind kind) {
    return new StateKey(method, segment.target(), segment.slice(), kind);
  }

  private ImportanceState importance(StateKey key) {
    ImportanceState known = importance.get(key);
    if (known == null) {
      known = ImportanceState.empty(fold(key.method()).features(), columns);
      importance.put(key, known);
      slices.add(key.slice());
    }
    return known;
  }

  private KeyedImportance tokens(StateKey key) {
    slices.add(key.slice());
    return tokens.computeIfAbsent(key, absent -> KeyedImportance.empty(columns));
  }

  private Distribution distribution(StateKey key) {
    return distributions.computeIfAbsent(key, absent -> Distribution.empty());
  }

  private static Tensor values(Attributions result, int at) {
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
    into(record.key()).accept(record.bytes());
  }

  /**
   * Returns what merges stored states of a key. It changes the state of its key alone, so that
   * those of different keys may work at the same time.
   */
  Consumer<byte[]> into(StateKey key) {
    switch (key.kind()) {
      case IMPORTANCE -> {
        ImportanceState state = importance(key);
        BlockColumns working =
            new BlockColumns(); // for states of different keys have other threads
        return bytes -> state.merge(bytes, working);
      }
      case TOKENS -> {
        KeyedImportance state = tokens(key);
        return bytes -> state.merge(KeyedImportance.fromBytes(bytes));
      }
      case SAMPLE -> {
        RowSample state = sample(key);
        return bytes -> state.merge(RowSample.fromBytes(bytes));
      }
      case SCORE, GAP -> {
        Distribution state = distribution(key);
        return bytes -> state.merge(Distribution.fromBytes(bytes));
      }
      case BACKGROUND, FOLDS -> {
        return bytes -> mergeSums(key, FoldSums.fromBytes(bytes));
      }
      case SEARCH -> {
        InputSample state = search.sample(key, fold(key.method()).features());
        return bytes -> state.merge(InputSample.fromBytes(bytes));
      }
      case INPUTS -> {
        return bytes -> inputs.ifPresent(state -> state.merge(InputSample.fromBytes(bytes)));
      }
      case POWERED -> {
        PoweredState state =
            powered.computeIfAbsent(
                key, absent -> PoweredState.empty(fold(key.method()).features()));
        return bytes -> state.merge(PoweredState.fromBytes(bytes));
      }
    }
    throw new IllegalStateException("no state of the kind " + key.kind());
  }

  /** How many folds there are is known from the first of them, amid a merge. */
  private synchronized void mergeSums(StateKey key, FoldSums more) {
    sums(key, more.folds()).merge(more);
  }

  /** Returns all states, to be stored, in the order of their keys. */
  public List<StateRecord> records() {
    List<StateRecord> records = new ArrayList<>();
    importance().forEach((key, state) -> records.add(new StateRecord(key, state.toBytes())));
    tokens().forEach((key, state) -> records.add(new StateRecord(key, state.toBytes())));
    samples().forEach((key, state) -> records.add(new StateRecord(key, state.toBytes())));
    distributions().forEach((key, state) -> records.add(new StateRecord(key, state.toBytes())));
    sums().forEach((key, state) -> records.add(new StateRecord(key, state.toBytes())));
    searched().forEach((key, state) -> records.add(new StateRecord(key, state.toBytes())));
    inputs.ifPresent(sample -> records.add(new StateRecord(INPUTS, sample.toBytes())));
    return records;
  }

  /** Returns how many different slices were met. */
  int slices() {
    return slices.size();
  }

  /** Returns the importance states, by key. */
  public SortedMap<StateKey, ImportanceState> importance() {
    return new TreeMap<>(importance);
  }

  /** Returns the importance of tokens, by key; the keys of a state are token ids. */
  public SortedMap<StateKey, KeyedImportance> tokens() {
    return new TreeMap<>(tokens);
  }

  /** Returns the samples, by key. */
  public SortedMap<StateKey, RowSample> samples() {
    return new TreeMap<>(samples);
  }

  /** Returns the rows that are kept for the global methods; empty if there are no such methods. */
  public Optional<InputSample> inputs() {
    return inputs;
  }

  /** Returns the sums of rows by folds, by key. */
  public SortedMap<StateKey, FoldSums> sums() {
    return new TreeMap<>(sums);
  }

  /** Returns attributions of a surrogate beside exact ones, by key, as they were merged. */
  public SortedMap<StateKey, PoweredState> powered() {
    return new TreeMap<>(powered);
  }

  /** Returns the rows in which slices are searched, by key. */
  public SortedMap<StateKey, InputSample> searched() {
    return search.samples();
  }

  /** Returns the distributions of scores and of gaps, by key. */
  public SortedMap<StateKey, Distribution> distributions() {
    return new TreeMap<>(distributions);
  }
}
