package io.assay.attribution.shapley.operator;

import io.assay.attribution.shapley.operator.Covariances.Nodes;
import java.util.Arrays;

/**
 * The covariances of Shapley values with pairs: for each player sums and products over the other
 * players, which are those over all with the player's own part taken out again.
 */
final class Crossing {
  private final double[] sides; // [players, pairs]
  private final int pairs;
  private final Weights weights;
  private final Nodes nodes;
  private final double[][] sums; // [6, pairs] over all players
  private final double[][] products; // [nodes, pairs] over all players

  Crossing(double[] sides, int pairs, Weights weights, Nodes nodes) {
    this.sides = sides;
    this.pairs = pairs;
    this.weights = weights;
    this.nodes = nodes;
    this.sums = new double[ElementarySums.HIGHEST + 1][pairs];
    this.products = new double[nodes.at().length][pairs];
    double[] lambdas = weights.lambdas();
    for (int player = 0; player < lambdas.length; player++) {
      ElementarySums.add(sums, lambdas[player], sides, player * pairs, pairs);
    }
    for (int node = 0; node < products.length; node++) {
      Arrays.fill(products[node], nodes.weights()[node]);
      for (int player = 0; player < lambdas.length; player++) {
        multiply(products[node], lambdas[player] * nodes.at()[node], player * pairs);
      }
    }
  }

  private void multiply(double[] product, double times, int start) {
    for (int pair = 0; pair < pairs; pair++) {
      product[pair] *= 1 + times * sides[start + pair];
    }
  }

  /** Returns the covariances, [players, pairs]. */
  double[] with() {
    double[] with = new double[sides.length];
    double[] above = new double[pairs];
    for (int player = 0; player < weights.lambdas().length; player++) {
      Arrays.fill(above, 0);
      if (weights.rest() > 0) {
        aboveOf(player, above);
      }
      fill(player, above, with);
    }
    return with;
  }

  /** Integrates the product over the other players. */
  private void aboveOf(int player, double[] into) {
    double lambda = weights.lambdas()[player];
    for (int node = 0; node < products.length; node++) {
      double[] product = products[node];
      double present = weights.rest() / (1 + lambda * nodes.at()[node]);
      double absent = weights.rest() / (1 - lambda * nodes.at()[node]);
      for (int pair = 0; pair < pairs; pair++) {
        into[pair] += product[pair] * (sides[player * pairs + pair] > 0 ? present : absent);
      }
    }
  }

  private void fill(int player, double[] above, double[] with) {
    double lambda = weights.lambdas()[player];
    double[] low = weights.low();
    int start = player * pairs;
    for (int pair = 0; pair < pairs; pair++) {
      double own = lambda * sides[start + pair];
      double one = sums[1][pair] - own;
      double two = sums[2][pair] - own * one;
      double three = sums[3][pair] - own * two;
      double four = sums[4][pair] - own * three;
      double ofOthers = low[0] + low[1] / 3 * two + low[2] / 5 * four + above[pair];
      with[start + pair] = 4 * (weights.single() * sides[start + pair] + own * ofOthers);
    }
  }
}
