package io.assay.attribution.layer;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.attribution.CallsPerRow;
import io.assay.attribution.ModelCalls;
import io.assay.attribution.Quadrature;
import io.assay.baseline.Baseline;
import io.assay.model.Differentiable;
import io.assay.model.Layered;
import io.assay.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * The straight lines from the references to the rows, at the input.
 *
 * @param request what is explained
 */
record InputPath(AttributionRequest request) {
  /** Refuses a number of panels. */
  static void checkSteps(int steps) {
    checkSteps(1, steps);
  }

  /** Refuses a number of nodes of a rule. */
  static void checkSteps(Quadrature.Rule rule, int steps) {
    checkSteps(rule == Quadrature.Rule.TRAPEZOID ? 2 : 1, steps);
  }

  private static void checkSteps(int least, int steps) {
    if (steps < least || steps > 10_000) {
      throw new IllegalArgumentException("steps is " + steps + "; need " + least + " to 10000");
    }
  }

  /**
   * Returns the paths of a request.
   *
   * @throws AssayException MODEL_ABILITY if the model's inputs are numbers of tokens, between which
   *     there is nothing
   */
  static InputPath of(String key, Layered model, AttributionRequest request) {
    if (model.as(Differentiable.class).isEmpty()) {
      throw new AssayException(
          ErrorCode.MODEL_ABILITY,
          "%s walks from the baseline to the row, and the model's inputs have no gradient, such as"
              + " ids of tokens; take layer-integrated-gradients, which walks inside the model",
          key);
    }
    return new InputPath(request);
  }

  /**
   * Returns a point of every row's line.
   *
   * @param reference which line
   * @param place 0 to 1
   * @return [rows, ...]
   */
  Tensor points(int reference, double place) {
    Tensor ends = request.batch().input();
    int length = ends.rowLength();
    float[] points = new float[ends.values().length];
    for (int i = 0; i < points.length; i++) {
      double start = request.baseline().rows().at(reference, i % length);
      points[i] = (float) (start + place * (ends.at(i) - start));
    }
    return Tensor.of(points, ends.shape());
  }

  /**
   * Packs a result with the scores of rows and baseline: one forward call a row, and one a
   * reference that serves the batch.
   *
   * @param values [rows, slots, columns]
   * @param calls of a row
   */
  Attributions result(Layered model, Tensor values, CallsPerRow calls) {
    int rows = request.batch().rows();
    return new Attributions(
        request.batch().rowIds(),
        values,
        model.score(request.batch().input(), request.target()),
        baselineScores(model),
        Optional.empty(),
        List.of(),
        ModelCalls.same(rows, calls.forward(), calls.gradient(), request.baseline().size()));
  }

  private Tensor baselineScores(Layered model) {
    Baseline baseline = request.baseline();
    Tensor references = model.outputs(baseline.rows());
    int slots = request.target().slots();
    double[] means = new double[request.batch().rows() * slots];
    for (int scalar = 0; scalar < means.length; scalar++) {
      int column = request.target().column(scalar / slots, scalar % slots);
      for (int reference = 0; reference < baseline.size(); reference++) {
        means[scalar] += baseline.weight(reference) * references.at(reference, column);
      }
    }
    return Tensor.of(means, request.batch().rows(), slots);
  }
}
