package io.assay.global.effect;

import java.util.function.IntToDoubleFunction;

/** The H of Friedman and Popescu, from partial dependences, any row left out. */
final class Interaction {
  /** Under this share of the largest score, a root mean square is rounding of float32. */
  private static final double ROUNDING = 1e-6;

  private Interaction() {}

  /** Returns H of a group with all others. */
  static double total(Dependence group, int rows, int leftOut) {
    double[] whole = centred(group::score, rows, leftOut);
    double[] part = centred(row -> group.on(row, leftOut), rows, leftOut);
    double[] rest = centred(row -> group.onOthers(row, leftOut), rows, leftOut);
    return h(whole, part, rest, largest(group, rows));
  }

  /** Returns H of a pair. */
  static double ofPair(Dependence both, Dependence one, Dependence other, int rows, int leftOut) {
    double[] whole = centred(row -> both.on(row, leftOut), rows, leftOut);
    double[] part = centred(row -> one.on(row, leftOut), rows, leftOut);
    double[] rest = centred(row -> other.on(row, leftOut), rows, leftOut);
    return h(whole, part, rest, largest(both, rows));
  }

  private static double largest(Dependence group, int rows) {
    double largest = 0;
    for (int row = 0; row < rows; row++) {
      largest = Math.max(largest, Math.abs(group.score(row)));
    }
    return largest;
  }

  /** Returns the values of all rows less their mean; 0 for the one left out. */
  private static double[] centred(IntToDoubleFunction value, int rows, int leftOut) {
    double[] values = new double[rows];
    double sum = 0;
    for (int row = 0; row < rows; row++) {
      values[row] = row == leftOut ? 0 : value.applyAsDouble(row);
      sum += values[row];
    }
    double mean = sum / (leftOut == Dependence.NONE ? rows : rows - 1);
    for (int row = 0; row < rows; row++) {
      values[row] = row == leftOut ? 0 : values[row] - mean;
    }
    return values;
  }

  private static double h(double[] whole, double[] part, double[] rest, double scale) {
    double between = 0;
    double all = 0;
    for (int row = 0; row < whole.length; row++) {
      double rests = whole[row] - part[row] - rest[row];
      between += rests * rests;
      all += whole[row] * whole[row];
    }
    double rounding = ROUNDING * scale;
    return all <= whole.length * rounding * rounding ? 0 : Math.sqrt(between / all);
  }
}
