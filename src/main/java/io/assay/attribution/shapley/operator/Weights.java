package io.assay.attribution.shapley.operator;

import java.util.List;

/** A prior for a number of players, ready for use. */
final class Weights {
  /** One a player. */
  private final double[] lambdas;

  /** What orders 1, 3 and 5 weigh beyond {@code rest}. */
  private final double[] low;

  /** What every odd order weighs. */
  private final double rest;

  private Weights(double[] lambdas, double[] low, double rest) {
    this.lambdas = lambdas;
    this.low = low;
    this.rest = rest;
  }

  double[] lambdas() {
    return lambdas;
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
    double rest = players > highest + 1 ? shares.get(Prior.ORDERS) / above : 0;
    double[] low = new double[Prior.ORDERS];
    for (int i = 0; i < low.length; i++) {
      double sum = sums[2 * i + 1];
      low[i] = sum > 0 ? shares.get(i) / sum - rest : 0;
    }
    return new Weights(lambdas, low, rest);
  }
}
