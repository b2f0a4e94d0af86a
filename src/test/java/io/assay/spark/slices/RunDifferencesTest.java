package io.assay.spark.slices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.assay.aggregate.ImportanceState;
import io.assay.aggregate.KeyedImportance;
import io.assay.aggregate.compare.FalseDiscovery;
import io.assay.attribution.gradient.InputXGradient;
import io.assay.fakes.KeyedRows;
import io.assay.job.InputPlan;
import io.assay.job.JobReader;
import io.assay.job.JobSpec;
import io.assay.job.RunPlan;
import io.assay.run.ShardStates;
import io.assay.run.StateKey;
import io.assay.run.StateRecord;
import io.assay.table.DifferenceRecord;
import io.assay.table.SliceColumn;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RunDifferencesTest {
  private static final String METHOD = "input-x-gradient";
  private static final int ROWS = 600;
  private static final List<SliceColumn> SITE = List.of(SliceColumn.value("site"));

  @Test
  void everySliceIsComparedWithTheRestOfItsMethodAndTarget() {
    RunPlan plan = plan("{}", "[a, b]");
    ShardStates states = features(plan, "f0", "f1");

    List<DifferenceRecord> found = RunDifferences.of(plan, states, SITE, String::valueOf);

    assertThat(found)
        .extracting(DifferenceRecord::target, DifferenceRecord::slice, DifferenceRecord::feature)
        .containsExactly(
            tuple("f0", "site is null", "a"),
            tuple("f0", "site is null", "b"),
            tuple("f0", "site=n", "a"),
            tuple("f0", "site=n", "b"),
            tuple("f0", "site=s", "a"),
            tuple("f0", "site=s", "b"),
            tuple("f1", "site is null", "a"),
            tuple("f1", "site is null", "b"),
            tuple("f1", "site=n", "a"),
            tuple("f1", "site=n", "b"),
            tuple("f1", "site=s", "a"),
            tuple("f1", "site=s", "b"));
    assertThat(found)
        .allMatch(each -> each.other().equals("rest"))
        .allMatch(each -> each.numbers().rows() + each.numbers().otherRows() == ROWS);
  }

  /** In site n feature a is three times as large. */
  @Test
  void allTestsOfARunAreJudgedTogether() {
    RunPlan plan = plan("{}", "[a, b]");

    List<DifferenceRecord> found =
        RunDifferences.of(plan, features(plan, "f0", "f1"), SITE, String::valueOf);

    double[] q =
        FalseDiscovery.qValues(found.stream().mapToDouble(each -> each.numbers().p()).toArray());
    assertThat(found.stream().mapToDouble(DifferenceRecord::q).toArray())
        .containsExactly(q, within(0.0));
    assertThat(found)
        .filteredOn(DifferenceRecord::isFound)
        .allMatch(each -> each.feature().equals("a") && each.q() <= 0.05)
        .filteredOn(each -> each.slice().equals("site=n"))
        .hasSize(2)
        .allMatch(each -> each.numbers().low() > 0);
    assertThat(found).filteredOn(each -> !each.isFound()).allMatch(each -> each.q() > 0.05);
  }

  @Test
  void valuesOfAColumnAreComparedInPairsIfAsked() {
    RunPlan plan = plan("{pairs: [site]}", "[a, b]");
    ShardStates states = features(plan, "f0");

    List<DifferenceRecord> found = RunDifferences.of(plan, states, SITE, String::valueOf);

    assertThat(found)
        .filteredOn(each -> each.feature().equals("a") && !each.other().equals("rest"))
        .extracting(DifferenceRecord::slice, DifferenceRecord::other)
        .containsExactly(
            tuple("site is null", "site=n"),
            tuple("site is null", "site=s"),
            tuple("site=n", "site=s"));
    double north = meanAbs(states, "site=n");
    double south = meanAbs(states, "site=s");
    assertThat(found)
        .filteredOn(each -> each.other().equals("site=s") && each.slice().equals("site=n"))
        .first()
        .satisfies(
            each ->
                assertThat(each.numbers().difference()).isEqualTo(north - south, within(1e-12)));
  }

  @Test
  void sidesOfTooFewRowsAreNotTested() {
    RunPlan plan = plan("{least-rows: 150}", "[a, b]");

    List<DifferenceRecord> found =
        RunDifferences.of(plan, features(plan, "f0"), SITE, String::valueOf);

    assertThat(found)
        .filteredOn(each -> each.slice().equals("site is null")) // 100 rows
        .hasSize(2)
        .allMatch(each -> Double.isNaN(each.q()) && !each.isFound())
        .allMatch(each -> each.numbers().se() > 0);
    assertThat(found)
        .filteredOn(each -> each.slice().equals("site=n"))
        .allMatch(each -> each.q() <= 1);
  }

  /** Word 5 stands in slice x alone, word 7 everywhere; of a third row neither is known. */
  @Test
  void tokensThatASliceHasNotMetAreZeroThere() {
    RunPlan plan = plan("{least-rows: 2}", "[a, b]");
    ShardStates states = new ShardStates(plan);
    KeyedImportance x = KeyedImportance.empty();
    KeyedImportance y = KeyedImportance.empty();
    for (int row = 0; row < 40; row++) {
      KeyedRows.add(x, List.of(Map.of(5, 2f + row % 2, 7, 1f)));
      KeyedRows.add(y, List.of(Map.of(7, 1f + row % 3)));
    }
    KeyedImportance all = KeyedImportance.empty();
    all.merge(y);
    all.merge(x);
    Map.of("all", all, "x", x, "y", y)
        .forEach(
            (slice, state) ->
                states.merge(
                    new StateRecord(
                        new StateKey(METHOD, "f0", slice, StateKey.Kind.TOKENS), state.toBytes())));

    List<DifferenceRecord> found = RunDifferences.of(plan, states, SITE, token -> "w" + token);

    assertThat(found)
        .extracting(
            DifferenceRecord::slice,
            DifferenceRecord::feature,
            each -> Math.round(1000 * each.numbers().difference()) / 1000.0)
        .containsExactly(
            tuple("x", "w7", -0.975), // 1 against (14 * 1 + 13 * 2 + 13 * 3) / 40 = 1.975
            tuple("x", "w5", 2.5),
            tuple("y", "w7", 0.975),
            tuple("y", "w5", -2.5));
  }

  private static double meanAbs(ShardStates states, String slice) {
    ImportanceState state = Objects.requireNonNull(states.importance().get(key("f0", slice)));
    return state.importances(0.9).get(0).meanAbs();
  }

  private static StateKey key(String target, String slice) {
    return new StateKey(METHOD, target, slice, StateKey.Kind.IMPORTANCE);
  }

  /** Rows of sites n, s (250 each) and none (100), the same for every target. */
  private static ShardStates features(RunPlan plan, String... targets) {
    Random random = new Random(3);
    Map<String, ImportanceState> bySlice = new TreeMap<>();
    for (int row = 0; row < ROWS; row++) {
      String slice = row % 6 == 5 ? "site is null" : row % 2 == 0 ? "site=n" : "site=s";
      double scale = slice.equals("site=n") ? 3 : 1;
      float[] values = {
        (float) (scale * random.nextGaussian()), (float) Math.abs(random.nextGaussian())
      };
      for (String each : List.of("all", slice)) {
        bySlice.computeIfAbsent(each, none -> ImportanceState.empty(2)).add(values, 0);
      }
    }
    ShardStates states = new ShardStates(plan);
    for (String target : targets) {
      new HashMap<>(bySlice)
          .forEach(
              (slice, state) -> states.merge(new StateRecord(key(target, slice), state.toBytes())));
    }
    return states;
  }

  private static RunPlan plan(String differences, String features) {
    JobSpec spec =
        JobReader.read(
            """
            name: differ
            input: {path: data, features: %s}
            model: {path: model.pt}
            methods: [saliency]
            slices: [site]
            differences: %s
            output: {path: out}
            """
                .formatted(features, differences),
            List.of());
    InputXGradient method = new InputXGradient(InputXGradient.Options.standard());
    RunPlan.PlannedMethod planned =
        new RunPlan.PlannedMethod(METHOD, method, method.callsPerRow(2, 1), List.of("a", "b"));
    return new RunPlan(spec, InputPlan.of(spec, 0), 0, 1, List.of(), List.of(), List.of(planned));
  }
}
