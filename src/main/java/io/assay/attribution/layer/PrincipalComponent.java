package io.assay.attribution.layer;

/** The first principal component of a small matrix, by power iteration in float64. */
final class PrincipalComponent {
  private static final int MOST_STEPS = 5000;
  private static final double STILL = 1e-13;
  private static final double GOLDEN = 0.6180339887498949; // spreads the start over all directions

  private PrincipalComponent() {}

  /**
   * Returns the projections of the rows on the first right singular vector; its sign is free.
   *
   * @param centred [rows][columns], each column with mean zero
   */
  static double[] projection(double[][] centred) {
    double[][] gram = gram(centred);
    double[] direction = new double[centred.length];
    for (int i = 0; i < direction.length; i++) {
      direction[i] = 0.5 + (i + 1) * GOLDEN % 1;
    }
    double length = scale(direction, norm(direction));
    for (int step = 0; step < MOST_STEPS && length > 0; step++) {
      double[] next = times(gram, direction);
      length = scale(next, norm(next));
      double moved = distance(next, direction);
      direction = next;
      if (moved < STILL) {
        break;
      }
    }
    scale(direction, 1 / Math.sqrt(length)); // eigenvalues of the Gram matrix are squares
    return direction;
  }

  private static double[][] gram(double[][] rows) {
    double[][] gram = new double[rows.length][rows.length];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = 0;
        for (int k = 0; k < rows[i].length; k++) {
          sum += rows[i][k] * rows[j][k];
        }
        gram[i][j] = sum;
        gram[j][i] = sum;
      }
    }
    return gram;
  }

  private static double[] times(double[][] matrix, double[] vector) {
    double[] product = new double[vector.length];
    for (int i = 0; i < product.length; i++) {
      for (int j = 0; j < vector.length; j++) {
        product[i] += matrix[i][j] * vector[j];
      }
    }
    return product;
  }

  private static double norm(double[] vector) {
    double sum = 0;
    for (double value : vector) {
      sum += value * value;
    }
    return Math.sqrt(sum);
  }

  private static double distance(double[] one, double[] other) {
    double most = 0;
    for (int i = 0; i < one.length; i++) {
      most = Math.max(most, Math.abs(one[i] - other[i]));
    }
    return most;
  }

  /** Divides a vector by a length, if it has one, and returns the length. */
  private static double scale(double[] vector, double length) {
    for (int i = 0; i < vector.length; i++) {
      vector[i] = length == 0 ? 0 : vector[i] / length;
    }
    return length;
  }
}
