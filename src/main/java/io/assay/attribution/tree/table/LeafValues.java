package io.assay.attribution.tree.table;

import io.assay.attribution.Quadrature;
import io.assay.attribution.tree.ResultColumns.Order;

/**
 * What a leaf of the value 1 gives to its players and their pairs, for each set of players that the
 * row satisfies.
 *
 * <p>With t the probability of reaching the leaf and q that of a player's presence, the effect of a
 * player is -t/(1 - q) if the row does not satisfy it, and t/q - t'/(q (1 - q)) if it does, where
 * t' is t with the player not satisfied; that of a pair is the effect of the one on the effect of
 * the other. All are sums of t / (q^a (1 - q)^b), each integrated over q once.
 */
final class LeafValues {
  private static final int[][] OF_PLAYERS = {{0, 1}, {1, 0}, {1, 1}};
  private static final int[][] OF_PAIRS = {
    {0, 1}, {1, 0}, {1, 1}, {0, 2}, {1, 2}, {2, 0}, {2, 1}, {2, 2}
  };

  private final double[][][] integrals = new double[3][3][0];

  LeafValues(LeafShares shares, Quadrature nodes, Order order) {
    int sets = 1 << shares.players();
    int[][] powers = order == Order.PAIRS ? OF_PAIRS : OF_PLAYERS;
    for (int[] power : powers) {
      integrals[power[0]][power[1]] = new double[sets];
    }
    double[] reached = new double[sets];
    for (int node = 0; node < nodes.size(); node++) {
      double present = nodes.nodes().get(node);
      shares.reached(present, reached);
      for (int[] power : powers) {
        double divisor = Math.pow(present, power[0]) * Math.pow(1 - present, power[1]);
        add(integrals[power[0]][power[1]], nodes.weights().get(node) / divisor, reached);
      }
    }
  }

  private static void add(double[] sums, double factor, double[] terms) {
    for (int set = 0; set < sums.length; set++) {
      sums[set] += factor * terms[set];
    }
  }

  /** Adds a player's values, a number of times, one a set. */
  void addPlayer(int player, double times, double[] sums) {
    int bit = 1 << player;
    for (int set = 0; set < sums.length; set++) {
      double value =
          (set & bit) == 0
              ? -integrals[0][1][set]
              : integrals[1][0][set] - integrals[1][1][set ^ bit];
      sums[set] += times * value;
    }
  }

  /** Adds the interactions of two players, a number of times, one a set. */
  void addPair(int one, int other, double times, double[] sums) {
    for (int set = 0; set < sums.length; set++) {
      sums[set] += times * pair(1 << one, 1 << other, set);
    }
  }

  private double pair(int one, int other, int set) {
    if ((set & one) == 0 && (set & other) == 0) {
      return integrals[0][2][set];
    }
    if ((set & one) == 0 || (set & other) == 0) {
      int satisfied = set & (one | other);
      return integrals[1][2][set ^ satisfied] - integrals[1][1][set];
    }
    return integrals[2][0][set]
        - integrals[2][1][set ^ one]
        - integrals[2][1][set ^ other]
        + integrals[2][2][set ^ one ^ other];
  }
}
