package io.assay.baseline;

import io.assay.tensor.Tensor;
import java.util.Arrays;

/**
 * The reference inputs that stand for "feature absent": one row (zeros, a mean, a median), or a
 * background of several rows with weights that sum to one.
 */
public final class Baseline {
  private final Tensor rows;
  private final double[] weights;

  private Baseline(Tensor rows, double[] weights) {
    this.rows = rows;
    this.weights = weights;
  }

  /**
   * One reference row.
   *
   * @param row [1, ...]
   */
  public static Baseline single(Tensor row) {
    if (row.rows() != 1) {
      throw new IllegalArgumentException("a single baseline has one row, not " + row.rows());
    }
    return new Baseline(row, new double[] {1});
  }

  /**
   * Background rows of equal weight.
   *
   * @param rows [size, ...]
   */
  public static Baseline background(Tensor rows) {
    double[] weights = new double[rows.rows()];
    Arrays.fill(weights, 1);
    return background(rows, weights);
  }

  /**
   * Background rows with weights, such as centres of clusters with the clusters' sizes.
   *
   * @param rows [size, ...]
   * @param weights one positive number a row; scaled here to sum to one
   */
  public static Baseline background(Tensor rows, double[] weights) {
    if (rows.rows() == 0 || rows.rows() != weights.length) {
      throw new IllegalArgumentException(
          weights.length + " weights for " + rows.rows() + " background rows; need one a row");
    }
    double sum = 0;
    for (double weight : weights) {
      if (!(weight > 0) || Double.isInfinite(weight)) {
        throw new IllegalArgumentException("background weight " + weight + " is not positive");
      }
      sum += weight;
    }
    double[] scaled = new double[weights.length];
    for (int i = 0; i < weights.length; i++) {
      scaled[i] = weights[i] / sum;
    }
    return new Baseline(rows, scaled);
  }

  /** Returns how many reference rows there are. */
  public int size() {
    return rows.rows();
  }

  /** Returns the weight of a reference row; all weights sum to one. */
  public double weight(int reference) {
    return weights[reference];
  }

  /** Returns all reference rows, [size, ...]. */
  public Tensor rows() {
    return rows;
  }
}
