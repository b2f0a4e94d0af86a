package io.assay.run;

import static io.assay.fakes.Polynomial.term;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.assay.aggregate.FoldSums;
import io.assay.attribution.AttributionMethod;
import io.assay.attribution.gradient.IntegratedGradients;
import io.assay.attribution.gradient.Saliency;
import io.assay.baseline.Baseline;
import io.assay.fakes.Polynomial;
import io.assay.job.InputPlan;
import io.assay.job.JobReader;
import io.assay.job.JobSpec;
import io.assay.job.RunPlan;
import io.assay.tensor.RowIds;
import io.assay.tensor.Tensor;
import io.assay.tensor.TensorBatch;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackgroundPartsTest {
  private static final int ROWS = 900;
  private static final int FOLDS = 3;

  /** Background rows (a, b): means without fold 0, 1, 2 of a are 4, 3.5, 3, and of b 0. */
  private static final Baseline BACKGROUND =
      Baseline.background(Tensor.of(new float[] {1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0}, 6, 2));

  private static final StateKey KEY =
      new StateKey("integrated-gradients", "f0", StateKey.ALL_ROWS, StateKey.Kind.BACKGROUND);

  /** 2a - b, whose integrated gradients are 2 (a - mean a) and -(b - mean b). */
  private static final Polynomial MODEL =
      Polynomial.ofOutputs(2, List.of(List.of(term(2, 0), term(-1, 1))));

  @Test
  void rowsAreExplainedWithoutEachFoldOfTheBackground() {
    FoldSums sums = sums(states(ROWS, ROWS));

    double[] means = {4, 3.5, 3};
    for (int fold = 0; fold < FOLDS; fold++) {
      double expected = 0;
      double expectedOfB = 0;
      for (int row = 0; row < ROWS; row++) {
        expected += 2 * Math.abs(value(row, 0) - means[fold]);
        expectedOfB += Math.abs(value(row, 1));
      }
      assertThat(sums.rows(fold)).isEqualTo(ROWS);
      assertThat(sums.sum(fold, 0)).isCloseTo(expected, within(1e-4 * expected)); // float32
      assertThat(sums.sum(fold, 1)).isCloseTo(expectedOfB, within(1e-4 * expectedOfB));
    }
  }

  @Test
  void aboutAsManyRowsAsWantedAreChosenAndTheSameInBatchesOfAnySize() {
    byte[] expected = sums(states(100, ROWS)).toBytes();

    for (int size : new int[] {1, 64, 257}) {
      assertThat(sums(states(100, size)).toBytes()).isEqualTo(expected);
    }
    assertThat(FoldSums.fromBytes(expected).rows(0)).isBetween(70L, 130L);
  }

  @Test
  void storedSumsMerge() {
    ShardStates states = states(100, ROWS);
    ShardStates twice = new ShardStates(plan(100));

    states.records().forEach(twice::merge);
    states.records().forEach(twice::merge);

    FoldSums once = sums(states);
    assertThat(sums(twice).rows(1)).isEqualTo(2 * once.rows(1));
    assertThat(sums(twice).sum(1, 0)).isEqualTo(2 * once.sum(1, 0));
  }

  @Test
  void methodsWithoutABaselineAndJobsThatDoNotAskAreSpared() {
    assertThat(states(100, ROWS).sums()).containsOnlyKeys(KEY);
    assertThat(states(0, ROWS).sums()).isEmpty();
  }

  @Test
  void whatExplainingAgainCostsIsCounted() {
    ShardRunner once = runner(0, ROWS);
    ShardRunner again = runner(ROWS, ROWS);

    long calls = again.totals().get(0).gradientCalls();
    assertThat(once.totals().get(0).gradientCalls()).isEqualTo(4L * 6 * ROWS);
    assertThat(calls).isEqualTo(4L * (6 + FOLDS * 4) * ROWS); // 4 steps, 4 of 6 rows a part
    assertThat(again.totals().get(1).gradientCalls()).isEqualTo(ROWS);
    long planned = plan(100).methods().get(0).callsPerRow();
    assertThat(plan(100).backgroundCalls()).isEqualTo(100 * FOLDS * planned).isPositive();
    assertThat(plan(0).backgroundCalls()).isZero();
  }

  private static FoldSums sums(ShardStates states) {
    return Objects.requireNonNull(states.sums().get(KEY));
  }

  private static ShardStates states(int wanted, int batchRows) {
    return runner(wanted, batchRows).states();
  }

  private static ShardRunner runner(int wanted, int batchRows) {
    ShardRunner runner = new ShardRunner(MODEL, plan(wanted), BACKGROUND);
    RowBatch rows = rows();
    for (int from = 0; from < ROWS; from += batchRows) {
      runner.explain(rows.slice(from, Math.min(ROWS, from + batchRows)));
    }
    return runner;
  }

  private static float value(int row, int feature) {
    return feature == 0 ? row % 7 : row % 5 - 1.5f;
  }

  private static RowBatch rows() {
    float[] values = new float[2 * ROWS];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(i / 2, i % 2);
    }
    List<String> ids = IntStream.range(0, ROWS).mapToObj(row -> "r" + row).toList();
    return new RowBatch(
        new TensorBatch(new RowIds(ids), Tensor.of(values, ROWS, 2)),
        Collections.nCopies(ROWS, ""),
        Collections.nCopies(ROWS, List.of("slice")));
  }

  private static RunPlan plan(int wanted) {
    JobSpec spec =
        JobReader.read(
            """
            name: shard
            input: {path: data, features: [a, b]}
            model: {path: model.pt}
            target: {column: 0}
            baseline: background
            methods: [saliency]
            importance: {background-error: {rows: %d, folds: %d}}
            output: {path: out}
            """
                .formatted(wanted, FOLDS),
            List.of());
    List<AttributionMethod<?>> methods =
        List.of(
            new IntegratedGradients(
                IntegratedGradients.Options.fixed(IntegratedGradients.Rule.MIDPOINT, 4)),
            new Saliency(Saliency.Options.standard()));
    List<RunPlan.PlannedMethod> planned =
        methods.stream()
            .map(
                method ->
                    new RunPlan.PlannedMethod(
                        method.info().key(), method, method.callsPerRow(2, 1), List.of("a", "b")))
            .toList();
    return new RunPlan(spec, InputPlan.of(spec, 0), ROWS, 1, List.of(), List.of(), planned);
  }
}
