package io.assay.attribution.tree;

import io.assay.attribution.Quadrature;
import io.assay.attribution.Quadrature.Rule;

/**
 * How a player's gains over coalitions are averaged. If every other player joins with the same
 * probability, the mean gain is a polynomial in it: the Shapley value is its mean over all
 * probabilities (Owen, 1972, Multilinear extensions of games), the Banzhaf value its value at one
 * half.
 */
public enum Semivalue {
  /** Shapley values, and Shapley interactions of pairs. */
  SHAPLEY,
  /** Banzhaf values, and Banzhaf interactions of pairs. */
  BANZHAF;

  /**
   * Returns probabilities of joining and their weights that make the average exact.
   *
   * @param players of the game, at most
   */
  public Quadrature nodes(int players) {
    return switch (this) {
      case SHAPLEY -> Quadrature.of(Rule.GAUSS_LEGENDRE, Math.max(1, (players + 1) / 2));
      case BANZHAF -> Quadrature.of(Rule.MIDPOINT, 1);
    };
  }
}
