package io.assay.aggregate.sampled;

import io.assay.aggregate.StateReader;
import io.assay.aggregate.StateWriter;

/**
 * How the magnitudes of two explanations of the same rows vary together, group by group: means and
 * centred sums in float64, which merge without loss (Chan, Golub and LeVeque (1983), "Algorithms
 * for Computing the Sample Variance", The American Statistician 37).
 */
final class PairedMoments {
  private long rows;
  private final double[] exact;
  private final double[] surrogate;
  private final double[] exactSquares;
  private final double[] products;
  private final double[] surrogateSquares;

  PairedMoments(int groups) {
    exact = new double[groups];
    surrogate = new double[groups];
    exactSquares = new double[groups];
    products = new double[groups];
    surrogateSquares = new double[groups];
  }

  /** Counts a row of which {@link #add} tells every group. */
  void addRow() {
    rows++;
  }

  /** Adds a group of the row that was counted last. */
  void add(int group, double exactSize, double surrogateSize) {
    double fromExact = exactSize - exact[group];
    double fromSurrogate = surrogateSize - surrogate[group];
    exact[group] += fromExact / rows;
    surrogate[group] += fromSurrogate / rows;
    exactSquares[group] += fromExact * (exactSize - exact[group]);
    products[group] += fromExact * (surrogateSize - surrogate[group]);
    surrogateSquares[group] += fromSurrogate * (surrogateSize - surrogate[group]);
  }

  /** Adds the rows of other moments of as many groups. */
  void merge(PairedMoments other) {
    if (other.rows == 0) {
      return;
    }
    double share = (double) other.rows / (rows + other.rows);
    double scale = rows * share;
    for (int group = 0; group < exact.length; group++) {
      double fromExact = other.exact[group] - exact[group];
      double fromSurrogate = other.surrogate[group] - surrogate[group];
      exactSquares[group] += other.exactSquares[group] + fromExact * fromExact * scale;
      products[group] += other.products[group] + fromExact * fromSurrogate * scale;
      surrogateSquares[group] +=
          other.surrogateSquares[group] + fromSurrogate * fromSurrogate * scale;
      exact[group] += fromExact * share;
      surrogate[group] += fromSurrogate * share;
    }
    rows += other.rows;
  }

  long rows() {
    return rows;
  }

  /** Returns the mean of the exact magnitude. */
  double exact(int group) {
    return exact[group];
  }

  /** Returns the mean of the surrogate's magnitude. */
  double surrogate(int group) {
    return surrogate[group];
  }

  double exactVariance(int group) {
    return exactSquares[group] / (rows - 1);
  }

  double surrogateVariance(int group) {
    return surrogateSquares[group] / (rows - 1);
  }

  /** Returns the slope of the exact magnitude over the surrogate's; 0 where that is constant. */
  double slope(int group) {
    return surrogateSquares[group] > 0 ? products[group] / surrogateSquares[group] : 0;
  }

  /** Returns the centred sum of squares of exact - factor * surrogate. */
  double residualSquares(int group, double factor) {
    double squares =
        exactSquares[group]
            - 2 * factor * products[group]
            + factor * factor * surrogateSquares[group];
    return Math.max(0, squares);
  }

  void write(StateWriter out) {
    out.writeLong(rows);
    for (double[] part : parts()) {
      out.writeDoubles(part);
    }
  }

  static PairedMoments read(StateReader in, int groups) {
    PairedMoments moments = new PairedMoments(groups);
    moments.rows = in.readLong();
    in.require(moments.rows >= 0, "rows", moments.rows);
    for (double[] part : moments.parts()) {
      in.readDoubles(part);
    }
    return moments;
  }

  private double[][] parts() {
    return new double[][] {exact, surrogate, exactSquares, products, surrogateSquares};
  }
}
