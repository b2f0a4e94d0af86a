package io.assay.attribution.shapley.operator;

import io.assay.baseline.Coalitions;
import java.util.Arrays;

/**
 * The Shapley value itself, where every pair of coalitions is valued. With u(T) = v(T) - v(T's
 * complement),
 *
 * <pre>
 * phi_i = sum over pairs of a_i(T) u(T),   a_i(T) = (t - 1)! (d - t)! / d!  if i is in T,
 *                                                   -t! (d - t - 1)! / d!   otherwise
 * </pre>
 *
 * so it is exact, and its variances are zero.
 */
public final class EnumeratedOperator implements PairOperator {
  private final int players;
  private final int pairs;
  private final double[] matrix; // [players, pairs + 1]

  /**
   * Builds the operator.
   *
   * @param coalitions every proper coalition of at least one player; coalition 2i + 1 is the
   *     complement of coalition 2i
   */
  public EnumeratedOperator(Coalitions coalitions) {
    this.players = coalitions.players();
    this.pairs = coalitions.size() / 2;
    this.matrix = new double[players * (pairs + 1)];
    double[] weights = weights(players);
    for (int player = 0; player < players; player++) {
      int start = player * (pairs + 1);
      matrix[start] = weights[players - 1];
      for (int pair = 0; pair < pairs; pair++) {
        int size = size(coalitions, 2 * pair);
        matrix[start + 1 + pair] =
            coalitions.contains(2 * pair, player) ? weights[size - 1] : -weights[size];
      }
    }
  }

  private static int size(Coalitions coalitions, int coalition) {
    int size = 0;
    for (int word = 0; word < coalitions.wordsEach(); word++) {
      size += Long.bitCount(coalitions.word(coalition, word));
    }
    return size;
  }

  /** Returns s! (p - s - 1)! / p! for each size s of a coalition without the player. */
  private static double[] weights(int players) {
    double[] weights = new double[players];
    weights[0] = 1.0 / players;
    for (int size = 1; size < players; size++) {
      weights[size] = weights[size - 1] * size / (players - size);
    }
    return weights;
  }

  @Override
  public int players() {
    return players;
  }

  @Override
  public int pairs() {
    return pairs;
  }

  @Override
  public void estimate(double[] differences, int columns, double[] values, double[] variances) {
    Product.of(matrix, differences, pairs + 1, columns, values);
    Arrays.fill(variances, 0, players * columns, 0);
  }

  @Override
  public long bytes() {
    return (long) Double.BYTES * matrix.length;
  }
}
