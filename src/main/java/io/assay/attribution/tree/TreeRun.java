package io.assay.attribution.tree;

import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.attribution.Memo;
import io.assay.attribution.ModelCalls;
import io.assay.attribution.tree.ResultColumns.Order;
import io.assay.baseline.Baseline;
import io.assay.baseline.FeatureGroups;
import io.assay.model.AdditiveTrees;
import io.assay.model.Target;
import io.assay.model.tree.Forest;
import io.assay.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * What methods of additive trees have in common: a kernel is built once for a forest, serves all
 * batches and threads, and its sums become a result.
 */
final class TreeRun {
  /** The default of how much memory tables may take. */
  static final int STANDARD_TABLE_MB = 256;

  private static final int MOST_TABLE_MB = 65_536;

  private final FeaturePerturbation perturbation;
  private final Order order;
  private final long mostBytes;
  private final Kernels kernels;
  private final Memo<Key, Built> memo;

  /** How a method values rows. */
  interface Kernels {
    /**
     * Builds the kernel of a forest.
     *
     * @param forest with covers, unless absent features take the values of background rows
     * @param mostBytes that its tables may take
     */
    TreeSums of(Forest forest, Baseline baseline, ResultColumns columns, long mostBytes);
  }

  /** What a kernel is built from; the baseline only if it matters. */
  private record Key(Forest forest, FeatureGroups groups, Optional<Baseline> baseline) {}

  /** A kernel, and the margins that its values are counted from. */
  private static final class Built {
    private final TreeSums kernel;
    private final double[] expected; // [output]

    Built(TreeSums kernel, double[] expected) {
      this.kernel = kernel;
      this.expected = expected;
    }

    long bytes() {
      return kernel.bytes();
    }
  }

  /**
   * Prepares.
   *
   * @param tableMemoryMb that kernels may keep
   */
  TreeRun(FeaturePerturbation perturbation, Order order, int tableMemoryMb, Kernels kernels) {
    this.perturbation = perturbation;
    this.order = order;
    this.mostBytes = tableMemoryMb * 1_000_000L;
    this.kernels = kernels;
    this.memo = new Memo<>(built -> Math.min(built.bytes(), mostBytes), mostBytes);
  }

  /**
   * Checks the range of the option that says how much memory tables may take.
   *
   * @throws IllegalArgumentException if it is not kept
   */
  static void checkTableMemory(String method, int tableMemoryMb) {
    if (tableMemoryMb < 1 || tableMemoryMb > MOST_TABLE_MB) {
      throw new IllegalArgumentException(
          "%s.table-memory-mb is %d; need 1 to %d".formatted(method, tableMemoryMb, MOST_TABLE_MB));
    }
  }

  /**
   * Explains a batch. Scores are the model's own, baseline scores the mean margins of the training
   * data or of the background.
   *
   * @throws io.assay.AssayException MODEL_ABILITY if the shares of the training data matter, the
   *     model does not have them, and the baseline is a single row
   */
  Attributions attribute(AdditiveTrees model, AttributionRequest request) {
    Forest forest = model.forest();
    Baseline baseline = request.baseline();
    boolean needsBaseline =
        perturbation == FeaturePerturbation.INTERVENTIONAL || !forest.hasCovers();
    ResultColumns columns = new ResultColumns(request.groups(), order);
    Built built =
        memo.of(
            new Key(forest, request.groups(), Optional.of(baseline).filter(any -> needsBaseline)),
            () -> build(forest, baseline, columns));
    int rows = request.batch().rows();
    return new Attributions(
        request.batch().rowIds(),
        BlockRun.values(built.kernel, request, columns, forest.outputs()),
        model.score(request.batch().input(), request.target()),
        ofTargets(built.expected, request.target(), rows),
        Optional.empty(),
        List.of(),
        ModelCalls.same(rows, 1, 0, 0));
  }

  private Built build(Forest forest, Baseline baseline, ResultColumns columns) {
    if (perturbation == FeaturePerturbation.INTERVENTIONAL) {
      return new Built(
          kernels.of(forest, baseline, columns, mostBytes), ofBackground(forest, baseline));
    }
    Forest covered = forest.hasCovers() ? forest : CountedCovers.of(forest, baseline);
    return new Built(kernels.of(covered, baseline, columns, mostBytes), NodeMeans.margins(covered));
  }

  /** Returns the weighted means of the margins, one an output. */
  private static double[] ofBackground(Forest forest, Baseline baseline) {
    double[] means = new double[forest.outputs()];
    double[] margins = new double[means.length];
    float[] rows = baseline.rows().values();
    int length = baseline.rows().rowLength();
    for (int row = 0; row < baseline.size(); row++) {
      forest.margins(rows, row * length, margins);
      for (int output = 0; output < means.length; output++) {
        means[output] += baseline.weight(row) * margins[output];
      }
    }
    return means;
  }

  private static Tensor ofTargets(double[] margins, Target target, int rows) {
    int slots = target.slots();
    float[] scores = new float[rows * slots];
    for (int row = 0; row < rows; row++) {
      for (int slot = 0; slot < slots; slot++) {
        scores[row * slots + slot] = (float) margins[target.column(row, slot)];
      }
    }
    return Tensor.of(scores, rows, slots);
  }

  /** Returns about how much memory a task takes at most: kernels, and a block of one output. */
  long heldBytes(List<Integer> rowShape, int groups) {
    int features = rowShape.stream().reduce(1, Math::multiplyExact);
    int columns = order == Order.SINGLES ? groups : groups * (groups + 1) / 2;
    return mostBytes + BlockRun.bytes(features, columns, 1);
  }
}
