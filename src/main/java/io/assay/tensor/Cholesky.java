package io.assay.tensor;

import java.util.Optional;

/**
 * The Cholesky factor of a symmetric, positive definite matrix in float64: A = L L^T. Factoring
 * takes n^3 / 6 multiplications, solving n^2. Inner loops run along memory and over independent
 * elements, four terms at a time, each subtracted in its turn.
 */
public final class Cholesky {
  /** A pivot under this share of its diagonal element means: singular in float64. */
  private static final double SMALLEST_PIVOT = 1e-12;

  private final double[] factor; // L^T: [size, size], upper triangle
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
    double[] factor = new double[size * size];
    for (int row = 0; row < size; row++) {
      int start = row * size;
      for (int column = row; column < size; column++) {
        factor[start + column] = matrix[column * size + row];
      }
      int k = 0;
      for (; k + 3 < row; k += 4) {
        subtractFour(factor, size, k, row);
      }
      for (; k < row; k++) {
        subtract(factor, k * size + row, factor[k * size + row], start + row, size - row);
      }
      double pivot = factor[start + row];
      if (!(pivot > SMALLEST_PIVOT * matrix[start + row])) {
        return Optional.empty();
      }
      double root = Math.sqrt(pivot);
      factor[start + row] = root;
      for (int column = row + 1; column < size; column++) {
        factor[start + column] /= root;
      }
    }
    return Optional.of(new Cholesky(factor, size));
  }

  /** Subtracts the shares of rows k to k + 3 from what a row has left. */
  private static void subtractFour(double[] factor, int size, int k, int row) {
    int zero = k * size;
    int one = zero + size;
    int two = one + size;
    int three = two + size;
    double a = factor[zero + row];
    double b = factor[one + row];
    double c = factor[two + row];
    double d = factor[three + row];
    int start = row * size;
    for (int i = row; i < size; i++) { // columns
      factor[start + i] =
          factor[start + i]
              - a * factor[zero + i]
              - b * factor[one + i]
              - c * factor[two + i]
              - d * factor[three + i];
    }
  }

  private static void subtract(double[] values, int from, double times, int into, int count) {
    for (int i = 0; i < count; i++) {
      values[into + i] -= times * values[from + i];
    }
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
    forward(values, 1);
    backward(values, 1);
  }

  /**
   * Solves L Y = B in place: with A the covariance of b, what each element adds to those before it,
   * in its standard deviation.
   *
   * @param values [size, columns], B on entry and Y on return
   * @throws IllegalArgumentException if there are not as many values
   */
  public void forward(double[] values, int columns) {
    check(values, columns);
    for (int row = 0; row < size; row++) {
      for (int k = 0; k < row; k++) {
        subtract(values, k * columns, factor[k * size + row], row * columns, columns);
      }
      divide(values, row, columns);
    }
  }

  /**
   * Solves L^T X = Y in place.
   *
   * @param values [size, columns], Y on entry and X on return
   * @throws IllegalArgumentException if there are not as many values
   */
  public void backward(double[] values, int columns) {
    check(values, columns);
    for (int row = size - 1; row >= 0; row--) {
      for (int k = row + 1; k < size; k++) {
        subtract(values, k * columns, factor[row * size + k], row * columns, columns);
      }
      divide(values, row, columns);
    }
  }

  private void check(double[] values, int columns) {
    if (values.length != size * columns) {
      throw new IllegalArgumentException(
          "%d values for %d rows of %d".formatted(values.length, size, columns));
    }
  }

  private void divide(double[] values, int row, int columns) {
    double pivot = factor[row * size + row];
    for (int i = 0; i < columns; i++) {
      values[row * columns + i] /= pivot;
    }
  }

  /**
   * Returns the logarithm of the product of some diagonal elements of L; that of all is half the
   * logarithm of A's determinant.
   *
   * @param from the first
   * @param to after the last
   */
  public double logDeterminant(int from, int to) {
    double sum = 0;
    for (int row = from; row < to; row++) {
      sum += Math.log(factor[row * size + row]);
    }
    return sum;
  }
}
