package io.assay.attribution.shapley.operator;

import java.util.Arrays;

/**
 * Matrix products whose right side holds one game a column. The inner loops run over columns and
 * take two rows of the left side and four of the right at a time; every element is summed in the
 * same order, whatever the number of columns.
 */
public final class Product {
  private Product() {}

  /**
   * Computes into = left * right.
   *
   * @param left [rows, inner]
   * @param right [inner, columns]
   * @param into takes [rows, columns]
   */
  public static void of(double[] left, double[] right, int inner, int columns, double[] into) {
    int rows = inner == 0 ? 0 : left.length / inner;
    Arrays.fill(into, 0, rows * columns, 0);
    int row = 0;
    for (; row + 1 < rows; row += 2) {
      twoRows(left, right, row, inner, columns, into);
    }
    if (row < rows) {
      oneRow(left, right, row, inner, columns, into);
    }
  }

  private static void twoRows(
      double[] left, double[] right, int row, int inner, int columns, double[] into) {
    int one = row * columns;
    int other = one + columns;
    int first = row * inner;
    int second = first + inner;
    int k = 0;
    for (; k + 3 < inner; k += 4) {
      int a = k * columns;
      int b = a + columns;
      int c = b + columns;
      int d = c + columns;
      double a1 = left[first + k];
      double b1 = left[first + k + 1];
      double c1 = left[first + k + 2];
      double d1 = left[first + k + 3];
      double a2 = left[second + k];
      double b2 = left[second + k + 1];
      double c2 = left[second + k + 2];
      double d2 = left[second + k + 3];
      for (int i = 0; i < columns; i++) {
        double ra = right[a + i];
        double rb = right[b + i];
        double rc = right[c + i];
        double rd = right[d + i];
        into[one + i] += (a1 * ra + b1 * rb) + (c1 * rc + d1 * rd);
        into[other + i] += (a2 * ra + b2 * rb) + (c2 * rc + d2 * rd);
      }
    }
    for (; k < inner; k++) {
      add(left[first + k], right, k * columns, into, one, columns);
      add(left[second + k], right, k * columns, into, other, columns);
    }
  }

  private static void oneRow(
      double[] left, double[] right, int row, int inner, int columns, double[] into) {
    int one = row * columns;
    int first = row * inner;
    int k = 0;
    for (; k + 3 < inner; k += 4) {
      int a = k * columns;
      int b = a + columns;
      int c = b + columns;
      int d = c + columns;
      double a1 = left[first + k];
      double b1 = left[first + k + 1];
      double c1 = left[first + k + 2];
      double d1 = left[first + k + 3];
      for (int i = 0; i < columns; i++) {
        into[one + i] +=
            (a1 * right[a + i] + b1 * right[b + i]) + (c1 * right[c + i] + d1 * right[d + i]);
      }
    }
    for (; k < inner; k++) {
      add(left[first + k], right, k * columns, into, one, columns);
    }
  }

  private static void add(
      double times, double[] right, int from, double[] into, int at, int columns) {
    for (int i = 0; i < columns; i++) {
      into[at + i] += times * right[from + i];
    }
  }
}
