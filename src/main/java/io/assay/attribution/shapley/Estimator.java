package io.assay.attribution.shapley;

import io.assay.baseline.Coalitions;

/**
 * A rule that makes attributions from the values of some coalitions: linear in these, and the same
 * for every row that shares the coalitions.
 */
interface Estimator {
  /** Returns the coalitions to value, the empty and the full one aside. */
  Coalitions coalitions();

  /**
   * Explains one game.
   *
   * @param values the value of each of the coalitions, score units
   * @param offset where the first of them stands
   * @param empty v(none)
   * @param full v(all)
   * @param into takes one attribution a column
   * @param variances takes one squared standard error a column
   */
  void explain(
      double[] values, int offset, double empty, double full, double[] into, double[] variances);
}
