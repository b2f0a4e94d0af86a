package io.assay.run;

import static io.assay.fakes.Polynomial.term;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.assay.aggregate.sampled.PoweredImportance;
import io.assay.aggregate.sampled.PoweredState;
import io.assay.attribution.AttributionMethod;
import io.assay.attribution.Attributions;
import io.assay.attribution.ModelCalls;
import io.assay.attribution.gradient.ExpectedGradients;
import io.assay.attribution.gradient.InputXGradient;
import io.assay.baseline.Baseline;
import io.assay.fakes.Polynomial;
import io.assay.job.InputPlan;
import io.assay.job.JobReader;
import io.assay.job.JobSpec;
import io.assay.job.RunPlan;
import io.assay.tensor.RowIds;
import io.assay.tensor.Tensor;
import io.assay.tensor.TensorBatch;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PoweredRowsTest {
  private static final int ROWS = 300;
  private static final String ASYMPTOTIC = "{}";
  private static final String STRICT = "{intervals: strict, largest: 10}";

  /** 2a - 3b, whose attributions by input x gradient are 2a and -3b. */
  private static final Polynomial MODEL =
      Polynomial.ofOutputs(2, List.of(List.of(term(2, 0), term(-3, 1))));

  @Test
  void aSurrogateThatIsTheModelSaysOfASampleWhatAllRowsWould() {
    RowBatch rows = rows();
    RowBatch sample = rows.slice(0, 90);

    Map<String, PoweredState> states =
        states(List.of(powered(rows.slice(0, 200), sample), powered(rows.slice(200, ROWS))));

    assertThat(states).containsOnlyKeys("all", "half=0", "half=1");
    assertThat(Objects.requireNonNull(states.get("half=1")).rows()).isEqualTo(ROWS / 2);
    PoweredState all = Objects.requireNonNull(states.get("all"));
    List<PoweredImportance> found = all.importances(0.95);
    assertThat(all.rows()).isEqualTo(ROWS);
    assertThat(all.exactRows()).isEqualTo(90);
    assertThat(found.get(0).meanAbs()).isCloseTo(2 * meanAbs(rows, 0), within(1e-6));
    assertThat(found.get(1).meanAbs()).isCloseTo(3 * meanAbs(rows, 1), within(1e-6));
    assertThat(found.get(1).plainRows()).isCloseTo(ROWS, within(0.1 * ROWS));
  }

  @Test
  void noiseIsTakenOffEstimatesUnlessIntervalsAreStrict() {
    ExpectedGradients sampled = new ExpectedGradients(ExpectedGradients.Options.standard());
    RunPlan plan = plan(ASYMPTOTIC, sampled);
    RunPlan strict = plan(STRICT, sampled);
    Attributions estimates = estimates();

    assertThat(KnownErrors.of(plan, plan.methods().get(0), estimates)).isPresent();
    assertThat(KnownErrors.of(strict, strict.methods().get(0), estimates)).isEmpty();
  }

  private static Attributions estimates() {
    return new Attributions(
        new RowIds(List.of("a")),
        Tensor.of(new float[] {1, 2}, 1, 1, 2),
        Tensor.zeros(1, 1),
        Tensor.zeros(1, 1),
        Optional.of(Tensor.of(new float[] {0.1f, 0.1f}, 1, 1, 2)),
        List.of(),
        ModelCalls.same(1, 1, 0, 0));
  }

  private static PoweredRows powered(RowBatch rows) {
    RunPlan plan = plan();
    PoweredRows powered = new PoweredRows(plan, MODEL, plan, baseline());
    powered.add(rows);
    return powered;
  }

  private static PoweredRows powered(RowBatch rows, RowBatch sample) {
    PoweredRows powered = powered(rows);
    powered.add(sample, new ShardRunner(MODEL, plan(), baseline()).explain(sample));
    return powered;
  }

  private static Map<String, PoweredState> states(List<PoweredRows> parts) {
    Map<String, PoweredState> states = new HashMap<>();
    PoweredRows.merged(parts.stream().map(PoweredRows::records).toList())
        .forEach(
            record -> states.put(record.key().slice(), PoweredState.fromBytes(record.bytes())));
    return states;
  }

  private static Baseline baseline() {
    return Baseline.single(Tensor.zeros(1, 2));
  }

  private static double meanAbs(RowBatch rows, int column) {
    return IntStream.range(0, ROWS)
        .mapToDouble(row -> Math.abs(rows.batch().input().at(row, column)))
        .average()
        .orElseThrow();
  }

  private static RowBatch rows() {
    Random random = new Random(5);
    float[] values = new float[2 * ROWS];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    List<String> ids = IntStream.range(0, ROWS).mapToObj(row -> "r" + row).toList();
    List<List<String>> slices =
        IntStream.range(0, ROWS).mapToObj(row -> List.of("half=" + row % 2)).toList();
    return new RowBatch(
        new TensorBatch(new RowIds(ids), Tensor.of(values, ROWS, 2)), List.of(), slices);
  }

  private static RunPlan plan() {
    return plan(ASYMPTOTIC, new InputXGradient(InputXGradient.Options.standard()));
  }

  private static RunPlan plan(String importance, AttributionMethod<?> method) {
    JobSpec spec =
        JobReader.read(
            """
            name: powered
            input: {path: data, features: [a, b]}
            model: {path: model.pt}
            target: {column: 0}
            methods: [saliency]
            importance: %s
            output: {path: out}
            """
                .formatted(importance),
            List.of());
    RunPlan.PlannedMethod planned =
        new RunPlan.PlannedMethod(
            method.info().key(), method, method.callsPerRow(2, 1), List.of("a", "b"));
    return new RunPlan(
        spec, InputPlan.of(spec, 0), 0, 1, List.of("f0"), List.of("f0"), List.of(planned));
  }
}
