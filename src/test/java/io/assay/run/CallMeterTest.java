package io.assay.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.baseline.Baseline;
import io.assay.fakes.Polynomial;
import io.assay.job.ColumnFacts;
import io.assay.job.JobFacts;
import io.assay.job.JobReader;
import io.assay.job.ModelFacts;
import io.assay.job.Planner;
import io.assay.job.RunPlan;
import io.assay.model.Batched;
import io.assay.model.BlackBox;
import io.assay.model.ModelSignature;
import io.assay.tensor.RowIds;
import io.assay.tensor.Tensor;
import io.assay.tensor.TensorBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** What is measured of a model that takes as long as it says, on a clock of its own. */
class CallMeterTest {
  private static final double MILLIS = 1e6;
  private static final Polynomial GAME =
      Polynomial.of(3, Polynomial.term(12, 0, 1, 2), Polynomial.term(4, 0, 1));

  /** Takes a time for each call and for each row in it. */
  private record Slow(double nanosACall, double nanosARow, int callRows, AtomicLong clock)
      implements Batched {
    @Override
    public String device() {
      return "cpu";
    }

    @Override
    public BlackBox withCallRows(int rows) {
      return new Slow(nanosACall, nanosARow, rows, clock);
    }

    @Override
    public ModelSignature signature() {
      return GAME.signature();
    }

    @Override
    public Tensor outputs(Tensor input) {
      int calls = (input.rows() + callRows - 1) / callRows;
      clock.addAndGet(Math.round(calls * nanosACall + input.rows() * nanosARow));
      return GAME.outputs(input);
    }

    @Override
    public void close() {}
  }

  private static CallMeter meter(Slow model, int rows) {
    RunPlan plan =
        Planner.plan(
            JobReader.read(
                """
                name: meter
                input: {path: data, features: [a, b, c]}
                model: {path: model.pt}
                target: {column: 0}
                methods: [occlusion]
                output: {path: out}
                """,
                List.of()),
            new JobFacts(
                rows,
                Stream.of("a", "b", "c")
                    .map(name -> new ColumnFacts(name, ColumnFacts.Kind.NUMERIC, "double"))
                    .toList(),
                1,
                ModelFacts.of(model),
                1));
    List<String> ids = IntStream.range(0, 8).mapToObj(row -> "r" + row).toList();
    float[] values = new float[3 * ids.size()];
    Arrays.fill(values, 1);
    RowBatch some =
        new RowBatch(
            new TensorBatch(new RowIds(ids), Tensor.of(values, ids.size(), 3)),
            List.of(),
            Collections.nCopies(ids.size(), List.of()));
    return new CallMeter(
        model,
        plan,
        Baseline.single(Tensor.zeros(1, 3)),
        some,
        CallMeter.Limits.standard(),
        model.clock()::get);
  }

  @Test
  void callsOfASizeAreAsFastAsTheModelIs() {
    Slow model = new Slow(1000, 100, 16, new AtomicLong());
    CallMeter meter = meter(model, 1_000_000);

    TreeMap<Integer, Double> speeds = new TreeMap<>();
    for (int rows = 1; rows <= 256; rows *= 4) {
      speeds.put(rows, meter.speed(rows).orElseThrow());
    }

    speeds.forEach(
        (rows, speed) ->
            assertThat(speed)
                .as("%d rows a call", rows)
                .isCloseTo(1e9 * rows / (1000 + 100 * rows), Percentage.withPercentage(10)));
  }

  @Test
  void aRowThatTakesLongIsExplainedOnceForASize() {
    Slow model = new Slow(0, 250 * MILLIS, 16, new AtomicLong()); // five calls a row
    CallMeter meter = meter(model, 100); // of 1.25 s: a twentieth is five of them

    List<OptionalDouble> speeds = new ArrayList<>();
    IntStream.range(0, 8).forEach(time -> speeds.add(meter.speed(1)));

    assertThat(speeds.stream().filter(OptionalDouble::isPresent)).hasSize(5);
    assertThat(model.clock().get() / MILLIS).isEqualTo(6 * 1250);
  }
}
