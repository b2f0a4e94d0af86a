package io.assay.attribution.gradient;

import io.assay.attribution.AttributionRequest;
import io.assay.attribution.GroupFold;
import io.assay.attribution.ModelCalls;
import io.assay.attribution.Quadrature;
import io.assay.model.Differentiable;
import io.assay.model.LinePoints;
import io.assay.model.Points;
import io.assay.tensor.Tensor;
import java.util.List;

/** Integrates along every path with the same nodes. */
final class FixedSteps implements PathRule {
  private final Quadrature quadrature;

  FixedSteps(Quadrature quadrature) {
    this.quadrature = quadrature;
  }

  @Override
  public Integrals integrate(Differentiable model, AttributionRequest request, PathEnds ends) {
    int rows = request.batch().rows();
    int references = request.baseline().size();
    double[] values = new double[ends.scores().values().length * request.groups().features()];
    for (int reference = 0; reference < references; reference++) {
      Points points =
          new LinePoints(
              request.batch().input(),
              request.baseline().rows().slice(reference, reference + 1),
              quadrature.nodes(),
              quadrature.weights());
      Tensor means = model.gradientSum(points, request.target());
      addProducts(means, request, reference, values);
    }
    long gradients = (long) quadrature.size() * references;
    return new Integrals(
        GroupFold.sums(values, rows, request.target().slots(), request.groups()),
        List.of(),
        ModelCalls.same(rows, 1, gradients, references));
  }

  private static void addProducts(
      Tensor means, AttributionRequest request, int reference, double[] into) {
    int slots = request.target().slots();
    int features = request.groups().features();
    double weight = request.baseline().weight(reference);
    Tensor references = request.baseline().rows();
    for (int row = 0; row < request.batch().rows(); row++) {
      double[] distances =
          new StraightLine(request.batch().input(), row, references, reference).distances();
      for (int slot = 0; slot < slots; slot++) {
        int at = (row * slots + slot) * features;
        for (int feature = 0; feature < features; feature++) {
          into[at + feature] += weight * distances[feature] * means.at(at + feature);
        }
      }
    }
  }
}
