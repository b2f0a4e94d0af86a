package io.assay.run;

import static io.assay.fakes.Polynomial.term;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.aggregate.Importance;
import io.assay.aggregate.ImportanceState;
import io.assay.attribution.AttributionMethod;
import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.attribution.CallsPerRow;
import io.assay.attribution.MethodInfo;
import io.assay.attribution.gradient.InputXGradient;
import io.assay.attribution.gradient.IntegratedGradients;
import io.assay.attribution.gradient.Saliency;
import io.assay.attribution.shapley.KernelShap;
import io.assay.baseline.Baseline;
import io.assay.fakes.CountingModel;
import io.assay.fakes.Polynomial;
import io.assay.fakes.ThreeWayAnd;
import io.assay.job.InputPlan;
import io.assay.job.JobReader;
import io.assay.job.JobSpec;
import io.assay.job.RunPlan;
import io.assay.job.TargetSpec;
import io.assay.model.BlackBox;
import io.assay.model.Differentiable;
import io.assay.model.ModelSignature;
import io.assay.run.BatchExplainer.Turn;
import io.assay.tensor.RowIds;
import io.assay.tensor.Tensor;
import io.assay.tensor.TensorBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShardRunnerTest {
  /** Two outputs: 2a + ab, and -b. */
  private static final Polynomial MODEL =
      Polynomial.ofOutputs(2, List.of(List.of(term(2, 0), term(1, 0, 1)), List.of(term(-1, 1))));

  private static final List<AttributionMethod<?>> METHODS =
      List.of(
          new InputXGradient(InputXGradient.Options.standard()),
          new IntegratedGradients(
              IntegratedGradients.Options.fixed(IntegratedGradients.Rule.MIDPOINT, 4)));

  private static JobSpec spec(String target) {
    return JobReader.read(
        """
        name: shard
        input: {path: data, features: [a, b], label: y}
        model: {path: model.pt}
        target: %s
        methods: [saliency]
        output: {path: out}
        """
            .formatted(target),
        List.of());
  }

  private static ShardRunner runner(BlackBox model, String target) {
    return new ShardRunner(model, plan(target), Baseline.single(Tensor.zeros(1, 2)));
  }

  private static RunPlan plan(String target) {
    return plan(target, METHODS);
  }

  private static RunPlan plan(String target, List<AttributionMethod<?>> shelf) {
    JobSpec spec = spec(target);
    List<RunPlan.PlannedMethod> methods =
        shelf.stream()
            .map(
                method ->
                    new RunPlan.PlannedMethod(
                        method.info().key(), method, method.callsPerRow(2, 1), List.of("a", "b")))
            .toList();
    return new RunPlan(spec, InputPlan.of(spec, 0), 0, 1, List.of(), List.of(), methods);
  }

  private static RowBatch rows(List<String> labels, float... values) {
    int rows = values.length / 2;
    List<String> ids = IntStream.range(0, rows).mapToObj(row -> "r" + row).toList();
    List<List<String>> slices =
        IntStream.range(0, rows).mapToObj(row -> List.of("parity=" + row % 2)).toList();
    return new RowBatch(
        new TensorBatch(new RowIds(ids), Tensor.of(values, rows, 2)), labels, slices);
  }

  private static ImportanceState state(ShardRunner runner, StateKey key) {
    return Objects.requireNonNull(runner.states().importance().get(key), key.toString());
  }

  private static List<List<String>> names(BatchResult result) {
    return IntStream.range(0, result.targets().rows()).mapToObj(result.targets()::names).toList();
  }

  @Test
  void thePredictedOutputIsTheLargestOfEachRow() {
    CountingModel model = CountingModel.around(MODEL);
    ShardRunner runner = runner(model, "predicted");

    BatchResult result = runner.explain(rows(List.of(), 1, 1, -1, -1));

    // outputs of (1, 1): 3 and -1; of (-1, -1): -1 and 1
    assertThat(names(result)).containsExactly(List.of("f0"), List.of("f1"));
    assertThat(result.byMethod().get(0).values().values()).containsExactly(3, 1, 0, 1);
    assertThat(runner.targetCalls()).isEqualTo(2);
    assertThat(runner.states().importance().keySet())
        .extracting(StateKey::target)
        .contains("predicted", "f0", "f1");
  }

  @Test
  void theModelIsAskedWithinOneTurnAndSumsAreMadeWhenTheyAreAskedFor() {
    CountingModel model = CountingModel.around(MODEL);
    ShardRunner runner = runner(model, "predicted");
    List<Long> asked = new ArrayList<>();
    List<Integer> sums = new ArrayList<>();
    Turn turn =
        new Turn() {
          @Override
          public <T> T take(Supplier<T> work) {
            T done = work.get();
            asked.add(model.forwardRows() + model.gradientRows());
            sums.add(runner.states().importance().size());
            return done;
          }
        };

    Explained explained = runner.ask(rows(List.of(), 1, 1, -1, -1), turn);

    assertThat(asked).containsExactly(model.forwardRows() + model.gradientRows());
    assertThat(sums).containsExactly(0);
    assertThat(runner.states().importance()).isEmpty();
    assertThat(runner.totals().get(0).gradientCalls()).isZero();

    runner.count(explained);

    assertThat(runner.states().importance()).isNotEmpty();
    assertThat(runner.totals().get(0).gradientCalls()).isEqualTo(2);
  }

  @Test
  void labelsNameOutputsOrNumberThemAndOthersAreFaults() {
    ShardRunner runner = runner(MODEL, "label");

    BatchResult result = runner.explain(rows(List.of("f1", "0", "7", "cat", "1.0"), new float[10]));

    assertThat(result.rows().positions()).containsExactly(0, 1, 4);
    assertThat(names(result)).containsExactly(List.of("f1"), List.of("f0"), List.of("f1"));
    assertThat(result.faults())
        .extracting(RowFault::row, RowFault::kind, RowFault::detail)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(2, RowFault.Kind.UNKNOWN_LABEL, "7"),
            org.assertj.core.groups.Tuple.tuple(3, RowFault.Kind.UNKNOWN_LABEL, "cat"));
  }

  @Test
  void ofABatchOfUnknownLabelsNothingIsAskedAndNothingCounted() {
    CountingModel model = CountingModel.around(MODEL);
    ShardRunner runner = runner(model, "label");

    Explained explained = runner.ask(rows(List.of("7", "cat"), 1, 1, 2, 2), Supplier::get);
    runner.count(explained);

    assertThat(explained.rows().rows()).isZero();
    assertThat(explained.result().rows().size()).isZero();
    assertThat(explained.result().faults()).hasSize(2);
    assertThat(model.forwardRows() + model.gradientRows()).isZero();
    assertThat(runner.states().records()).isEmpty();
    assertThat(runner.targetCalls()).isZero();
  }

  @Test
  void aRowOfWhichOneResultIsNotFiniteLeavesAllTables() {
    ShardRunner runner = runner(MODEL, "{column: 0}");

    BatchResult result = runner.explain(rows(List.of(), 1, 1, 3e38f, 3e38f, 2, 2));

    assertThat(result.rows().positions()).containsExactly(0, 2);
    assertThat(result.byMethod())
        .allSatisfy(each -> assertThat(each.rowIds().ids()).containsExactly("r0", "r2"));
    assertThat(result.faults())
        .singleElement()
        .returns(1, RowFault::row)
        .returns(RowFault.Kind.NOT_FINITE_RESULT, RowFault::kind);
    StateKey all =
        new StateKey("input-x-gradient", "f0", StateKey.ALL_ROWS, StateKey.Kind.IMPORTANCE);
    assertThat(state(runner, all).rows()).isEqualTo(2);
  }

  @Test
  void aRowForWhichTheModelFailsOnACompositionIsAFaultAndItsNeighboursAreNot() {
    RunPlan plan = plan("{column: 0}", List.of(new KernelShap(KernelShap.Options.standard())));
    ShardRunner runner =
        new ShardRunner(new NoNumberWithoutA(), plan, Baseline.single(Tensor.zeros(1, 2)));

    BatchResult result = runner.explain(rows(List.of(), 1, 1, 1, 3, 2, 1));

    // b = 3 is no number without a; the row itself is one
    assertThat(result.rows().positions()).containsExactly(0, 2);
    assertThat(result.byMethod().get(0).values().values()).containsExactly(1, 1, 2, 1);
    assertThat(result.faults())
        .containsExactly(new RowFault(1, RowFault.Kind.NOT_FINITE_RESULT, "kernel-shap"));
  }

  /** a + b, but no number where a is 0 and b is over 2. */
  private static final class NoNumberWithoutA implements BlackBox {
    @Override
    public ModelSignature signature() {
      return new ModelSignature(List.of(2), List.of("f0"), ModelSignature.Unit.RAW);
    }

    @Override
    public Tensor outputs(Tensor input) {
      float[] outputs = new float[input.rows()];
      for (int row = 0; row < outputs.length; row++) {
        boolean isNone = input.at(row, 0) == 0 && input.at(row, 1) > 2;
        outputs[row] = isNone ? Float.NaN : input.at(row, 0) + input.at(row, 1);
      }
      return Tensor.of(outputs, outputs.length, 1);
    }

    @Override
    public void close() {}
  }

  @Test
  void standardErrorsThatAreNoNumbersAreAFaultToo() {
    Tensor errors = Tensor.of(new float[] {0, 1, Float.POSITIVE_INFINITY, 0}, 2, 1, 2);
    ShardRunner runner =
        new ShardRunner(
            MODEL,
            plan("{column: 0}", List.of(new Unsure(errors))),
            Baseline.single(Tensor.zeros(1, 2)));

    BatchResult result = runner.explain(rows(List.of(), 1, 1, 2, 2));

    assertThat(result.rows().positions()).containsExactly(0);
    assertThat(result.faults())
        .containsExactly(new RowFault(1, RowFault.Kind.NOT_FINITE_RESULT, "input-x-gradient"));
  }

  /** Input times gradient with standard errors as given. */
  private record Unsure(Tensor errors) implements AttributionMethod<Differentiable> {
    private static final InputXGradient METHOD =
        new InputXGradient(InputXGradient.Options.standard());

    @Override
    public MethodInfo<Differentiable> info() {
      return METHOD.info();
    }

    @Override
    public CallsPerRow callsPerRow(int groups, int references) {
      return METHOD.callsPerRow(groups, references);
    }

    @Override
    public Attributions attribute(Differentiable model, AttributionRequest request) {
      Attributions sure = METHOD.attribute(model, request);
      return new Attributions(
          sure.rowIds(),
          sure.values(),
          sure.scores(),
          sure.baselineScores(),
          Optional.of(errors),
          sure.diagnostics(),
          sure.calls());
    }
  }

  @Test
  void allOutputsAreExplainedAtOnceAndCallsAreTheModels() {
    CountingModel model = CountingModel.around(MODEL);
    ShardRunner runner = runner(model, "all");

    BatchResult result = runner.explain(rows(List.of(), 1, 1, 2, 3, 4, 5));

    assertThat(names(result)).allMatch(List.of("f0", "f1")::equals);
    assertThat(result.targets().isUniform()).isTrue();
    long forward = 0;
    long gradient = 0;
    for (MethodTotals totals : runner.totals()) {
      forward += totals.forwardCalls() + totals.sharedCalls();
      gradient += totals.gradientCalls();
      assertThat(totals.seconds()).isPositive();
      assertThat(totals.method()).isNotEmpty();
    }
    assertThat(forward).isEqualTo(model.forwardRows());
    assertThat(gradient).isEqualTo(model.gradientRows());
  }

  @Test
  void statesOfShardsMergeToTheStatesOfAllRows() {
    ShardRunner whole = runner(MODEL, "{column: 0}");
    ShardRunner first = runner(MODEL, "{column: 0}");
    ShardRunner second = runner(MODEL, "{column: 0}");
    RowBatch rows = rows(List.of(), 1, 2, 3, 4, 5, 6, 7, 8);

    whole.explain(rows);
    first.explain(rows.slice(0, 2));
    second.explain(rows.slice(2, 4));
    ShardStates merged = new ShardStates(plan("all"));
    first.states().records().forEach(merged::merge);
    second.states().records().forEach(merged::merge);

    assertThat(merged.importance().keySet()).isEqualTo(whole.states().importance().keySet());
    merged
        .importance()
        .forEach(
            (key, state) -> {
              Importance found = state.importances(0.95).get(1);
              Importance expected = state(whole, key).importances(0.95).get(1);
              assertThat(found.rows()).isEqualTo(expected.rows());
              assertThat(found.meanAbs()).isEqualTo(expected.meanAbs());
            });
    assertThat(merged.samples().values().iterator().next().rows()).hasSize(4);
    assertThat(merged.distributions()).isNotEmpty();
  }

  @Test
  void aModelWithoutGradientsIsRefusedByName() {
    AttributionMethod<?> saliency = new Saliency(Saliency.Options.standard());
    ShardRunner runner =
        new ShardRunner(
            new ThreeWayAnd(),
            plan("{column: 0}", List.of(saliency)),
            Baseline.single(Tensor.zeros(1, 2)));
    RowBatch row = rows(List.of(), 1, 2);

    assertThatThrownBy(() -> runner.explain(row))
        .isInstanceOfSatisfying(
            AssayException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL_ABILITY))
        .hasMessageContaining("saliency");
  }

  @Test
  void anOutputNamedLikeTheRuleCountsARowOnce() {
    ModelSignature signature =
        new ModelSignature(List.of(2), List.of("predicted", "b"), ModelSignature.Unit.RAW);
    TargetRule rule = new TargetRule(TargetSpec.of(TargetSpec.Kind.PREDICTED), signature);

    assertThat(rule.countedUnder("predicted")).containsExactly("predicted");
    assertThat(rule.countedUnder("b")).containsExactly("predicted", "b");
  }

  @Test
  void tooManySlicesAreRefused() {
    ShardRunner runner = runner(MODEL, "{column: 0}");
    List<List<String>> slices =
        IntStream.rangeClosed(0, ShardStates.MOST_SLICES)
            .mapToObj(row -> List.of("id=" + row))
            .toList();
    int rows = slices.size();
    List<String> ids = IntStream.range(0, rows).mapToObj(row -> "r" + row).toList();
    RowBatch many =
        new RowBatch(new TensorBatch(new RowIds(ids), Tensor.zeros(rows, 2)), List.of(), slices);

    assertThatThrownBy(() -> runner.explain(many))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("slices");
  }

  @Test
  void pairsOfFarTooManySlicesAreRefused() {
    ShardRunner runner = runner(MODEL, "predicted\nslices: [site]\ndifferences: {pairs: [site]}");
    float[] values = new float[2];

    for (int site = 0; site < 100; site++) {
      runner.explain(inSlice("site=" + site, values));
    }

    assertThatThrownBy(() -> runner.explain(inSlice("site=100", values)))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("the slices are 101; pairs are for up to 100 slices");
  }

  private static RowBatch inSlice(String slice, float... values) {
    return new RowBatch(
        new TensorBatch(new RowIds(List.of(slice)), Tensor.of(values, 1, 2)),
        List.of(),
        List.of(List.of(slice)));
  }
}
