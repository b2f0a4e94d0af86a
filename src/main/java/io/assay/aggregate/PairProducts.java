package io.assay.aggregate;

/**
 * The lower half of X'X for the columns of X, three columns by three at a time: nine sums stay in
 * registers while six columns are read once.
 */
final class PairProducts {
  private static final int TILE = 3;

  private PairProducts() {}

  /** Returns the least number of columns over or at this one that tiles fill. */
  static int padded(int columns) {
    return (columns + TILE - 1) / TILE * TILE;
  }

  /**
   * Writes the sums of products.
   *
   * @param x column by column, {@code stride} apart
   * @param columns as many as tiles fill
   * @param sums [columns, columns]
   */
  static void of(double[] x, int stride, int rows, int columns, double[] sums) {
    double[] tile = new double[TILE * TILE];
    for (int left = 0; left < columns; left += TILE) {
      for (int right = 0; right <= left; right += TILE) {
        sum(x, left * stride, right * stride, stride, rows, tile);
        for (int i = 0; i < TILE; i++) {
          System.arraycopy(tile, i * TILE, sums, (left + i) * columns + right, TILE);
        }
      }
    }
  }

  private static void sum(double[] x, int left, int right, int stride, int rows, double[] tile) {
    double s00 = 0;
    double s01 = 0;
    double s02 = 0;
    double s10 = 0;
    double s11 = 0;
    double s12 = 0;
    double s20 = 0;
    double s21 = 0;
    double s22 = 0;
    for (int row = 0; row < rows; row++) {
      double a = x[left + row];
      double b = x[left + stride + row];
      double c = x[left + 2 * stride + row];
      double u = x[right + row];
      double v = x[right + stride + row];
      double w = x[right + 2 * stride + row];
      s00 += a * u;
      s01 += a * v;
      s02 += a * w;
      s10 += b * u;
      s11 += b * v;
      s12 += b * w;
      s20 += c * u;
      s21 += c * v;
      s22 += c * w;
    }
    store(tile, 0, s00, s01, s02);
    store(tile, TILE, s10, s11, s12);
    store(tile, 2 * TILE, s20, s21, s22);
  }

  private static void store(double[] tile, int at, double first, double second, double third) {
    tile[at] = first;
    tile[at + 1] = second;
    tile[at + 2] = third;
  }
}
