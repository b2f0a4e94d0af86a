package io.assay.attribution.shapley.operator;

import io.assay.baseline.Coalitions;
import io.assay.tensor.Cholesky;
import java.util.Arrays;

/**
 * The posterior mean of the Shapley values under a {@link Prior}, as one matrix, and their
 * posterior variance. With K = cov(u, u) + a nugget, C = cov(phi, u), and u holding the gain v(all)
 * - v(none) beside the pairs,
 *
 * <pre>
 * phi   = C K^-1 u, and what is then missing to the gain is spread equally
 * var_i = sigma^2 (var phi_i - C_i K^-1 C_i')
 * </pre>
 *
 * The scale sigma is each row's own. It is that of what the last pairs add to all before them, in
 * their standard deviations (the last components of L^-1 u with K = L L'): as many as there are
 * pairs beyond the players, 4 to 64. The first pairs tell the effects of single players from each
 * other, which may be of another scale than what is still unknown. The variance is that of
 * Student's distribution for so many degrees of freedom.
 *
 * <p>Building takes pairs^3 / 6 multiplications and a few times pairs^2 x players, applying
 * (players + 64) x pairs a row.
 */
public final class GaussianOperator implements PairOperator {
  /** Keeps the matrix regular where pairs determine each other; a share of their variance. */
  private static final double NUGGET = 1e-8;

  private static final int MOST_WITNESSES = 64;
  private static final int FEWEST_WITNESSES = 4;

  private final int players;
  private final int pairs;
  private final int witnesses;
  private final double[] matrix; // [players + witnesses, pairs + 1]
  private final double[] unknown; // posterior variances where sigma is one, [players]

  /**
   * Builds the operator.
   *
   * @param coalitions at least one pair; coalition 2i + 1 is the complement of coalition 2i
   * @param prior for these players
   * @param caution what standard errors are multiplied by, 1 where coalitions tell their scale
   */
  public GaussianOperator(Coalitions coalitions, Prior prior, double caution) {
    this.players = coalitions.players();
    this.pairs = coalitions.size() / 2;
    int length = pairs + 1;
    this.witnesses =
        Math.min(length, Math.max(FEWEST_WITNESSES, Math.min(MOST_WITNESSES, length - players)));
    this.matrix = new double[(players + witnesses) * length];
    this.unknown = new double[players];
    Covariances covariances = Covariances.of(sides(coalitions), players, prior);
    Cholesky factor = factor(covariances.among(), length);
    solveMeans(covariances, factor);
    spreadRemainder(covariances);
    solveWitnesses(factor);
    Arrays.setAll(unknown, player -> unknown[player] * caution * caution);
  }

  /** Returns [players, pairs + 1]: 1 if the player is in the first coalition, -1 if not. */
  static double[] sides(Coalitions coalitions) {
    int length = coalitions.size() / 2 + 1;
    double[] sides = new double[coalitions.players() * length];
    for (int player = 0; player < coalitions.players(); player++) {
      sides[player * length] = 1;
      for (int pair = 1; pair < length; pair++) {
        sides[player * length + pair] = coalitions.contains(2 * pair - 2, player) ? 1 : -1;
      }
    }
    return sides;
  }

  /** Factors the covariance of the pairs. */
  static Cholesky factor(double[] among, int length) {
    double trace = 0;
    for (int i = 0; i < length; i++) {
      trace += among[i * length + i];
    }
    for (int i = 0; i < length; i++) {
      among[i * length + i] += NUGGET * trace / length;
    }
    return Cholesky.of(among, length)
        .orElseThrow(() -> new IllegalStateException("a covariance with a nugget is definite"));
  }

  private void solveMeans(Covariances covariances, Cholesky factor) {
    int length = pairs + 1;
    double[] columns = transposed(covariances.with(), players, length);
    factor.forward(columns, players);
    for (int pair = 0; pair < length; pair++) {
      for (int player = 0; player < players; player++) {
        unknown[player] += columns[pair * players + player] * columns[pair * players + player];
      }
    }
    Arrays.setAll(unknown, player -> Math.max(0, covariances.own()[player] - unknown[player]));
    factor.backward(columns, players);
    System.arraycopy(transposed(columns, length, players), 0, matrix, 0, players * length);
  }

  private static double[] transposed(double[] matrix, int rows, int columns) {
    double[] transposed = new double[matrix.length];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        transposed[column * rows + row] = matrix[row * columns + column];
      }
    }
    return transposed;
  }

  /** Makes the values sum to the gain, and adds the variance of what was missing. */
  private void spreadRemainder(Covariances covariances) {
    int length = pairs + 1;
    double variance = 0;
    for (int pair = 0; pair < length; pair++) {
      double missing = pair == 0 ? 1 : 0;
      double covariance = covariances.among()[pair * length];
      for (int player = 0; player < players; player++) {
        missing -= matrix[player * length + pair];
        covariance -= covariances.with()[player * length + pair];
      }
      variance += missing * covariance;
      for (int player = 0; player < players; player++) {
        matrix[player * length + pair] += missing / players;
      }
    }
    double each = Math.max(0, variance) / ((double) players * players);
    Arrays.setAll(unknown, player -> unknown[player] + each);
  }

  private void solveWitnesses(Cholesky factor) {
    int length = pairs + 1;
    double[] units = new double[length * witnesses];
    for (int witness = 0; witness < witnesses; witness++) {
      units[(length - witnesses + witness) * witnesses + witness] = 1;
    }
    factor.backward(units, witnesses); // rows of L^-1, as columns
    System.arraycopy(
        transposed(units, length, witnesses), 0, matrix, players * length, units.length);
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
    double[] all = new double[(players + witnesses) * columns];
    Product.of(matrix, differences, pairs + 1, columns, all);
    System.arraycopy(all, 0, values, 0, players * columns);
    double[] scales = scales(all, columns);
    for (int player = 0; player < players; player++) {
      for (int column = 0; column < columns; column++) {
        variances[player * columns + column] = unknown[player] * scales[column];
      }
    }
  }

  private double[] scales(double[] all, int columns) {
    double[] scales = new double[columns];
    for (int witness = 0; witness < witnesses; witness++) {
      int start = (players + witness) * columns;
      for (int column = 0; column < columns; column++) {
        scales[column] += all[start + column] * all[start + column];
      }
    }
    double freedom = Math.max(1, witnesses - 2); // var of Student's t is n / (n - 2)
    for (int column = 0; column < columns; column++) {
      scales[column] /= freedom;
    }
    return scales;
  }

  @Override
  public long bytes() {
    return (long) Double.BYTES * (matrix.length + unknown.length);
  }
}
