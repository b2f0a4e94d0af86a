package io.assay.attribution.tree;

import io.assay.attribution.Quadrature;
import io.assay.attribution.Quadrature.Rule;

/**
 * How a player's gains over coalitions are averaged. Both averages are integrals over q, the chance
 * of every other player to be in the coalition.
 */
enum Semivalue {
  /** Over the uniform distribution of q: Shapley. */
  SHAPLEY,
  /** At q = 1/2: Banzhaf. */
  BANZHAF;

  /**
   * Returns nodes and weights that make the average exact.
   *
   * @param features how many players a leaf has at most
   */
  Quadrature nodes(int features) {
    return this == BANZHAF
        ? Quadrature.of(Rule.MIDPOINT, 1)
        : Quadrature.of(Rule.GAUSS_LEGENDRE, Math.max(1, (features + 1) / 2));
  }
}
