package io.assay.model;

import io.assay.tensor.Tensor;
import java.util.Arrays;

/** The plain weighted sum of gradients: points are packed into batches across rows. */
final class GradientSums {
  private static final int POINTS_A_BATCH = 1024;

  private GradientSums() {}

  static Tensor of(Differentiable model, Points points, Target target) {
    int length =
        Math.toIntExact(
            Arrays.stream(points.rowShape()).asLongStream().reduce(1, Math::multiplyExact));
    double[] sums = new double[points.rows() * target.slots() * length];
    for (int start = 0; start < points.size(); start += POINTS_A_BATCH) {
      int end = Math.min(points.size(), start + POINTS_A_BATCH);
      Tensor gradients = gradients(model, points, target, start, end, length);
      add(gradients.values(), points, start, end, target.slots() * length, sums);
    }
    return Tensor.of(sums, resultShape(points, target.slots()));
  }

  private static Tensor gradients(
      Differentiable model, Points points, Target target, int start, int end, int length) {
    float[] coordinates = new float[(end - start) * length];
    int[] rows = new int[end - start];
    for (int point = start; point < end; point++) {
      points.write(point, coordinates, (point - start) * length);
      rows[point - start] = points.row(point);
    }
    Tensor input = Tensor.of(coordinates, withRows(end - start, points.rowShape()));
    return model.gradient(input, target.select(rows)).gradients();
  }

  private static void add(
      float[] gradients, Points points, int start, int end, int length, double[] sums) {
    for (int point = start; point < end; point++) {
      int from = (point - start) * length;
      int to = points.row(point) * length;
      double weight = points.weight(point);
      for (int i = 0; i < length; i++) {
        sums[to + i] += weight * gradients[from + i];
      }
    }
  }

  private static int[] withRows(int rows, int[] rowShape) {
    int[] shape = new int[rowShape.length + 1];
    shape[0] = rows;
    System.arraycopy(rowShape, 0, shape, 1, rowShape.length);
    return shape;
  }

  private static int[] resultShape(Points points, int slots) {
    int[] rowShape = points.rowShape();
    int[] shape = new int[rowShape.length + 2];
    shape[0] = points.rows();
    shape[1] = slots;
    System.arraycopy(rowShape, 0, shape, 2, rowShape.length);
    return shape;
  }
}
