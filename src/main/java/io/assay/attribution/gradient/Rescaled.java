package io.assay.attribution.gradient;

import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.attribution.GroupFold;
import io.assay.attribution.ModelCalls;
import io.assay.model.RescaledGradient;
import io.assay.model.RuleBased;
import io.assay.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** DeepLIFT's multipliers against every reference, times the distance, and their weighted mean. */
final class Rescaled {
  private final AttributionRequest request;
  private final int slots;
  private final int features;
  private final double[] values; // [rows, slots, features]
  private final double[] baselineScores; // [rows, slots]

  private Rescaled(AttributionRequest request) {
    this.request = request;
    this.slots = request.target().slots();
    this.features = request.groups().features();
    this.baselineScores = new double[request.batch().rows() * slots];
    this.values = new double[baselineScores.length * features];
  }

  static Attributions attribute(RuleBased model, AttributionRequest request) {
    Rescaled sums = new Rescaled(request);
    int rows = request.batch().rows();
    int references = request.baseline().size();
    Tensor scores = Tensor.zeros(rows, sums.slots);
    for (int reference = 0; reference < references; reference++) {
      RescaledGradient rescaled =
          model.multipliers(request.batch().input(), sums.repeated(reference), request.target());
      sums.add(rescaled, reference);
      scores = rescaled.scores();
    }
    return new Attributions(
        request.batch().rowIds(),
        GroupFold.sums(sums.values, rows, sums.slots, request.groups()),
        scores,
        Tensor.of(sums.baselineScores, rows, sums.slots),
        Optional.empty(),
        List.of(),
        ModelCalls.same(rows, references, references, 0));
  }

  /** Returns a reference as the reference of every row. */
  private Tensor repeated(int reference) {
    int[] same = new int[request.batch().rows()];
    Arrays.fill(same, reference);
    return request.baseline().rows().select(same).reshape(request.batch().input().shape());
  }

  private void add(RescaledGradient rescaled, int reference) {
    double weight = request.baseline().weight(reference);
    Tensor input = request.batch().input();
    Tensor references = request.baseline().rows();
    for (int scalar = 0; scalar < baselineScores.length; scalar++) {
      baselineScores[scalar] += weight * rescaled.referenceScores().at(scalar);
      StraightLine line = new StraightLine(input, scalar / slots, references, reference);
      double[] distances = line.distances();
      for (int feature = 0; feature < features; feature++) {
        int at = scalar * features + feature;
        values[at] += weight * distances[feature] * rescaled.multipliers().at(at);
      }
    }
  }
}
