package io.assay.attribution.layer;

import io.assay.attribution.AttributionRequest;
import io.assay.model.LayerInfo;
import io.assay.tensor.Tensor;

/** Sums over the values of a layer, in float64: one for each scalar and value. */
final class LayerSums {
  private final int slots;
  private final int length;
  private final double[] values;

  LayerSums(AttributionRequest request, LayerInfo layer) {
    this.slots = request.target().slots();
    this.length = layer.length();
    this.values = new double[request.batch().rows() * slots * length];
  }

  /** Returns the sums, [rows, slots, ...], row-major. */
  double[] values() {
    return values;
  }

  /**
   * Adds weight times gradient.
   *
   * @param gradients [rows, slots, ...]
   */
  void add(double weight, Tensor gradients) {
    for (int i = 0; i < values.length; i++) {
      values[i] += weight * gradients.at(i);
    }
  }

  /**
   * Adds weight times gradient times the way from one value of the layer to another.
   *
   * @param gradients [rows, slots, ...]
   * @param ends [rows, ...]
   * @param starts [rows, ...], or [1, ...] for the same of every row
   */
  void add(double weight, Tensor gradients, Tensor ends, Tensor starts) {
    int shared = starts.rows() == 1 ? 0 : length;
    for (int scalar = 0; scalar < values.length / length; scalar++) {
      int row = scalar / slots;
      for (int i = 0; i < length; i++) {
        double way = (double) ends.at(row * length + i) - starts.at(row * shared + i);
        values[scalar * length + i] += weight * way * gradients.at(scalar * length + i);
      }
    }
  }
}
