package io.assay.model;

import io.assay.tensor.Tensor;

/** The plain moments of gradients at noisy rows: draws are packed into batches across rows. */
final class NoiseSums {
  /** An even number, so that a batch never parts a pair. */
  private static final int POINTS_A_BATCH = 1024;

  private final NoisePoints points;
  private final int slots;
  private final int length;
  private final double[] mean;
  private final double[] meanSquare;
  private final double[] square;
  private final double[] squareSquare;
  private final double[] product;

  private NoiseSums(NoisePoints points, int slots) {
    this.points = points;
    this.slots = slots;
    this.length = points.centres().rowLength();
    int values = Math.multiplyExact(points.centres().rows() * slots, length);
    this.mean = new double[values];
    this.meanSquare = new double[values];
    this.square = new double[values];
    this.squareSquare = new double[values];
    this.product = new double[values];
  }

  static NoiseMoments of(Differentiable model, NoisePoints points, Target target) {
    NoiseSums sums = new NoiseSums(points, target.slots());
    int size = Math.multiplyExact(points.centres().rows(), points.draws());
    for (int start = 0; start < size; start += POINTS_A_BATCH) {
      int end = Math.min(size, start + POINTS_A_BATCH);
      sums.add(sums.gradients(model, target, start, end), start, end);
    }
    return sums.moments();
  }

  private float[] gradients(Differentiable model, Target target, int start, int end) {
    float[] centres = points.centres().values();
    float[] offsets = points.offsets().values();
    float[] coordinates = new float[(end - start) * length];
    int[] rows = new int[end - start];
    for (int point = start; point < end; point++) {
      int row = point / points.draws();
      rows[point - start] = row;
      for (int i = 0; i < length; i++) {
        coordinates[(point - start) * length + i] =
            centres[row * length + i] + offsets[point * length + i];
      }
    }
    int[] shape = points.centres().shape();
    shape[0] = end - start;
    return model.gradient(Tensor.of(coordinates, shape), target.select(rows)).gradients().values();
  }

  private void add(float[] gradients, int start, int end) {
    int values = slots * length;
    for (int point = start; point < end; point += 2) { // pairs
      int from = (point - start) * values;
      int to = point / points.draws() * values;
      for (int i = 0; i < values; i++) {
        double one = gradients[from + i];
        double other = gradients[from + values + i];
        addPair((one + other) / 2, (one * one + other * other) / 2, to + i);
      }
    }
  }

  private void addPair(double m, double q, int at) {
    mean[at] += m;
    meanSquare[at] += m * m;
    square[at] += q;
    squareSquare[at] += q * q;
    product[at] += m * q;
  }

  private NoiseMoments moments() {
    int[] rowShape = points.centres().rowShape();
    int[] shape = new int[rowShape.length + 2];
    shape[0] = points.centres().rows();
    shape[1] = slots;
    System.arraycopy(rowShape, 0, shape, 2, rowShape.length);
    return new NoiseMoments(
        Tensor.of(mean, shape),
        Tensor.of(meanSquare, shape),
        Tensor.of(square, shape),
        Tensor.of(squareSquare, shape),
        Tensor.of(product, shape));
  }
}
