package io.assay.attribution.shapley.operator;

import io.assay.baseline.Coalitions;
import io.assay.tensor.Cholesky;
import java.util.ArrayList;
import java.util.List;

/**
 * Games that were valued on one design so that a {@link Prior} can be chosen. What a prior says of
 * them is judged in the order of the pairs, each given all before it, at a scale that is each
 * game's own: the first three quarters by their profile likelihood, the last quarter as what was
 * held out.
 */
public final class PilotGames {
  private static final double FITTED = 0.75;

  private final double[] sides; // [players, pairs + 1]
  private final int players;
  private final int length; // pairs + 1
  private final int fitted;
  private final List<double[]> games;

  /**
   * Keeps the games that can teach: all values finite, not all zero.
   *
   * @param coalitions the design, at least twice as many pairs as players, in random order
   * @param differences for each game the gain, then what the coalitions of each pair differ by
   */
  public PilotGames(Coalitions coalitions, List<double[]> differences) {
    this.sides = GaussianOperator.sides(coalitions);
    this.players = coalitions.players();
    this.length = coalitions.size() / 2 + 1;
    this.fitted = (int) Math.ceil(FITTED * length);
    this.games = new ArrayList<>();
    for (double[] each : differences) {
      double squares = 0;
      for (double value : each) {
        squares += value * value;
      }
      if (squares > 0 && squares < Double.POSITIVE_INFINITY) {
        games.add(each.clone());
      }
    }
  }

  /** Returns how many players there are. */
  int players() {
    return players;
  }

  /** Returns how many games can teach. */
  public int size() {
    return games.size();
  }

  /** Returns how many values are held out. */
  public int heldOut() {
    return games.size() * (length - fitted);
  }

  /** Returns the logarithm of the profile likelihood of what is fitted. */
  double likelihood(Prior prior) {
    Cholesky factor = factor(prior);
    double sum = 0;
    for (double[] whitened : whitened(factor)) {
      sum -= fitted * Math.log(meanSquare(whitened, 0)) / 2;
    }
    return sum - games.size() * factor.logDeterminant(0, fitted);
  }

  /** Returns the logarithm of the density of what was held out, the rest being known. */
  public double density(Prior prior) {
    Cholesky factor = factor(prior);
    double sum = 0;
    for (double[] whitened : whitened(factor)) {
      double scale = meanSquare(whitened, players);
      for (int pair = fitted; pair < length; pair++) {
        sum -= (Math.log(scale) + whitened[pair] * whitened[pair] / scale) / 2;
      }
    }
    return sum - games.size() * factor.logDeterminant(fitted, length);
  }

  /**
   * Returns for each game the mean square of what held-out differences miss, the rest being known.
   */
  public double[] misses(Prior prior) {
    Cholesky factor = factor(prior);
    List<double[]> whitened = whitened(factor);
    double[] misses = new double[games.size()];
    for (int pair = fitted; pair < length; pair++) {
      double deviation = Math.exp(factor.logDeterminant(pair, pair + 1));
      for (int game = 0; game < misses.length; game++) {
        double miss = whitened.get(game)[pair] * deviation;
        misses[game] += miss * miss / (length - fitted);
      }
    }
    return misses;
  }

  /** Returns for each game the mean square of its differences, the gain aside. */
  public double[] squares() {
    double[] squares = new double[games.size()];
    for (int game = 0; game < squares.length; game++) {
      for (int pair = 1; pair < length; pair++) {
        squares[game] += games.get(game)[pair] * games.get(game)[pair] / (length - 1);
      }
    }
    return squares;
  }

  private Cholesky factor(Prior prior) {
    return GaussianOperator.factor(Covariances.among(sides, players, prior), length);
  }

  private List<double[]> whitened(Cholesky factor) {
    double[] columns = new double[length * games.size()];
    for (int game = 0; game < games.size(); game++) {
      for (int pair = 0; pair < length; pair++) {
        columns[pair * games.size() + game] = games.get(game)[pair];
      }
    }
    factor.forward(columns, games.size());
    List<double[]> whitened = new ArrayList<>();
    for (int game = 0; game < games.size(); game++) {
      double[] own = new double[length];
      for (int pair = 0; pair < length; pair++) {
        own[pair] = columns[pair * games.size() + game];
      }
      whitened.add(own);
    }
    return whitened;
  }

  /** Returns the scale that fits a game best, from a pair on. */
  private double meanSquare(double[] whitened, int from) {
    double sum = Double.MIN_NORMAL;
    for (int pair = from; pair < fitted; pair++) {
      sum += whitened[pair] * whitened[pair];
    }
    return sum / (fitted - from);
  }
}
