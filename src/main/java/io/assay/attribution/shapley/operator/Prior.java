package io.assay.attribution.shapley.operator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What is held likely of a game before it is valued: a Gaussian process over coalitions whose
 * covariance is that of independent interactions. With x = 1 for players who are present and -1 for
 * others, a game is a sum of terms c_S times the product of x_j over S, for every set S of players;
 *
 * <pre>
 * var c_S = sigma^2 share_o / E_o * product over S of lambda_j,   o = |S|,
 * E_o     = sum over sets of o players of the product of their lambda_j
 * </pre>
 *
 * but for single players, who are all held alike: var c_i = sigma^2 share_1 / d. How much players
 * do alone says little of how much they do with others.
 *
 * <p>Only odd orders matter to Shapley values. All shares and equal lambdas falling like a power of
 * the order make the product kernel of one length a player, rho_j = (1 - lambda_j) / (1 +
 * lambda_j); free shares for orders 1, 3 and 5 let models of low order be known for what they are.
 *
 * @param shares of the variance for orders 1, 3, 5 and all above; each 0 or more, the first
 *     positive
 * @param strengths how much each player interacts, relative to the others, positive; empty if all
 *     are alike
 */
public record Prior(List<Double> shares, List<Double> strengths) {
  /** The orders with a share of their own. */
  static final int ORDERS = 3;

  /** What the lambdas of all players sum to: about the order from which shares fall by half. */
  private static final double REACH = 3;

  /** A lambda of one says that every set with the player is as likely as that without. */
  private static final double MOST = 0.9;

  /** Checks the numbers and copies them. */
  public Prior {
    shares = List.copyOf(shares);
    strengths = List.copyOf(strengths);
    if (shares.size() != ORDERS + 1
        || !shares.stream().allMatch(share -> share >= 0 && share < Double.POSITIVE_INFINITY)
        || shares.get(0) <= 0) {
      throw new IllegalArgumentException(
          "the shares of orders 1, 3, 5 and above are "
              + shares
              + "; need four numbers of 0 or more, the first positive");
    }
    if (!strengths.stream().allMatch(each -> each > 0 && each < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("strengths are " + strengths + "; need positive numbers");
    }
  }

  /**
   * What suits most models: next to nothing is presumed of the effects of single players, so that
   * additive games are found at any budget; of what is left, threefold interactions make up most.
   */
  public static Prior standard() {
    return new Prior(List.of(1.0, 3.4e-4, 5e-5, 1e-5), List.of());
  }

  /** Returns whether all players are held alike. */
  public boolean isSymmetric() {
    return strengths.isEmpty();
  }

  /** Returns the prior of some of the players. */
  public Prior of(List<Integer> players) {
    return isSymmetric() ? this : new Prior(shares, players.stream().map(strengths::get).toList());
  }

  /** Returns the same with other shares. */
  Prior withShares(List<Double> others) {
    return new Prior(others, strengths);
  }

  /** Returns the same with one player's strength multiplied. */
  Prior times(int player, double factor) {
    List<Double> changed = new ArrayList<>(strengths);
    changed.set(player, changed.get(player) * factor);
    return new Prior(shares, changed);
  }

  /** Returns lambda for each of so many players. */
  double[] lambdas(int players) {
    double[] lambdas = new double[players];
    Arrays.setAll(lambdas, player -> isSymmetric() ? 1 : strengths.get(player));
    double sum = Arrays.stream(lambdas).sum();
    return IntStream.range(0, players)
        .mapToDouble(player -> Math.min(MOST, REACH * lambdas[player] / sum))
        .toArray();
  }
}
