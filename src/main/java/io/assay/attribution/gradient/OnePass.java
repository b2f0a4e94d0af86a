package io.assay.attribution.gradient;

import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.attribution.GroupFold;
import io.assay.attribution.ModelCalls;
import io.assay.model.ScoredGradient;
import io.assay.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/** Results of methods that go forward and backward once, and need no baseline. */
final class OnePass {
  private OnePass() {}

  /** Returns what came back; a group gets its member of largest magnitude, with its sign. */
  static Attributions sentBack(AttributionRequest request, ScoredGradient scored) {
    return of(request, scored, GroupFold.largest(scored.gradients(), request.groups()));
  }

  /** Returns what came back times the input; a group gets the sum of its members. */
  static Attributions timesInput(AttributionRequest request, ScoredGradient scored) {
    Tensor input = request.batch().input();
    int slots = request.target().slots();
    int features = input.rowLength();
    double[] products = new double[scored.gradients().values().length];
    for (int scalar = 0; scalar < input.rows() * slots; scalar++) {
      for (int feature = 0; feature < features; feature++) {
        int at = scalar * features + feature;
        products[at] =
            (double) scored.gradients().at(at) * input.at(scalar / slots * features + feature);
      }
    }
    return of(request, scored, GroupFold.sums(products, input.rows(), slots, request.groups()));
  }

  /** Returns values that cost one gradient a row. */
  static Attributions of(AttributionRequest request, ScoredGradient scored, Tensor values) {
    int rows = request.batch().rows();
    return new Attributions(
        request.batch().rowIds(),
        values,
        scored.scores(),
        Tensor.zeros(rows, request.target().slots()),
        Optional.empty(),
        List.of(),
        ModelCalls.same(rows, 0, 1, 0));
  }
}
