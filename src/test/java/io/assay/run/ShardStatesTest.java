package io.assay.run;

import static io.assay.fakes.Polynomial.term;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.assay.aggregate.FoldSums;
import io.assay.aggregate.ImportanceState;
import io.assay.aggregate.RowSample;
import io.assay.aggregate.SampledRow;
import io.assay.attribution.AttributionMethod;
import io.assay.attribution.gradient.InputXGradient;
import io.assay.attribution.gradient.IntegratedGradients;
import io.assay.baseline.Baseline;
import io.assay.fakes.Polynomial;
import io.assay.job.InputPlan;
import io.assay.job.JobReader;
import io.assay.job.JobSpec;
import io.assay.job.RunPlan;
import io.assay.tensor.RowIds;
import io.assay.tensor.Tensor;
import io.assay.tensor.TensorBatch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShardStatesTest {
  private static final int ROWS = 900;

  /** Two outputs: 2a + ab, and -b. */
  private static final Polynomial MODEL =
      Polynomial.ofOutputs(2, List.of(List.of(term(2, 0), term(1, 0, 1)), List.of(term(-1, 1))));

  @ParameterizedTest
  @ValueSource(strings = {"predicted", "label", "all", "{column: 1}"})
  void batchesOfAnySizeGiveTheSameStatesToTheLastBit(String target) {
    RunPlan plan = plan(target);
    List<StateRecord> expected = states(plan, 1).records();

    for (int size : new int[] {2, 64, 257, ROWS}) {
      List<StateRecord> found = states(plan, size).records();

      assertThat(found).extracting(StateRecord::key).isEqualTo(keys(expected));
      for (int i = 0; i < found.size(); i++) {
        assertThat(found.get(i).bytes())
            .as(found.get(i).key().toString())
            .isEqualTo(expected.get(i).bytes());
      }
    }
  }

  @Test
  void everySliceAndTargetHasItsRowsAndNoOthers() {
    ShardStates states = states(plan("predicted"), 100);

    for (String target : List.of("predicted", "f0", "f1")) {
      ImportanceState expected = ImportanceState.empty(2);
      Tensor rows = rows().batch().input();
      for (int row = 0; row < ROWS; row++) {
        float a = rows.at(row, 0);
        float b = rows.at(row, 1);
        boolean isFirst = 2 * a + a * b >= -b;
        if (row % 3 == 1 && (target.equals("predicted") || target.equals("f0") == isFirst)) {
          expected.add(isFirst ? new float[] {a * (2 + b), b * a} : new float[] {0, -b}, 0);
        }
      }

      StateKey key = new StateKey("input-x-gradient", target, "third=1", StateKey.Kind.IMPORTANCE);
      ImportanceState found = Objects.requireNonNull(states.importance().get(key));
      assertThat(found.rows()).isEqualTo(expected.rows());
      assertThat(found.importances(0.95).get(0).meanAbs())
          .isEqualTo(expected.importances(0.95).get(0).meanAbs(), within(1e-6)); // float32
    }
    assertThat(states.slices()).isEqualTo(6); // all, three thirds, two signs
  }

  @Test
  void everyRowIsInOneFold() {
    ShardStates states = states(plan("{column: 1}"), 100);

    FoldSums sums =
        Objects.requireNonNull(
            states.sums().get(new StateKey("input-x-gradient", "f1", "all", StateKey.Kind.FOLDS)));
    double sum = 0;
    long rows = 0;
    long most = 0;
    for (int fold = 0; fold < sums.folds(); fold++) {
      sum += sums.sum(fold, 1);
      rows += sums.rows(fold);
      most = Math.max(most, sums.rows(fold));
    }
    double expected = 0;
    for (int row = 0; row < ROWS; row++) {
      expected += Math.abs(rows().batch().input().at(row, 1)); // of -b
    }
    assertThat(rows).isEqualTo(ROWS);
    assertThat(most).isLessThan(60); // 28 on average
    assertThat(sum).isCloseTo(expected, within(1e-6 * expected));
  }

  @Test
  void shardsKeepTheRowsThatAreShownOfAllAndFewMore() {
    int rows = 40_000;
    RunPlan plan = plan("{column: 1}", rows);
    RowBatch all = rows(rows);
    ShardStates merged = new ShardStates(plan);
    int kept = 0;
    for (int shard = 0; shard < 8; shard++) {
      ShardRunner runner = new ShardRunner(MODEL, plan, Baseline.single(Tensor.zeros(1, 2)));
      runner.explain(all.slice(shard * 5_000, (shard + 1) * 5_000));
      kept += shown(runner.states()).size();
      runner.states().records().forEach(merged::merge);
    }

    long seed = plan.spec().seed();
    List<String> least =
        all.batch().rowIds().ids().stream()
            .sorted(Comparator.comparingLong(id -> RowSample.key(seed, id)))
            .limit(400)
            .toList();
    assertThat(shown(merged)).containsExactlyElementsOf(least);
    assertThat(kept).isBetween(1_600, 2_100); // 3,200 if each kept what it may
  }

  private static List<String> shown(ShardStates states) {
    StateKey key = new StateKey("input-x-gradient", "f1", "all", StateKey.Kind.SAMPLE);
    return Objects.requireNonNull(states.samples().get(key)).rows().stream()
        .map(SampledRow::rowId)
        .toList();
  }

  private static List<StateKey> keys(List<StateRecord> records) {
    return records.stream().map(StateRecord::key).toList();
  }

  private static ShardStates states(RunPlan plan, int batchRows) {
    ShardRunner runner = new ShardRunner(MODEL, plan, Baseline.single(Tensor.zeros(1, 2)));
    RowBatch rows = rows();
    for (int from = 0; from < ROWS; from += batchRows) {
      runner.explain(rows.slice(from, Math.min(ROWS, from + batchRows)));
    }
    return runner.states();
  }

  private static RowBatch rows() {
    return rows(ROWS);
  }

  private static RowBatch rows(int count) {
    Random random = new Random(5);
    float[] values = new float[2 * count];
    List<String> labels = new ArrayList<>();
    List<List<String>> slices = new ArrayList<>();
    for (int row = 0; row < count; row++) {
      values[2 * row] = (float) random.nextGaussian();
      values[2 * row + 1] = (float) random.nextGaussian();
      labels.add("f" + random.nextInt(2));
      String sign = values[2 * row] > 0 ? "a > 0" : "a <= 0";
      slices.add(List.of("third=" + row % 3, sign));
    }
    List<String> ids = IntStream.range(0, count).mapToObj(row -> "r" + row).toList();
    return new RowBatch(
        new TensorBatch(new RowIds(ids), Tensor.of(values, count, 2)), labels, slices);
  }

  private static RunPlan plan(String target) {
    return plan(target, 0);
  }

  private static RunPlan plan(String target, long rows) {
    JobSpec spec =
        JobReader.read(
            """
            name: shard
            input: {path: data, features: [a, b], label: y}
            model: {path: model.pt}
            target: %s
            methods: [saliency]
            importance: {selection: {share: 0.9}}
            output: {path: out}
            """
                .formatted(target),
            List.of());
    List<AttributionMethod<?>> methods =
        List.of(
            new InputXGradient(InputXGradient.Options.standard()),
            new IntegratedGradients(
                IntegratedGradients.Options.fixed(IntegratedGradients.Rule.MIDPOINT, 4)));
    List<RunPlan.PlannedMethod> planned =
        methods.stream()
            .map(
                method ->
                    new RunPlan.PlannedMethod(
                        method.info().key(), method, method.callsPerRow(2, 1), List.of("a", "b")))
            .toList();
    return new RunPlan(spec, InputPlan.of(spec, 0), rows, 1, List.of(), List.of(), planned);
  }
}
