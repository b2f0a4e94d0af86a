package io.assay.bench;

import io.assay.aggregate.BlockColumns;
import io.assay.aggregate.ImportanceState;
import io.assay.attribution.AttributionMethod;
import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.attribution.CallsPerRow;
import io.assay.attribution.MethodInfo;
import io.assay.attribution.ModelCalls;
import io.assay.attribution.gradient.Saliency;
import io.assay.baseline.Baseline;
import io.assay.job.InputPlan;
import io.assay.job.JobReader;
import io.assay.job.JobSpec;
import io.assay.job.RunPlan;
import io.assay.model.BlackBox;
import io.assay.model.Differentiable;
import io.assay.model.ModelSignature;
import io.assay.model.ScoredGradient;
import io.assay.model.Target;
import io.assay.run.RowBatch;
import io.assay.run.ShardRunner;
import io.assay.run.StateRecord;
import io.assay.tensor.RowIds;
import io.assay.tensor.Tensor;
import io.assay.tensor.TensorBatch;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What summing up costs, in processor time of one thread: a shard whose method has its answers
 * ready, so that what is left is the runner's checks, states, scores and samples; the importance
 * state alone; and the merging of shards. Best of the rounds.
 */
public final class StatesBench {
  private static final int FEATURES = 30;
  private static final int BATCH_ROWS = 4_096;
  private static final int BATCHES = 50;
  private static final int ROUNDS = 8;
  private static final int MERGES =
      10_020; // records: a shard of all rows has 3, of 1,000 slices 1,002

  private StatesBench() {}

  /** Measures, and prints a line a case. */
  public static void main(String[] arguments) {
    float[] values = values(BATCH_ROWS);
    System.out.printf(
        "importance state alone: %.3f us a row%n",
        best(() -> state(values)) / 1e3 / BATCH_ROWS / BATCHES);
    for (int slices : new int[] {1, 1_000}) {
      ShardRunner[] last = new ShardRunner[1];
      double nanos = best(() -> last[0] = shard(values, slices));
      int states = slices == 1 ? 1 : 2; // of a row: all rows, and its slice
      System.out.printf(
          "shard of %,d rows, %,d slices: %.3f us a row and slice, %,.0f rows a second%n",
          BATCH_ROWS * BATCHES,
          slices,
          nanos / 1e3 / BATCH_ROWS / BATCHES / states,
          BATCH_ROWS * BATCHES / (nanos / 1e9));
      storeAndMerge(last[0].states().records(), last[0]);
    }
  }

  private static void storeAndMerge(List<StateRecord> records, ShardRunner shard) {
    int times = MERGES / records.size();
    int writes = times / 10;
    double write = best(() -> repeat(writes, () -> shard.states().records()));
    ShardRunner driver = runner(values(1));
    double merge = best(() -> repeat(times, () -> records.forEach(driver.states()::merge)));
    long bytes = records.stream().mapToLong(record -> record.bytes().length).sum();
    System.out.printf(
        "  %,d records, %,d bytes: %.3f ms to write, %.3f ms to merge%n",
        records.size(), bytes, write / 1e6 / writes, merge / 1e6 / times);
  }

  private static void repeat(int times, Runnable work) {
    for (int i = 0; i < times; i++) {
      work.run();
    }
  }

  private static ImportanceState state(float[] values) {
    ImportanceState state = ImportanceState.empty(FEATURES, new BlockColumns());
    int[] starts = new int[BATCH_ROWS];
    Arrays.setAll(starts, row -> row * FEATURES);
    for (int batch = 0; batch < BATCHES; batch++) {
      state.addAll(values, starts, 0, BATCH_ROWS);
    }
    return state;
  }

  private static ShardRunner shard(float[] values, int slices) {
    ShardRunner runner = runner(values);
    List<String> ids = IntStream.range(0, BATCH_ROWS).mapToObj(row -> "row " + row).toList();
    List<List<String>> names =
        IntStream.range(0, BATCH_ROWS)
            .mapToObj(
                row -> slices == 1 ? List.<String>of() : List.of("slice=" + row % (slices - 1)))
            .toList();
    RowBatch batch =
        new RowBatch(
            new TensorBatch(new RowIds(ids), Tensor.of(values, BATCH_ROWS, FEATURES)),
            List.of(),
            names);
    for (int i = 0; i < BATCHES; i++) {
      runner.explain(batch);
    }
    return runner;
  }

  private static ShardRunner runner(float[] values) {
    List<String> names = IntStream.range(0, FEATURES).mapToObj(each -> "x" + each).toList();
    JobSpec spec =
        JobReader.read(
            """
            name: states
            input: {path: data, features: [%s]}
            model: {path: model.pt}
            target: {column: 0}
            methods: [saliency]
            output: {path: out}
            """
                .formatted(names.stream().collect(Collectors.joining(", "))),
            List.of());
    int rows = values.length / FEATURES;
    AttributionMethod<?> method = new Ready(Tensor.of(values, rows, 1, FEATURES));
    RunPlan.PlannedMethod planned =
        new RunPlan.PlannedMethod("saliency", method, method.callsPerRow(FEATURES, 1), names);
    RunPlan plan =
        new RunPlan(
            spec, InputPlan.of(spec, 0), 0, 1, List.of("f0"), List.of("f0"), List.of(planned));
    return new ShardRunner(new NoModel(), plan, Baseline.single(Tensor.zeros(1, FEATURES)));
  }

  /** Attributions over some decades, of both signs, some exactly 0. */
  private static float[] values(int rows) {
    SplittableRandom random = new SplittableRandom(1);
    float[] values = new float[rows * FEATURES];
    for (int i = 0; i < values.length; i++) {
      double size = Math.exp(1.5 * random.nextGaussian()) * random.nextGaussian();
      values[i] = random.nextInt(20) == 0 ? 0 : (float) size;
    }
    return values;
  }

  private static double best(Runnable work) {
    List<Double> nanos = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      work.run();
      long end = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      nanos.add((double) (end - start));
    }
    return nanos.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
  }

  /** Has its answers ready. */
  private record Ready(Tensor values) implements AttributionMethod<Differentiable> {
    @Override
    public MethodInfo<Differentiable> info() {
      return new Saliency(Saliency.Options.standard()).info();
    }

    @Override
    public CallsPerRow callsPerRow(int groups, int references) {
      return new Saliency(Saliency.Options.standard()).callsPerRow(groups, references);
    }

    @Override
    public Attributions attribute(Differentiable model, AttributionRequest request) {
      int rows = request.batch().rows();
      Tensor scores = Tensor.of(Arrays.copyOf(values.values(), rows), rows, 1);
      return new Attributions(
          request.batch().rowIds(),
          values,
          scores,
          Tensor.zeros(rows, 1),
          Optional.empty(),
          List.of(),
          ModelCalls.same(rows, 0, 1, 0));
    }
  }

  /** Is never asked. */
  private static final class NoModel implements Differentiable {
    @Override
    public ModelSignature signature() {
      return new ModelSignature(List.of(FEATURES), List.of("f0"), ModelSignature.Unit.RAW);
    }

    @Override
    public Tensor outputs(Tensor input) {
      throw new UnsupportedOperationException("no model");
    }

    @Override
    public ScoredGradient gradient(Tensor input, Target target) {
      throw new UnsupportedOperationException("no model");
    }

    @Override
    public <M extends BlackBox> Optional<M> as(Class<M> ability) {
      return ability.isInstance(this) ? Optional.of(ability.cast(this)) : Optional.empty();
    }

    @Override
    public void close() {}
  }
}
