package io.assay.bench;

import io.assay.attribution.AttributionRequest;
import io.assay.attribution.game.CoalitionGame;
import io.assay.baseline.Banks;
import io.assay.baseline.Baseline;
import io.assay.baseline.Coalitions;
import io.assay.baseline.PairedDesign;
import io.assay.engine.ModelFiles;
import io.assay.engine.ModelOptions;
import io.assay.engine.ModelOptions.Device;
import io.assay.model.BlackBox;
import io.assay.model.ModelSignature;
import io.assay.model.ModelSignature.Unit;
import io.assay.model.Target;
import io.assay.tensor.RowIds;
import io.assay.tensor.Tensor;
import io.assay.tensor.TensorBatch;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * What an estimator of Shapley values costs beside the model: its time on a model that costs
 * nothing, less the time that composing and adding up the same coalitions takes. CPU time of one
 * thread, the least of some rounds; operators are built before.
 */
final class SolverCost {
  private static final int ROWS = 512;
  private static final int FEATURES = 30;
  private static final int BATCH = 8192;
  private static final int ROUNDS = 7;
  private static final ThreadMXBean CLOCK = ManagementFactory.getThreadMXBean();

  private final int players;
  private final int budget;
  private final int references;

  /** Names a size of problem. */
  SolverCost(int players, int budget, int references) {
    this.players = players;
    this.budget = budget;
    this.references = references;
  }

  /**
   * Seconds a row.
   *
   * @param solver of the estimator alone
   * @param composing of composing inputs and adding up scores
   * @param model of the model itself, in whole batches
   */
  record Seconds(double solver, double composing, double model) {
    /** Returns the solver's share of the whole. */
    double share() {
      return solver / (solver + composing + model);
    }
  }

  /**
   * Measures an estimator.
   *
   * @param estimator explains a request on a model
   * @param network a TorchScript network of 30 features; 60 players are two rows of it
   */
  Seconds measure(Estimate estimator, Path network) {
    AttributionRequest request = request();
    BlackBox free = new Free(players);
    double whole = seconds(request, each -> estimator.explain(free, each));
    double game = seconds(request, each -> value(free, each));
    ModelOptions options =
        new ModelOptions(List.of(FEATURES), Unit.LOGIT, List.of(), Device.CPU, 512);
    try (BlackBox model = ModelFiles.openTorchScript(network, options)) {
      Tensor batch = normal(3, BATCH, FEATURES);
      double call = seconds(request, each -> model.outputs(batch)) * ROWS / BATCH;
      return new Seconds(whole - game, game, call * budget * references * players / FEATURES);
    }
  }

  /** An estimator at work. */
  interface Estimate {
    /** Explains a request. */
    void explain(BlackBox model, AttributionRequest request);
  }

  private void value(BlackBox model, AttributionRequest request) {
    CoalitionGame game = new CoalitionGame(model, request);
    Coalitions coalitions =
        PairedDesign.drawn(players, budget / 2, new SplittableRandom(1)).coalitions();
    game.plays(request.batch().rowIds(), request.seed(), new Banks(16))
        .forEach(play -> game.values(play, 0, play.rows().size(), coalitions));
  }

  private AttributionRequest request() {
    RowIds ids = new RowIds(IntStream.range(0, ROWS).mapToObj(row -> "row-" + row).toList());
    return new AttributionRequest(
        new TensorBatch(ids, normal(1, ROWS, players)),
        Target.outputs(0),
        Baseline.background(normal(2, references, players)),
        ShapleyGame.numbered(players),
        7);
  }

  private static double seconds(AttributionRequest request, Consumer<AttributionRequest> work) {
    double least = Double.POSITIVE_INFINITY;
    for (int round = 0; round < ROUNDS; round++) {
      long start = CLOCK.getCurrentThreadCpuTime();
      work.accept(request);
      least = Math.min(least, (CLOCK.getCurrentThreadCpuTime() - start) / 1e9);
    }
    return least / ROWS;
  }

  private static Tensor normal(long seed, int rows, int features) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[rows * features];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Tensor.of(values, rows, features);
  }

  /** A model that costs next to nothing: some products of features. */
  private record Free(int features) implements BlackBox {
    @Override
    public ModelSignature signature() {
      return new ModelSignature(List.of(features), List.of("output_0"), Unit.RAW);
    }

    @Override
    public Tensor outputs(Tensor input) {
      float[] outputs = new float[input.rows()];
      for (int row = 0; row < outputs.length; row++) {
        outputs[row] = input.at(row, 0) * input.at(row, 1) * input.at(row, 2) + input.at(row, 3);
      }
      return Tensor.of(outputs, outputs.length, 1);
    }

    @Override
    public void close() {}
  }
}
