package io.assay.attribution.shapley;

import io.assay.baseline.Coalitions;
import java.util.List;

/**
 * A game near the model's whose Shapley values are known exactly. An estimator then needs to find
 * only the values of the difference of the two games, which is smaller.
 */
public interface ControlVariate {
  /**
   * Values coalitions.
   *
   * @param row a row of the request
   * @param slot which of its explained scalars
   * @param players the numbers of the row's active players, ascending; all others are absent
   * @param coalitions of these players, numbered from 0
   * @param into takes one value a coalition, score units
   */
  void values(int row, int slot, List<Integer> players, Coalitions coalitions, double[] into);

  /**
   * Returns the exact Shapley values of the players; they sum to the value of all of them less the
   * value of none.
   *
   * @param row a row of the request
   * @param slot which of its explained scalars
   * @param players the numbers of the row's active players, ascending
   * @param into takes one value a player, score units
   */
  void shapley(int row, int slot, List<Integer> players, double[] into);
}
