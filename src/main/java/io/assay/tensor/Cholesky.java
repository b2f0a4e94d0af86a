package io.assay.tensor;

import java.util.Optional;

/**
 * The Cholesky factor of a symmetric, positive definite matrix in float64: A = L L^T. Factoring
 * takes n^3 / 6 multiplications, solving n^2.
 */
public final class Cholesky {
  /** A pivot under this share of its diagonal element means: singular in float64. */
  private static final double SMALLEST_PIVOT = 1e-12;

  private final double[] factor; // [size, size], lower triangle
  private final int size;

  private Cholesky(double[] factor, int size) {
    this.factor = factor;
    this.size = size;
  }

  /**
   * Factors a matrix.
   *
   * @param matrix [size, size], row-major, symmetric; only its lower triangle is read
   * @param size rows and columns
   * @return empty if the matrix is not positive definite, to twelve digits
   * @throws IllegalArgumentException if the matrix does not hold size x size values
   */
  public static Optional<Cholesky> of(double[] matrix, int size) {
    if (matrix.length != size * size) {
      throw new IllegalArgumentException(
          matrix.length + " values for a matrix of " + size + " rows and columns");
    }
    double[] factor = matrix.clone();
    for (int row = 0; row < size; row++) {
      for (int column = 0; column < row; column++) {
        factor[row * size + column] =
            remainder(factor, size, row, column) / factor[column * size + column];
      }
      double pivot = remainder(factor, size, row, row);
      if (!(pivot > SMALLEST_PIVOT * matrix[row * size + row])) {
        return Optional.empty();
      }
      factor[row * size + row] = Math.sqrt(pivot);
    }
    return Optional.of(new Cholesky(factor, size));
  }

  private static double remainder(double[] factor, int size, int row, int column) {
    double rest = factor[row * size + column];
    for (int k = 0; k < column; k++) {
      rest -= factor[row * size + k] * factor[column * size + k];
    }
    return rest;
  }

  /** Returns how many rows and columns the matrix has. */
  public int size() {
    return size;
  }

  /**
   * Solves A x = b in place.
   *
   * @param values [size], b on entry and x on return
   * @throws IllegalArgumentException if there are not as many values as rows
   */
  public void solve(double[] values) {
    if (values.length != size) {
      throw new IllegalArgumentException(values.length + " values for " + size + " rows");
    }
    for (int row = 0; row < size; row++) { // L y = b
      double rest = values[row];
      for (int k = 0; k < row; k++) {
        rest -= factor[row * size + k] * values[k];
      }
      values[row] = rest / factor[row * size + row];
    }
    for (int row = size - 1; row >= 0; row--) { // L^T x = y
      double rest = values[row];
      for (int k = row + 1; k < size; k++) {
        rest -= factor[k * size + row] * values[k];
      }
      values[row] = rest / factor[row * size + row];
    }
  }
}
