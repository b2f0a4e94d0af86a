package io.assay.attribution.layer;

import io.assay.attribution.AttributionRequest;
import io.assay.tensor.Tensor;

/** The mean of scores over weighted references, in float64. */
final class WeightedMeans {
  private final int rows;
  private final double[] sums;

  WeightedMeans(AttributionRequest request) {
    this.rows = request.batch().rows();
    this.sums = new double[rows * request.target().slots()];
  }

  /**
   * Adds the scores of one reference.
   *
   * @param scores [rows, slots]
   */
  void add(double weight, Tensor scores) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += weight * scores.at(i);
    }
  }

  /** Returns the means, [rows, slots]. */
  Tensor tensor() {
    return Tensor.of(sums, rows, rows == 0 ? 0 : sums.length / rows);
  }
}
