package io.assay.attribution.shapley.operator;

import io.assay.attribution.Quadrature;
import io.assay.attribution.Quadrature.Rule;
import java.util.function.IntToDoubleFunction;

/**
 * What a {@link Prior} says of pairs of coalitions and of Shapley values, sigma being one. With
 * u(T) = v(T) - v(T's complement), e_o(a) the sum of the products of o of the numbers a, w_o =
 * share_o / E_o, w_1 = share_1 / d, and sums over odd orders o, with 1 for lambda where o is 1,
 *
 * <pre>
 * cov(u(S), u(T))   = 4 sum of w_o e_o(lambda_j x_j y_j)
 * cov(phi_i, u(T))  = 4 lambda_i x_i sum of w_o / o e_{o-1}(lambda_j x_j, j not i)
 * var phi_i         = 4 lambda_i sum of w_o / o^2 e_{o-1}(lambda_j, j not i)
 * </pre>
 *
 * since phi_i is the sum of 2 c_S / |S| over the odd sets S with i. Orders of one weight are summed
 * by products over all players; 1/o and 1/o^2 are then integrals of s^(o-1), by Gauss-Legendre.
 */
final class Covariances {
  private static final int MOST_NODES = 32;

  /** Rows of products held at once. */
  private static final int ROWS = 64;

  private final double[] among;
  private final double[] with;
  private final double[] own;

  private Covariances(double[] among, double[] with, double[] own) {
    this.among = among;
    this.with = with;
    this.own = own;
  }

  /** Returns cov(u, u), [pairs, pairs], the lower triangle. */
  double[] among() {
    return among;
  }

  /** Returns cov(phi, u), [players, pairs]. */
  double[] with() {
    return with;
  }

  /** Returns var phi, [players]. */
  double[] own() {
    return own;
  }

  /**
   * Computes them.
   *
   * @param sides [players, pairs], 1 if the player is in T and -1 if not; the first T has all
   */
  static Covariances of(double[] sides, int players, Prior prior) {
    Weights weights = Weights.of(prior, players);
    Nodes nodes = Nodes.of(players);
    return new Covariances(
        among(sides, players, prior),
        new Crossing(sides, sides.length / players, weights, nodes).with(),
        own(weights, nodes));
  }

  /**
   * Computes cov(u, u) alone, [pairs, pairs], the lower triangle.
   *
   * @param sides as for {@link #of}
   */
  static double[] among(double[] sides, int players, Prior prior) {
    Weights weights = Weights.of(prior, players);
    int pairs = sides.length / players;
    return prior.isSymmetric()
        ? byDistance(sides, players, pairs, weights)
        : bySides(sides, players, pairs, weights);
  }

  /** Where all players are alike, only the number of those who change sides matters. */
  private static double[] byDistance(double[] sides, int players, int pairs, Weights weights) {
    double[] ofDistance = new double[players + 1];
    double[] sums = new double[PowerSums.KINDS];
    PowerSums powers = PowerSums.of(weights);
    for (int distance = 0; distance <= players; distance++) {
      for (int kind = 0; kind < sums.length; kind++) {
        sums[kind] = (players - 2 * distance) * powers.factor(kind, 0);
      }
      ofDistance[distance] = powers.covariance(sums);
    }
    double[] among = new double[pairs * pairs];
    double[] products = new double[pairs * Math.min(ROWS, pairs)];
    for (int from = 0; from < pairs; from += ROWS) {
      int to = Math.min(pairs, from + ROWS);
      Product.of(rows(sides, pairs, from, to, player -> 1), sides, players, pairs, products);
      for (int i = 0; i < (to - from) * pairs; i++) {
        among[from * pairs + i] = ofDistance[(players - (int) products[i]) / 2];
      }
    }
    return among;
  }

  private static double[] bySides(double[] sides, int players, int pairs, Weights weights) {
    PowerSums powers = PowerSums.of(weights);
    double[] among = new double[pairs * pairs];
    double[][] products = new double[PowerSums.KINDS][pairs * Math.min(ROWS, pairs)];
    double[] sums = new double[PowerSums.KINDS];
    for (int from = 0; from < pairs; from += ROWS) {
      int to = Math.min(pairs, from + ROWS);
      for (int kind = 0; kind < products.length; kind++) {
        int which = kind;
        double[] some = rows(sides, pairs, from, to, player -> powers.factor(which, player));
        Product.of(some, sides, players, pairs, products[kind]);
      }
      for (int one = from; one < to; one++) {
        for (int other = 0; other <= one; other++) {
          for (int kind = 0; kind < sums.length; kind++) {
            sums[kind] = products[kind][(one - from) * pairs + other];
          }
          among[one * pairs + other] = powers.covariance(sums);
        }
      }
    }
    return among;
  }

  /** Returns some pairs as rows, [to - from, players], each player times its factor. */
  private static double[] rows(
      double[] sides, int pairs, int from, int to, IntToDoubleFunction factor) {
    int players = sides.length / pairs;
    double[] rows = new double[(to - from) * players];
    for (int player = 0; player < players; player++) {
      double times = factor.applyAsDouble(player);
      for (int pair = from; pair < to; pair++) {
        rows[(pair - from) * players + player] = times * sides[player * pairs + pair];
      }
    }
    return rows;
  }

  private static double[] own(Weights weights, Nodes nodes) {
    double[] lambdas = weights.lambdas();
    double[] own = new double[lambdas.length];
    double[] low = weights.low();
    for (int player = 0; player < own.length; player++) {
      double[] others = lambdas.clone();
      others[player] = 0;
      double[] sums = ElementarySums.of(others);
      double ofLow = low[0] + low[1] / 9 * sums[2] + low[2] / 25 * sums[4];
      double shared = lambdas[player] * (ofLow + weights.rest() * nodes.square(others));
      own[player] = 4 * (weights.single() + shared);
    }
    return own;
  }

  /**
   * Nodes of Gauss-Legendre from -1 to 1 with weights that sum to one: exact for games of twice as
   * many players, and far beyond rounding for smooth ones of more.
   */
  static final class Nodes {
    private final double[] at;
    private final double[] weights;

    private Nodes(double[] at, double[] weights) {
      this.at = at;
      this.weights = weights;
    }

    double[] at() {
      return at;
    }

    double[] weights() {
      return weights;
    }

    static Nodes of(int players) {
      Quadrature rule = Quadrature.of(Rule.GAUSS_LEGENDRE, Math.min(MOST_NODES, players / 2 + 1));
      return new Nodes(
          rule.nodes().stream().mapToDouble(node -> 2 * node - 1).toArray(),
          rule.weights().stream().mapToDouble(Double::doubleValue).toArray());
    }

    /** Returns the double integral of the product of 1 + a s t over the numbers a. */
    private double square(double[] numbers) {
      double sum = 0;
      for (int i = 0; i < at.length; i++) {
        for (int j = 0; j < at.length; j++) {
          double product = weights[i] * weights[j];
          double both = at[i] * at[j];
          for (double number : numbers) {
            product *= 1 + number * both;
          }
          sum += product;
        }
      }
      return sum;
    }
  }
}
