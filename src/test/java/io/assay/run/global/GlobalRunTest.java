package io.assay.run.global;

import static io.assay.fakes.Polynomial.term;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.assay.AssayException;
import io.assay.aggregate.InputRow;
import io.assay.aggregate.InputSample;
import io.assay.aggregate.RowSample;
import io.assay.attribution.gradient.InputXGradient;
import io.assay.baseline.Baseline;
import io.assay.fakes.Polynomial;
import io.assay.global.GlobalRecord;
import io.assay.job.InputPlan;
import io.assay.job.JobReader;
import io.assay.job.JobSpec;
import io.assay.job.JobWriter;
import io.assay.job.RunPlan;
import io.assay.run.RowBatch;
import io.assay.run.ShardRunner;
import io.assay.run.ShardStates;
import io.assay.tensor.RowIds;
import io.assay.tensor.Tensor;
import io.assay.tensor.TensorBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From the rows of shards to what is said about the model as a whole, without Spark. */
class GlobalRunTest {
  private static final int ROWS = 3000;
  private static final Baseline ZERO = Baseline.single(Tensor.zeros(1, 2));

  /** Two outputs: 2a + ab, and -b. */
  private static final Polynomial MODEL =
      Polynomial.ofOutputs(2, List.of(List.of(term(2, 0), term(1, 0, 1)), List.of(term(-1, 1))));

  private static final String JOB =
      """
      name: whole
      seed: 5
      input: {path: data, features: [a, b], label: y}
      model: {path: model.pt}
      target: %s
      methods: [saliency]
      global: [{pdp: {grid: 3, rows: 70}}, {permutation-importance: {rows: 50, measure: loss}}]
      output: {path: out}
      """;

  private static RunPlan plan(String target, long rows) {
    JobSpec spec = JobReader.read(JOB.formatted(target), List.of());
    InputXGradient method = new InputXGradient(InputXGradient.Options.standard());
    RunPlan.PlannedMethod planned =
        new RunPlan.PlannedMethod(
            method.info().key(), method, method.callsPerRow(2, 1), List.of("a", "b"));
    List<String> targets =
        switch (target) {
          case "predicted", "label", "f1" -> List.of(target);
          case "all" -> List.of("f0", "f1");
          default -> List.of("f1");
        };
    return new RunPlan(
        spec, InputPlan.of(spec, 0), rows, 1, List.of("f0", "f1"), targets, List.of(planned));
  }

  private static RowBatch rows() {
    Random random = new Random(5);
    float[] values = new float[2 * ROWS];
    List<String> labels = new ArrayList<>();
    List<List<String>> slices = new ArrayList<>();
    for (int row = 0; row < ROWS; row++) {
      values[2 * row] = (float) random.nextGaussian();
      values[2 * row + 1] = (float) random.nextGaussian();
      labels.add(String.valueOf(random.nextInt(2)));
      slices.add(List.of());
    }
    List<String> ids = IntStream.range(0, ROWS).mapToObj(row -> "r" + row).toList();
    return new RowBatch(
        new TensorBatch(new RowIds(ids), Tensor.of(values, ROWS, 2)), labels, slices);
  }

