package io.assay.attribution.tree;

import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.attribution.Memo;
import io.assay.attribution.ModelCalls;
import io.assay.attribution.tree.ResultColumns.Order;
import io.assay.baseline.Baseline;
import io.assay.baseline.FeatureGroups;
import io.assay.model.TreeEnsemble;
import io.assay.model.tree.Forest;
import java.util.List;
import java.util.Optional;

/**
 * Interventional values of what stands behind a link. What is known of the background is kept for
 * all batches and threads.
 */
final class LinkedRun {
  private static final long MOST_BYTES = 128L << 20;

  private final Memo<Key, Built> memo =
      new Memo<>(built -> Math.min(built.sums().bytes(), MOST_BYTES), MOST_BYTES);

  private record Key(Forest forest, int output, FeatureGroups groups, Baseline baseline) {}

  /** A kernel, and the prediction that its values are counted from. */
  private record Built(LinkedSums sums, double expected) {}

  /** Explains a batch. */
  Attributions attribute(TreeEnsemble model, AttributionRequest request) {
    Forest forest = model.forest();
    Baseline baseline = request.baseline();
    ResultColumns columns = new ResultColumns(request.groups(), Order.SINGLES);
    Scalars scalars = new Scalars(request, columns.size());
    for (int output : scalars.outputs()) {
      Built built =
          memo.of(
              new Key(forest, output, request.groups(), baseline),
              () -> built(new LinkedSums(forest, output, baseline, columns)));
      scalars.fill(output, built.sums(), built.expected());
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

  private static Built built(LinkedSums sums) {
    return new Built(sums, sums.baselineScore());
  }
}
