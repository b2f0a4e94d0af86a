package io.assay.attribution.tree;

import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.attribution.Memo;
import io.assay.attribution.ModelCalls;
import io.assay.attribution.tree.ResultColumns.Order;
import io.assay.baseline.Baseline;
import io.assay.baseline.FeatureGroups;
import io.assay.model.AdditiveTrees;
import io.assay.model.tree.Forest;
import java.util.List;
import java.util.Optional;

/**
 * What methods of additive trees have in common: a kernel is built once for each output of a forest
 * that is asked for, serves all batches and threads, and its sums become a result.
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
     * @param forest of one output, with covers, unless absent features take the values of
     *     background rows
     * @param mostBytes that its tables may take
     */
    TreeSums of(Forest forest, Baseline baseline, ResultColumns columns, long mostBytes);
  }

  /** What a kernel is built from; the baseline only if it matters. */
  private record Key(
      Forest forest, int output, FeatureGroups groups, Optional<Baseline> baseline) {}

  /**
   * What is built once.
   *
   * @param expected the margin that the kernel's values are counted from
   * @param bytes what the kernel counts for: no more than its share of the memory
   */
  private record Built(TreeSums kernel, double expected, long bytes) {}

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
    this.memo = new Memo<>(Built::bytes, mostBytes);
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
    Optional<Baseline> keyed = Optional.of(baseline).filter(any -> needsBaseline);
    ResultColumns columns = new ResultColumns(request.groups(), order);
    Scalars scalars = new Scalars(request, columns.size());
    for (int output : scalars.outputs()) {
      Built built =
          memo.of(
              new Key(forest, output, request.groups(), keyed),
              () -> build(forest, output, baseline, columns));
      scalars.fill(output, built.kernel(), built.expected());
    }
    return new Attributions(
        request.batch().rowIds(),
        scalars.values(),
        model.score(request.batch().input(), request.target()),
        scalars.baselineScores(),
        Optional.empty(),
        List.of(),
        ModelCalls.same(request.batch().rows(), 1, 0, 0));
  }

  /** Builds the kernel of an output; those of all outputs share the memory. */
  private Built build(Forest forest, int output, Baseline baseline, ResultColumns columns) {
    Forest trees = OutputTrees.of(forest, output);
    long bytes = mostBytes / forest.outputs();
    boolean isPathDependent = perturbation == FeaturePerturbation.PATH_DEPENDENT;
    Forest covered =
        isPathDependent && !trees.hasCovers() ? CountedCovers.of(trees, baseline) : trees;
    TreeSums kernel = kernels.of(covered, baseline, columns, bytes);
    return new Built(
        kernel,
        isPathDependent ? NodeMeans.margin(covered) : meanOverBackground(trees, baseline),
        Math.min(kernel.bytes(), bytes));
  }

  private static double meanOverBackground(Forest trees, Baseline baseline) {
    double mean = 0;
    double[] margin = new double[1];
    float[] rows = baseline.rows().values();
    int length = baseline.rows().rowLength();
    for (int row = 0; row < baseline.size(); row++) {
      trees.margins(rows, row * length, margin);
      mean += baseline.weight(row) * margin[0];
    }
    return mean;
  }

  /** Returns about how much memory a task takes at most: kernels, and a block. */
  long heldBytes(List<Integer> rowShape, int groups) {
    int features = rowShape.stream().reduce(1, Math::multiplyExact);
    int columns = order == Order.SINGLES ? groups : groups * (groups + 1) / 2;
    return mostBytes + Scalars.bytes(features, columns);
  }
}
