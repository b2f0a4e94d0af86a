package io.assay.attribution.shapley.operator;

import java.util.List;

/** A prior for a number of players, ready for use. */
final class Weights {
  /** What is left of a difference of sums and so small beside them is rounding. */
  private static final double ROUNDING = 1e-12;

  /** One a player. */
  private final double[] lambdas;

  /** What each player weighs alone. */
  private final double single;

  /** What products of 1, 3 and 5 lambdas weigh beyond {@code rest}. */
  private final double[] low;

  /** What products of every odd number of lambdas weigh. */
  private final double rest;

  private Weights(double[] lambdas, double single, double[] low, double rest) {
    this.lambdas = lambdas;
    this.single = single;
    this.low = low;
    this.rest = rest;
  }

  double[] lambdas() {
    return lambdas;
  }

  double single() {
    return single;
  }

  double[] low() {
    return low;
  }

  double rest() {
    return rest;
  }

  static Weights of(Prior prior, int players) {
    double[] lambdas = prior.lambdas(players);
    double[] sums = ElementarySums.of(lambdas);
    double plus = 1;
    double minus = 1;
    for (double lambda : lambdas) {
      plus *= 1 + lambda;
      minus *= 1 - lambda;
    }
    List<Double> shares = prior.shares();
    int highest = 2 * Prior.ORDERS - 1;
    double above = (plus - minus) / 2 - sums[1] - sums[3] - sums[5];
    boolean isAny = players > highest + 1 && above > ROUNDING * plus;
    double rest = isAny ? shares.get(Prior.ORDERS) / above : 0;
    double[] low = new double[Prior.ORDERS];
    low[0] = -rest;
    for (int i = 1; i < low.length; i++) {
      double sum = sums[2 * i + 1];
      low[i] = sum > 0 ? shares.get(i) / sum - rest : 0;
    }
    return new Weights(lambdas, shares.get(0) / players, low, rest);
  }
}
