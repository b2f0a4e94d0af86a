package io.assay.engine.torchscript;

import io.assay.model.Points;
import io.assay.model.Target;
import java.nio.FloatBuffer;

/** Sums of gradients at weighted points, in float64, a row and slot each. */
final class WeightedSums {
  private final Points points;
  private final int slots;
  private final int length;
  private final double[] sums;
  private final float[] coordinates;
  private final float[] gradients;

  /**
   * Starts at zero.
   *
   * @param length values of one point
   * @param batchRows points in one batch at most
   */
  WeightedSums(Points points, Target target, int length, int batchRows) {
    this.points = points;
    this.slots = target.slots();
    this.length = length;
    this.sums = new double[Math.multiplyExact(points.rows() * slots, length)];
    int batch = Math.min(batchRows, points.size());
    this.coordinates = new float[batch * length];
    this.gradients = new float[batch * length];
  }

  /** Returns the coordinates of points from {@code start} on, until the next call. */
  float[] coordinates(int start, int count) {
    for (int point = 0; point < count; point++) {
      points.write(start + point, coordinates, point * length);
    }
    return coordinates;
  }

  /** Adds the gradients of a slot at points from {@code start} on. */
  void add(FloatBuffer batch, int start, int count, int slot) {
    batch.get(0, gradients, 0, count * length);
    for (int point = 0; point < count; point++) {
      double weight = points.weight(start + point);
      int to = (points.row(start + point) * slots + slot) * length;
      int from = point * length;
      for (int i = 0; i < length; i++) {
        sums[to + i] += weight * gradients[from + i];
      }
    }
  }

  /** Returns the sums, [rows, slots, ...], themselves. */
  double[] values() {
    return sums;
  }
}
