package io.assay.spark.slices;

import io.assay.aggregate.Difference;
import io.assay.aggregate.Differences;
import io.assay.aggregate.ImportanceState;
import io.assay.aggregate.InputSample;
import io.assay.aggregate.KeyedImportance;
import io.assay.aggregate.compare.FalseDiscovery;
import io.assay.aggregate.slices.SliceSearch;
import io.assay.job.ColumnFold;
import io.assay.job.RunPlan;
import io.assay.job.slices.DifferencesSpec;
import io.assay.job.slices.SearchSpec;
import io.assay.run.SearchRows;
import io.assay.run.ShardStates;
import io.assay.run.StateKey;
import io.assay.table.DifferenceRecord;
import io.assay.table.SliceColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * How the importance of a run's features differs between each slice and the rest of the rows, and
 * between the slices of columns whose pairs the job asks for. All tests of the run are judged
 * together.
 */
public final class RunDifferences {
  private final RunPlan plan;
  private final DifferencesSpec spec;
  private final Differences differences;
  private final List<SliceColumn> paired;
  private final IntFunction<String> word;
  private final List<DifferenceRecord> records = new ArrayList<>();

  private RunDifferences(RunPlan plan, List<SliceColumn> columns, IntFunction<String> word) {
    this.plan = plan;
    this.spec = plan.spec().differences();
    this.differences = new Differences(plan.spec().confidence());
    this.paired = columns.stream().filter(column -> spec.pairs().contains(column.name())).toList();
    this.word = word;
  }

  /** The features of a state, by name. */
  private record Names(List<String> names, List<List<String>> members) {}

  /** A slice with what is known of it, among others of the same method and target. */
  private record Slice(StateKey key, ImportanceState state) {}

  /**
   * Returns the records of the differences table, in the order of the states.
   *
   * @param columns what the slices were read from
   * @param word the word of a token
   */
  public static List<DifferenceRecord> of(
      RunPlan plan, ShardStates states, List<SliceColumn> columns, IntFunction<String> word) {
    RunDifferences found = new RunDifferences(plan, columns, word);
    found.compare(states.importance());
    found.compareTokens(states.tokens());
    states.searched().forEach(found::search);
    return found.judged();
  }

  private void compare(SortedMap<StateKey, ImportanceState> states) {
    byTarget(states)
        .forEach(
            (all, slices) -> {
              ColumnFold fold = plan.fold(all.method());
              List<Slice> each =
                  slices.entrySet().stream()
                      .map(slice -> new Slice(slice.getKey(), slice.getValue()))
                      .toList();
              compare(each, states.get(all), new Names(fold.names(), fold.members()));
            });
  }

  private void compareTokens(SortedMap<StateKey, KeyedImportance> states) {
    byTarget(states)
        .forEach(
            (all, slices) -> {
              KeyedImportance whole = states.get(all);
              List<Integer> keys = whole == null ? List.of() : whole.keys();
              List<String> words = keys.stream().map(word::apply).toList();
              List<Slice> each = new ArrayList<>();
              slices.forEach(
                  (key, state) ->
                      state.among(keys).ifPresent(among -> each.add(new Slice(key, among))));
              compare(
                  each,
                  whole == null ? null : whole.state().orElse(null),
                  new Names(words, words.stream().map(List::of).toList()));
            });
  }

  /** Returns the slices of each method and target, under the key of all its rows. */
  private static <S> SortedMap<StateKey, SortedMap<StateKey, S>> byTarget(
      SortedMap<StateKey, S> states) {
    SortedMap<StateKey, SortedMap<StateKey, S>> byTarget = new TreeMap<>();
    states.forEach(
        (key, state) -> {
          StateKey all = new StateKey(key.method(), key.target(), StateKey.ALL_ROWS, key.kind());
          SortedMap<StateKey, S> slices = byTarget.computeIfAbsent(all, none -> new TreeMap<>());
          if (!key.equals(all)) {
            slices.put(key, state);
          }
        });
    return byTarget;
  }

  private void compare(List<Slice> slices, @Nullable ImportanceState all, Names names) {
    if (all == null) {
      return;
    }
    for (Slice slice : slices) {
      add(slice.key(), DifferenceRecord.REST, differences.fromRest(slice.state(), all), names);
    }
    for (SliceColumn column : paired) {
      List<Slice> values =
          slices.stream().filter(slice -> column.mayHave(slice.key().slice())).toList();
      for (int one = 0; one < values.size(); one++) {
        for (Slice other : values.subList(one + 1, values.size())) {
          Slice slice = values.get(one);
          String name = other.key().slice();
          add(slice.key(), name, differences.between(slice.state(), other.state()), names);
        }
      }
    }
  }

  /** Measures the slices that are found in one half of the rows of a sample in the other half. */
  private void search(StateKey key, InputSample rows) {
    SearchSpec search = spec.search().orElseGet(SearchSpec::standard);
    ColumnFold fold = plan.fold(key.method());
    new SliceSearch(differences, search.most(), search.depth(), spec.leastRows())
        .of(rows.rows(), SearchRows::slicesOf)
        .forEach(
            found ->
                add(
                    new StateKey(
                        key.method(),
                        key.target(),
                        String.join(SliceColumn.AND, found.slices()),
                        key.kind()),
                    DifferenceRecord.REST_HELD_OUT,
                    found.differences(),
                    new Names(fold.names(), fold.members())));
  }

  private void add(StateKey key, String other, List<Difference> numbers, Names names) {
    for (int feature = 0; feature < numbers.size(); feature++) {
      List<String> members = names.members().get(feature);
      records.add(
          new DifferenceRecord(
              key.method(),
              key.target(),
              key.slice(),
              other,
              names.names().get(feature),
              members.size() > 1 ? members : List.of(),
              tested(numbers.get(feature)),
              Double.NaN,
              false));
    }
  }

  /** Leaves out the test where one side has too few rows. */
  private Difference tested(Difference difference) {
    return Math.min(difference.rows(), difference.otherRows()) >= spec.leastRows()
        ? difference
        : difference.untested();
  }

  private List<DifferenceRecord> judged() {
    double[] q =
        FalseDiscovery.qValues(records.stream().mapToDouble(each -> each.numbers().p()).toArray());
    List<DifferenceRecord> judged = new ArrayList<>(records.size());
    for (int test = 0; test < q.length; test++) {
      judged.add(records.get(test).judged(q[test], spec.falseDiscoveryRate()));
    }
    return judged;
  }
}
