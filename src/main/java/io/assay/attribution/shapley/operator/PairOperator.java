package io.assay.attribution.shapley.operator;

/**
 * A linear estimator of Shapley values from what pairs of complementary coalitions differ by, the
 * same matrix for every row that shares the coalitions. Games stand side by side in columns; a
 * column's result depends on that column alone, to the last bit.
 */
public interface PairOperator {
  /** Returns how many players there are. */
  int players();

  /** Returns how many pairs of proper coalitions there are. */
  int pairs();

  /**
   * Estimates the Shapley values of some games.
   *
   * @param differences [pairs + 1, columns]: first the gain, v(all) - v(none), then v of the first
   *     coalition of each pair less v of the second
   * @param columns how many games
   * @param values takes [players, columns], score units
   * @param variances takes [players, columns], squared standard errors
   */
  void estimate(double[] differences, int columns, double[] values, double[] variances);

  /** Returns how much memory the matrix takes, in bytes. */
  long bytes();
}
