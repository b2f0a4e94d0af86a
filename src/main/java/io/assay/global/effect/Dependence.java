package io.assay.global.effect;

import io.assay.tensor.Tensor;

/**
 * Partial dependence on a group at the rows' own values, from the scores of all pairs of rows: one
 * gives the group's values, the other all else. The transpose is the dependence on all other
 * groups, for nothing more. Any row can be left out of both parts.
 */
final class Dependence {
  /** Nobody is left out. */
  static final int NONE = -1;

  private final Tensor scores;
  private final int slot;
  private final int rows;
  private final double[] given; // sum over what stays, by the row that gives the group's values
  private final double[] kept; // sum over who gives, by the row that keeps all else

  /**
   * Takes the scores of one slot.
   *
   * @param scores [rows, rows, slots]: the first keeps all else, the second gives the group's
   *     values
   */
  Dependence(Tensor scores, int slot) {
    this.scores = scores;
    this.slot = slot;
    this.rows = scores.rows();
    this.given = new double[rows];
    this.kept = new double[rows];
    for (int keeper = 0; keeper < rows; keeper++) {
      for (int giver = 0; giver < rows; giver++) {
        given[giver] += at(giver, keeper);
        kept[keeper] += at(giver, keeper);
      }
    }
  }

  private double at(int giver, int keeper) {
    return scores.at((keeper * rows + giver) * scores.size(2) + slot);
  }

  /** Returns the score of a row itself. */
  double score(int row) {
    return at(row, row);
  }

  /** Returns the mean score with the group's values of a row, a row left out of the mean. */
  double on(int row, int leftOut) {
    return leftOut == NONE ? given[row] / rows : (given[row] - at(row, leftOut)) / (rows - 1);
  }

  /** Returns the mean score with all else of a row, a row left out of the mean. */
  double onOthers(int row, int leftOut) {
    return leftOut == NONE ? kept[row] / rows : (kept[row] - at(leftOut, row)) / (rows - 1);
  }
}
