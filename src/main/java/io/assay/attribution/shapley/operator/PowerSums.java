package io.assay.attribution.shapley.operator;

/**
 * Covariances of pairs from a few inner products. With z = 1 for players on the same side of both
 * pairs and -1 for others, the elementary symmetric sums of lambda z follow from its power sums by
 * Newton's identities,
 *
 * <pre>
 * p_k = sum of lambda^k z (k odd), sum of lambda^k (k even)
 * e_k = (e_{k-1} p_1 - e_{k-2} p_2 + ... ) / k
 * </pre>
 *
 * and the products of 1 + lambda z and of 1 - lambda z from the sum of artanh(lambda) z: they are c
 * e^h and c e^-h with c the product of sqrt(1 - lambda^2).
 */
final class PowerSums {
  /** How many inner products there are: of lambda, its 3rd and 5th power, artanh, and ones. */
  static final int KINDS = 5;

  private final double[][] factors; // [kinds, players]
  private final double second;
  private final double fourth;
  private final double scale;
  private final double single;
  private final double[] low;
  private final double rest;

  private PowerSums(Weights weights, double[][] factors) {
    double[] lambdas = weights.lambdas();
    double second = 0;
    double fourth = 0;
    double logScale = 0;
    for (double lambda : lambdas) {
      double square = lambda * lambda;
      second += square;
      fourth += square * square;
      logScale += Math.log1p(-square) / 2;
    }
    this.factors = factors;
    this.second = second;
    this.fourth = fourth;
    this.scale = Math.exp(logScale);
    this.single = weights.single();
    this.low = weights.low();
    this.rest = weights.rest();
  }

  static PowerSums of(Weights weights) {
    double[] lambdas = weights.lambdas();
    double[][] factors = new double[KINDS][lambdas.length];
    for (int player = 0; player < lambdas.length; player++) {
      double lambda = lambdas[player];
      double square = lambda * lambda;
      factors[0][player] = lambda;
      factors[1][player] = lambda * square;
      factors[2][player] = lambda * square * square;
      factors[3][player] = (Math.log1p(lambda) - Math.log1p(-lambda)) / 2;
      factors[4][player] = 1;
    }
    return new PowerSums(weights, factors);
  }

  /** Returns what a player's z is multiplied by in an inner product. */
  double factor(int kind, int player) {
    return factors[kind][player];
  }

  /** Returns cov(u, u) of two pairs from their inner products. */
  double covariance(double[] sums) {
    double one = sums[0];
    double two = (one * one - second) / 2;
    double three = (two * one - one * second + sums[1]) / 3;
    double four = (three * one - two * second + one * sums[1] - fourth) / 4;
    double five = (four * one - three * second + two * sums[1] - one * fourth + sums[2]) / 5;
    double grown = rest > 0 ? Math.exp(sums[3]) : 1;
    return 4 * (single * sums[4] + low[0] * one + low[1] * three + low[2] * five)
        + 2 * rest * scale * (grown - 1 / grown);
  }
}
