package io.assay.attribution.shapley;

import io.assay.attribution.shapley.ShapleyInteractions.Index;

/**
 * How much the value of a coalition counts in an index of singles and pairs: it depends on how many
 * players the coalition has, and on how many of the single or pair are among them. A pair's is
 *
 * <pre>
 * sum over S without i, j of c(|S|) (v(S + i + j) - v(S + i) - v(S + j) + v(S))
 * c(s) = 1 / ((d - 1) C(d - 2, s))                                       k-SII
 * c(s) = 2 / (d C(d - 1, s))                                             STII
 * c(s) = 6 (s + 1) (d - s - 1) / ((d + 1) d (d - 1) C(d - 2, s))         Faith-Shap
 * </pre>
 *
 * and a single's its Shapley value less half of all its pairs', but for STII v(i) - v(none).
 */
final class InteractionIndex {
  private final int players;
  private final double[][] singles; // [size, of the single: 0 or 1]
  private final double[][] pairs; // [size, of the pair: 0 to 2]

  InteractionIndex(Index index, int players) {
    this.players = players;
    this.pairs = new double[players + 1][3];
    this.singles = new double[players + 1][2];
    for (int size = 0; size <= players; size++) {
      pairs[size][2] = derivative(index, size - 2);
      pairs[size][1] = -derivative(index, size - 1);
      pairs[size][0] = derivative(index, size);
    }
    for (int size = 0; size <= players; size++) {
      boolean isTaylor = index == Index.STII;
      singles[size][1] = isTaylor ? (size == 1 ? 1 : 0) : shapley(size - 1) - halfWith(size);
      singles[size][0] = isTaylor ? (size == 0 ? -1 : 0) : -shapley(size) - halfWithout(size);
    }
  }

  /** Returns c(s), 0 where no coalition of so many leaves a pair out. */
  private double derivative(Index index, int size) {
    if (size < 0 || size > players - 2) {
      return 0;
    }
    double d = players;
    return switch (index) {
      case K_SII -> 1 / ((d - 1) * choose(players - 2, size));
      case STII -> 2 / (d * choose(players - 1, size));
      case FAITH_SHAP ->
          6 * (size + 1) * (d - size - 1) / ((d + 1) * d * (d - 1) * choose(players - 2, size));
    };
  }

  private double shapley(int size) {
    return size < 0 || size > players - 1 ? 0 : 1 / (players * choose(players - 1, size));
  }

  /** Returns half of what a coalition counts in all pairs of one of its players. */
  private double halfWith(int size) {
    return ((size - 1) * pairs[size][2] + (players - size) * pairs[size][1]) / 2;
  }

  private double halfWithout(int size) {
    return (size * pairs[size][1] + (players - 1 - size) * pairs[size][0]) / 2;
  }

  private static double choose(int from, int size) {
    double ways = 1;
    for (int i = 1; i <= Math.min(size, from - size); i++) {
      ways = ways * (from - Math.min(size, from - size) + i) / i;
    }
    return ways;
  }

  /** Returns how much a coalition counts for a single who is in it, or is not. */
  double ofSingle(int size, int present) {
    return singles[size][present];
  }

  /** Returns how much a coalition counts for a pair of whom so many are in it. */
  double ofPair(int size, int present) {
    return pairs[size][present];
  }
}
