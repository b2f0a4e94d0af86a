package io.assay.attribution.shapley.operator;

import java.util.Arrays;

/**
 * Matrix products whose right side holds one game a column. The inner loops run over columns and
 * take four rows of either side at a time; every element is summed in the same order, whatever the
 * number of columns.
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
    for (; row + 3 < rows; row += 4) {
      fourRows(left, right, row, inner, columns, into);
    }
    for (; row < rows; row++) {
      oneRow(left, right, row, inner, columns, into);
    }
  }

  private static void fourRows(
      double[] left, double[] right, int row, int inner, int columns, double[] into) {
    int first = row * columns;
    int second = first + columns;
    int third = second + columns;
    int fourth = third + columns;
    int k = 0;
    for (; k + 3 < inner; k += 4) {
      int a = k * columns;
      int b = a + columns;
      int c = b + columns;
      int d = c + columns;
      int at = row * inner + k;
      double a1 = left[at];
      double b1 = left[at + 1];
      double c1 = left[at + 2];
      double d1 = left[at + 3];
      at += inner;
      double a2 = left[at];
      double b2 = left[at + 1];
      double c2 = left[at + 2];
      double d2 = left[at + 3];
      at += inner;
      double a3 = left[at];
      double b3 = left[at + 1];
      double c3 = left[at + 2];
      double d3 = left[at + 3];
      at += inner;
      double a4 = left[at];
      double b4 = left[at + 1];
      double c4 = left[at + 2];
      double d4 = left[at + 3];
      for (int i = 0; i < columns; i++) {
        double ra = right[a + i];
        double rb = right[b + i];
        double rc = right[c + i];
        double rd = right[d + i];
        into[first + i] += (a1 * ra + b1 * rb) + (c1 * rc + d1 * rd);
        into[second + i] += (a2 * ra + b2 * rb) + (c2 * rc + d2 * rd);
        into[third + i] += (a3 * ra + b3 * rb) + (c3 * rc + d3 * rd);
        into[fourth + i] += (a4 * ra + b4 * rb) + (c4 * rc + d4 * rd);
      }
    }
    for (; k < inner; k++) {
      for (int each = row; each < row + 4; each++) {
        add(left[each * inner + k], right, k * columns, into, each * columns, columns);
      }
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
