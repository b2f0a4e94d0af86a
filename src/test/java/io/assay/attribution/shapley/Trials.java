package io.assay.attribution.shapley;

import io.assay.baseline.Coalitions;
import java.util.function.IntFunction;

/**
 * What many independent draws of an estimator find on all instances of a tabulated game.
 *
 * @param error mean over draws and instances of |estimate - truth|^2 / |truth|^2
 * @param ratio root mean square of the standard errors over that of the errors
 * @param coverage share of truths within 1.96 standard errors
 * @param bias the largest mean error of a value in its own standard deviations of a mean
 */
record Trials(double error, double ratio, double coverage, double bias) {
  /** A game's exact answer, from its table. */
  interface Truth {
    double[] of(int players, double[] table);
  }

  /** Tries an estimator under many seeds. */
  static Trials of(TabulatedGame game, int seeds, Truth truth, IntFunction<Estimator> drawn) {
    Sums[] sums = new Sums[game.instances()];
    for (int instance = 0; instance < sums.length; instance++) {
      sums[instance] = new Sums(truth.of(game.players(), game.table(instance)));
    }
    for (int seed = 0; seed < seeds; seed++) {
      Estimator estimator = drawn.apply(seed);
      for (int instance = 0; instance < sums.length; instance++) {
        sums[instance].add(estimator, game.table(instance));
      }
    }
    return total(sums, seeds);
  }

  private static Trials total(Sums[] sums, int seeds) {
    double error = 0;
    double squares = 0;
    double variances = 0;
    double covered = 0;
    double bias = 0;
    int columns = sums[0].exact.length;
    for (Sums each : sums) {
      error += each.squares / each.norm() / seeds / sums.length;
      squares += each.squares;
      variances += each.variances;
      covered += each.covered / columns / seeds / sums.length;
      bias = Math.max(bias, each.bias(seeds));
    }
    return new Trials(error, Math.sqrt(variances / squares), covered, bias);
  }

  /** Returns the values of an estimator's coalitions in a table, in their order. */
  static double[] valued(Estimator estimator, double[] table) {
    Coalitions coalitions = estimator.coalitions();
    double[] values = new double[coalitions.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = table[(int) coalitions.word(i, 0)];
    }
    return values;
  }

  /** Returns the attributions and their variances, for a game of at most 30 players. */
  static double[][] explain(Estimator estimator, int columns, double[] table) {
    double[][] found = new double[2][columns];
    estimator.explain(
        valued(estimator, table), 0, table[0], table[table.length - 1], found[0], found[1]);
    return found;
  }

  /** What is found of one instance. */
  private static final class Sums {
    private final double[] exact;
    private final double[] errors;
    private final double[] squaredErrors;
    private double squares;
    private double variances;
    private double covered;

    Sums(double[] exact) {
      this.exact = exact;
      this.errors = new double[exact.length];
      this.squaredErrors = new double[exact.length];
    }

    void add(Estimator estimator, double[] table) {
      double[][] found = explain(estimator, exact.length, table);
      for (int i = 0; i < exact.length; i++) {
        double error = found[0][i] - exact[i];
        errors[i] += error;
        squaredErrors[i] += error * error;
        squares += error * error;
        variances += found[1][i];
        covered += Math.abs(error) <= 1.96 * Math.sqrt(found[1][i]) + 1e-12 ? 1 : 0;
      }
    }

    double norm() {
      double norm = 0;
      for (double value : exact) {
        norm += value * value;
      }
      return norm;
    }

    double bias(int seeds) {
      double worst = 0;
      for (int i = 0; i < errors.length; i++) {
        double mean = errors[i] / seeds;
        double deviation = Math.sqrt(Math.max(0, squaredErrors[i] / seeds - mean * mean) / seeds);
        worst = Math.max(worst, Math.abs(mean) / (deviation + 1e-12));
      }
      return worst;
    }
  }
}