  private static InputSample kept(RunPlan plan, int batchRows, int shards) {
    ShardStates merged = new ShardStates(plan);
    RowBatch rows = rows();
    for (int shard = 0; shard < shards; shard++) {
      ShardRunner runner = new ShardRunner(MODEL, plan, ZERO);
      int end = (shard + 1) * ROWS / shards;
      for (int from = shard * ROWS / shards; from < end; from += batchRows) {
        runner.explain(rows.slice(from, Math.min(end, from + batchRows)));
      }
      runner.states().records().forEach(merged::merge);
    }
    return merged.inputs().orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"predicted", "label", "all", "{column: 1}"})
  void shardsOfAnySizeKeepTheRowsOfTheLeastKeys(String target) {
    List<String> expected =
        rows().batch().rowIds().ids().stream()
            .sorted(java.util.Comparator.comparingLong(id -> RowSample.key(5, id)))
            .limit(70)
            .toList();

    for (int[] cut : new int[][] {{ROWS, 1}, {64, 1}, {17, 6}, {1, 40}}) {
      List<InputRow> found = kept(plan(target, ROWS), cut[0], cut[1]).rows();

      assertThat(found).extracting(InputRow::rowId).isEqualTo(expected);
      assertThat(found).allMatch(row -> row.label().matches("[01]"));
    }
  }

  /** A shard keeps what the whole run may want of it, not as many rows as the whole run. */
  @Test
  void aShardOfManyKeepsFewRows() {
    ShardStates ofAll = new ShardStates(plan("predicted", ROWS));
    ShardRunner few = new ShardRunner(MODEL, plan("predicted", 10L * ROWS), ZERO);
    few.explain(rows());
    ShardRunner all = new ShardRunner(MODEL, plan("predicted", ROWS), ZERO);
    all.explain(rows());

    assertThat(ofAll.inputs().orElseThrow().rows()).isEmpty();
    assertThat(all.states().inputs().orElseThrow().rows()).hasSize(70);
    assertThat(few.states().inputs().orElseThrow().rows().size()).isBetween(5, 35);
  }

  /** Of the predicted output along b: each row keeps the output that is the largest at the row. */
  @Test
  void aRowKeepsTheOutputThatItExplains() {
    RunPlan plan = plan("predicted", ROWS);
    InputSample sample = kept(plan, 100, 3);

    List<GlobalRun.Answer> answers = new GlobalRun(MODEL, plan, ZERO).ask(sample);

    GlobalRun.Answer curves = answers.get(0);
    assertThat(curves.rows()).isEqualTo(70);
    assertThat(curves.result().calls()).isEqualTo(70 * 2 * 3);
    List<GlobalRecord> alongB =
        curves.result().records().stream().filter(each -> each.feature().equals("b")).toList();
    for (GlobalRecord point : alongB) {
      double sum = 0;
      for (InputRow row : sample.rows()) {
        double a = row.input().at(0);
        double b = row.input().at(1);
        boolean isFirst = 2 * a + a * b >= -b;
        sum += isFirst ? 2 * a + a * point.x() : -point.x();
      }
      assertThat(point.target()).isEqualTo("predicted");
      assertThat(point.value().value()).isEqualTo(sum / 70, within(1e-5)); // float32 scores
    }
  }

  @Test
  void aMethodTakesNoMoreRowsThanItAsksFor() {
    RunPlan plan = plan("all", ROWS);

    List<GlobalRun.Answer> answers = new GlobalRun(MODEL, plan, ZERO).ask(kept(plan, 100, 3));

    assertThat(answers)
        .extracting(each -> each.method().key())
        .containsExactly("partial-dependence", "permutation-importance");
    assertThat(answers.get(1).rows()).isEqualTo(50);
  }

  /** The shards are in: what cannot be said after all is no reason to lose them. */
  @Test
  void aMethodThatFindsNothingToGoByIsToldFromTheOthers() {
    RunPlan plan = plan("all", ROWS);
    InputSample unlabelled = InputSample.empty(70, 2);
    for (int row = 0; row < 9; row++) {
      Tensor input = Tensor.of(new float[] {row, 1}, 1, 2);
      unlabelled.add(new InputRow(row, "r" + row, "", -1, input));
    }

    List<GlobalRun.Answer> answers = new GlobalRun(MODEL, plan, ZERO).ask(unlabelled);

    assertThat(answers.get(0).failure()).isEmpty();
    assertThat(answers.get(0).result().records()).hasSize(2 * (3 + 1)); // b is 1 everywhere
    assertThat(answers.get(1).failure()).contains("no row has a label");
    assertThat(answers.get(1).result().records()).isEmpty();
  }

  @Test
  void noRowsSayNothing() {
    RunPlan plan = plan("all", ROWS);

    List<GlobalRun.Answer> answers =
        new GlobalRun(MODEL, plan, ZERO).ask(new ShardStates(plan).inputs().orElseThrow());

    assertThat(answers).hasSize(2).allMatch(each -> each.result().records().isEmpty());
  }

  @Test
  void aJobIsWrittenAndReadBackWithItsGlobalMethods() {
    JobSpec spec = JobReader.read(JOB.formatted("all"), List.of("global.pdp.grid=9"));

    JobSpec again = JobReader.read(JobWriter.yaml(spec), List.of());

    assertThat(again).isEqualTo(spec);
    assertThat(JobWriter.yaml(spec))
        .contains("global:\n  - partial-dependence:\n      grid: 9\n      rows: 70\n");
  }

  @Test
  void whatIsWrongWithGlobalMethodsIsSaidAtOnce() {
    String job =
        JOB.formatted("all").replace("label: y", "row-id: y").replace("grid: 3", "grids: 3");

    assertThatThrownBy(() -> JobReader.read(job, List.of("global.permutation-importance.rows=x")))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("global[0].partial-dependence.grids")
        .hasMessageContaining("global[1].permutation-importance.rows");
    assertThatThrownBy(() -> JobReader.read(job.replace("grids: 3", "grid: 3"), List.of()))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("has permutation-importance, which needs labels as it is asked");
    assertThatThrownBy(
            () ->
                JobReader.read(
                    JOB.formatted("all").replace("global: [", "global: [pdp, "), List.of()))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("has more than once: partial-dependence");
  }
}
