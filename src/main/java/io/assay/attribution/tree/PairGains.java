package io.assay.attribution.tree;

import java.util.Arrays;

/**
 * What the leaves below a question give to the pairs of its feature with another that was asked
 * above: sum over q of the gains times g of the other, p / (f (1 - q)) - 1 / (1 - q).
 */
final class PairGains {
  private final ResultColumns columns;
  private final double[] apart; // the part of the sum without p, [row]
  private final double[] bound; // the part with p, [row]
  private int nodes;

  PairGains(ResultColumns columns, int lanes) {
    this.columns = columns;
    this.apart = new double[lanes];
    this.bound = new double[lanes];
  }

  /** Takes the question. */
  void of(Level level, double[] quadrature) {
    nodes = quadrature.length;
    Arrays.fill(apart, 0);
    for (int each = 0; each < nodes; each++) {
      addTimes(level.gains[each], 1 / (1 - quadrature[each]), apart);
    }
  }

  /**
   * Adds the pair with another feature, and takes half of it off each of the two.
   *
   * @param above the level that the other's last question led to
   * @param sums [column][row of the block]
   * @param first where the rows begin in the sums
   * @param rows how many there are
   */
  void add(Level level, Level above, int other, double[][] sums, int first, int rows) {
    int one = columns.of(level.asked);
    int two = columns.of(other);
    if (one == two) {
      return;
    }
    Arrays.fill(bound, 0);
    for (int each = 0; each < nodes; each++) {
      addTimes(level.gains[each], above.slopes[each], bound);
    }
    double[] pair = sums[columns.of(level.asked, other)];
    for (int row = 0; row < rows; row++) {
      double value = above.follows[row] * bound[row] - apart[row];
      pair[first + row] += value;
      sums[one][first + row] -= value / 2;
      sums[two][first + row] -= value / 2;
    }
  }

  private static void addTimes(double[] gains, double factor, double[] sum) {
    for (int row = 0; row < sum.length; row++) {
      sum[row] += factor * gains[row];
    }
  }
}
