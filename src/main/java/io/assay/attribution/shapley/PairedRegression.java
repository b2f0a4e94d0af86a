package io.assay.attribution.shapley;

import io.assay.attribution.shapley.operator.PairOperator;
import io.assay.attribution.shapley.operator.Product;
import io.assay.baseline.Coalitions;
import io.assay.baseline.PairedDesign;
import io.assay.tensor.Cholesky;
import java.util.Arrays;
import java.util.Optional;

/**
 * Kernel SHAP's weighted least squares on a paired design, as one matrix. With x = 1 for the
 * players of a coalition T and -1 for the others, and u = v(T) - v(T's complement), it minimises
 *
 * <pre>
 * sum over pairs of w (u - x . phi)^2   subject to   sum(phi) = v(all) - v(none) = D
 * </pre>
 *
 * which is the regression on both coalitions, the sum of a pair being fixed by the constraint. The
 * constraint is eliminated: phi = M u + D g, with M and g the same for every row. The variance of
 * phi_j is estimated from the residuals e of the pairs, each divided by one minus its leverage h
 * (as the jackknife does) and multiplied by the share q of its stratum that was not drawn:
 *
 * <pre>
 * var_j = sum over pairs of q (M_j e / (1 - h))^2
 * </pre>
 *
 * It is zero where everything was enumerated. Building takes players^2 x pairs multiplications,
 * applying 3 x players x pairs.
 */
final class PairedRegression implements PairOperator {
  /** A pair that alone decides a direction leaves no residual, and so no standard error. */
  private static final double MOST_LEVERAGE = 1 - 1e-6;

  private final PairedDesign design;
  private final int players;
  private final int pairs;
  private final double[] matrix; // g and M: [players, pairs + 1]
  private final double[] fit; // x: [pairs, players]
  private final double[] squares; // q (M_j / (1 - h))^2: [players, pairs]

  private PairedRegression(PairedDesign design, double[] sides, Cholesky gram) {
    this.design = design;
    this.players = design.players();
    this.pairs = design.pairs();
    this.fit = transposed(sides);
    double[] share = share(gram);
    double[] operator = operator(gram, share);
    this.matrix = matrix(operator, share);
    this.squares = squares(operator);
  }

  /**
   * Builds the operator of a design.
   *
   * @return empty if the design does not identify every player, or leaves no residual to tell the
   *     error from
   */
  static Optional<PairedRegression> of(PairedDesign design) {
    double[] sides = design.sides();
    return Cholesky.of(gram(design, sides), design.players())
        .map(gram -> new PairedRegression(design, sides, gram))
        .filter(regression -> Double.isFinite(Arrays.stream(regression.squares).sum()));
  }

  /** X'WX + c 11'; the second term changes nothing under the constraint and adds its direction. */
  private static double[] gram(PairedDesign design, double[] sides) {
    int players = design.players();
    int pairs = design.pairs();
    double total = 0;
    double[] gram = new double[players * players];
    double[] weighted = new double[pairs];
    for (int pair = 0; pair < pairs; pair++) {
      total += design.weight(pair);
    }
    for (int one = 0; one < players; one++) {
      for (int pair = 0; pair < pairs; pair++) {
        weighted[pair] = design.weight(pair) * sides[one * pairs + pair];
      }
      for (int other = 0; other <= one; other++) {
        gram[one * players + other] = dot(weighted, sides, other * pairs) + (pairs > 0 ? total : 1);
      }
    }
    return gram;
  }

  private static double dot(double[] weights, double[] values, int offset) {
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += weights[i] * values[offset + i];
    }
    return sum;
  }

  /** Solves for g, scaled so that it sums to one. */
  private static double[] share(Cholesky gram) {
    double[] share = new double[gram.size()];
    Arrays.fill(share, 1);
    gram.solve(share);
    double sum = Arrays.stream(share).sum();
    for (int player = 0; player < share.length; player++) {
      share[player] /= sum;
    }
    return share;
  }

  /** Turns [players, pairs] into [pairs, players]. */
  private double[] transposed(double[] sides) {
    double[] transposed = new double[sides.length];
    for (int player = 0; player < players; player++) {
      for (int pair = 0; pair < pairs; pair++) {
        transposed[pair * players + player] = sides[player * pairs + pair];
      }
    }
    return transposed;
  }

  /** Returns M, [pairs, players]. */
  private double[] operator(Cholesky gram, double[] share) {
    double[] solved = new double[pairs * players];
    double[] column = new double[players];
    for (int pair = 0; pair < pairs; pair++) {
      for (int player = 0; player < players; player++) {
        column[player] = design.weight(pair) * fit[pair * players + player];
      }
      gram.solve(column);
      double sum = Arrays.stream(column).sum();
      for (int player = 0; player < players; player++) {
        solved[pair * players + player] = column[player] - sum * share[player];
      }
    }
    return solved;
  }

  private double[] matrix(double[] operator, double[] share) {
    int length = pairs + 1;
    double[] matrix = new double[players * length];
    for (int player = 0; player < players; player++) {
      matrix[player * length] = share[player];
      for (int pair = 0; pair < pairs; pair++) {
        matrix[player * length + 1 + pair] = operator[pair * players + player];
      }
    }
    return matrix;
  }

  private double[] squares(double[] operator) {
    double[] squares = new double[players * pairs];
    for (int pair = 0; pair < pairs; pair++) {
      double inflation = inflation(pair, operator);
      for (int player = 0; player < players; player++) {
        double influence = operator[pair * players + player];
        squares[player * pairs + pair] = inflation * influence * influence;
      }
    }
    return squares;
  }

  /** Returns q / (1 - h)^2. */
  private double inflation(int pair, double[] operator) {
    if (design.unseen(pair) == 0) {
      return 0;
    }
    double leverage = 0;
    for (int player = 0; player < players; player++) {
      leverage += fit[pair * players + player] * operator[pair * players + player];
    }
    double left = leverage > MOST_LEVERAGE ? 0 : 1 - leverage;
    return design.unseen(pair) / (left * left);
  }

  /** Returns the coalitions to value: pair i is coalitions 2i and 2i + 1. */
  Coalitions coalitions() {
    return design.coalitions();
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
    double[] residuals = new double[pairs * columns];
    Product.of(fit, values, players, columns, residuals);
    for (int i = 0; i < residuals.length; i++) {
      double residual = differences[columns + i] - residuals[i];
      residuals[i] = residual * residual;
    }
    Product.of(squares, residuals, pairs, columns, variances);
  }

  @Override
  public long bytes() {
    return (long) Double.BYTES * (matrix.length + fit.length + squares.length);
  }
}
