package io.assay.attribution.shapley.operator;

import io.assay.attribution.Quadrature;
import io.assay.attribution.Quadrature.Rule;
import java.util.Arrays;

/**
 * What a {@link Prior} says of pairs of coalitions and of Shapley values, sigma being one. With
 * u(T) = v(T) - v(T's complement), e_o(a) the sum of the products of o of the numbers a, w_o =
 * share_o / E_o, and sums over odd orders o,
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
        : bySides(sides, pairs, weights);
  }

  /** Where all players are alike, only the number of those who change sides matters. */
  private static double[] byDistance(double[] sides, int players, int pairs, Weights weights) {
    double[] ofDistance = new double[players + 1];
    for (int distance = 0; distance <= players; distance++) {
      double[] signed = weights.lambdas().clone();
      for (int player = 0; player < distance; player++) {
        signed[player] = -signed[player];
      }
      ofDistance[distance] = covariance(signed, weights);
    }
    double[] among = new double[pairs * pairs];
    double[] products = new double[pairs];
    for (int one = 0; one < pairs; one++) {
      Arrays.fill(products, 0, one + 1, 0);
      for (int start = 0; start < sides.length; start += pairs) { // players
        double side = sides[start + one];
        for (int other = 0; other <= one; other++) {
          products[other] += side * sides[start + other];
        }
      }
      for (int other = 0; other <= one; other++) {
        among[one * pairs + other] = ofDistance[(players - (int) products[other]) / 2];
      }
    }
    return among;
  }

  private static double covariance(double[] signed, Weights weights) {
    double[] sums = ElementarySums.of(signed);
    double plus = 1;
    double minus = 1;
    for (double each : signed) {
      plus *= 1 + each;
      minus *= 1 - each;
    }
    double[] low = weights.low();
    return 4 * (low[0] * sums[1] + low[1] * sums[3] + low[2] * sums[5])
        + 2 * weights.rest() * (plus - minus);
  }

  private static double[] bySides(double[] sides, int pairs, Weights weights) {
    double[] among = new double[pairs * pairs];
    double[][] sums = new double[ElementarySums.HIGHEST + 1][pairs];
    double[] plus = new double[pairs];
    double[] minus = new double[pairs];
    double[] low = weights.low();
    for (int one = 0; one < pairs; one++) {
      for (double[] sum : sums) {
        Arrays.fill(sum, 0, one + 1, 0);
      }
      Arrays.fill(plus, 0, one + 1, 1);
      Arrays.fill(minus, 0, one + 1, 1);
      for (int player = 0; player < weights.lambdas().length; player++) {
        double signed = weights.lambdas()[player] * sides[player * pairs + one];
        ElementarySums.add(sums, signed, sides, player * pairs, one + 1);
        multiply(plus, minus, signed, sides, player * pairs, one + 1);
      }
      for (int other = 0; other <= one; other++) {
        among[one * pairs + other] =
            4 * (low[0] * sums[1][other] + low[1] * sums[3][other] + low[2] * sums[5][other])
                + 2 * weights.rest() * (plus[other] - minus[other]);
      }
    }
    return among;
  }

  private static void multiply(
      double[] plus, double[] minus, double times, double[] signs, int offset, int count) {
    for (int i = 0; i < count; i++) {
      double number = times * signs[offset + i];
      plus[i] *= 1 + number;
      minus[i] *= 1 - number;
    }
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
      own[player] = 4 * lambdas[player] * (ofLow + weights.rest() * nodes.square(others));
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
