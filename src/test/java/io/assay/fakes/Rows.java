package io.assay.fakes;

import io.assay.model.Target;
import io.assay.tensor.Tensor;
import java.util.List;
import java.util.function.IntFunction;

/** Packs what is computed row by row in float64 into tensors. */
final class Rows {
  /** What is computed for an output of a row. */
  interface OfOutput {
    double[] values(int row, int output);
  }

  private Rows() {}

  /** Returns [rows, shape]. */
  static Tensor each(int rows, List<Integer> shape, IntFunction<double[]> ofRow) {
    int length = length(shape);
    double[] all = new double[rows * length];
    for (int row = 0; row < rows; row++) {
      System.arraycopy(ofRow.apply(row), 0, all, row * length, length);
    }
    return Tensor.of(all, sizes(List.of(rows), shape));
  }

  /** Returns [rows, slots, shape]. */
  static Tensor each(Target target, int rows, List<Integer> shape, OfOutput ofOutput) {
    int slots = target.slots();
    int length = length(shape);
    double[] all = new double[rows * slots * length];
    for (int scalar = 0; scalar < rows * slots; scalar++) {
      int row = scalar / slots;
      double[] values = ofOutput.values(row, target.column(row, scalar % slots));
      System.arraycopy(values, 0, all, scalar * length, length);
    }
    return Tensor.of(all, sizes(List.of(rows, slots), shape));
  }

  /** Returns a row in float64. */
  static double[] wide(Tensor tensor, int row) {
    double[] wide = new double[tensor.rowLength()];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = tensor.at(row, i);
    }
    return wide;
  }

  private static int length(List<Integer> shape) {
    return shape.stream().reduce(1, Math::multiplyExact);
  }

  static int[] sizes(List<Integer> first, List<Integer> shape) {
    int[] sizes = new int[first.size() + shape.size()];
    for (int axis = 0; axis < sizes.length; axis++) {
      sizes[axis] = axis < first.size() ? first.get(axis) : shape.get(axis - first.size());
    }
    return sizes;
  }
}
