package io.assay.attribution.gradient;

import io.assay.attribution.AttributionRequest;
import io.assay.model.BlackBox;
import io.assay.tensor.Tensor;

/**
 * The model at both ends of every path: one forward call a row, and one a reference that serves the
 * whole batch.
 *
 * @param scores of the explained rows, [rows, slots]
 * @param references outputs of the reference rows, [references, outputs]
 */
record PathEnds(Tensor scores, Tensor references) {
  static PathEnds of(BlackBox model, AttributionRequest request) {
    return new PathEnds(
        model.score(request.batch().input(), request.target()),
        model.outputs(request.baseline().rows()));
  }

  /** Returns the scores of the baseline, its weighted mean, [rows, slots]. */
  Tensor baselineScores(AttributionRequest request) {
    int slots = request.target().slots();
    double[] means = new double[scores.values().length];
    for (int scalar = 0; scalar < means.length; scalar++) {
      int column = request.target().column(scalar / slots, scalar % slots);
      for (int reference = 0; reference < references.rows(); reference++) {
        means[scalar] += request.baseline().weight(reference) * references.at(reference, column);
      }
    }
    return Tensor.of(means, scores.shape());
  }
}
