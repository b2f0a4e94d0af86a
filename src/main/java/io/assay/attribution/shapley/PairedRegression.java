package io.assay.attribution.shapley;

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
final class PairedRegression {
  /** A pair that alone decides a direction leaves no residual, and so no standard error. */
  private static final double MOST_LEVERAGE = 1 - 1e-6;

  private final PairedDesign design;
  private final int players;
  private final int pairs;
  private final double[] sides; // x: [players, pairs]
  private final double[] operator; // M: [pairs, players]
  private final double[] share; // g: [players]
  private final double[] inflation; // q / (1 - h)^2: [pairs]

  private PairedRegression(PairedDesign design, double[] sides, Cholesky gram) {
    this.design = design;
    this.players = design.players();
    this.pairs = design.pairs();
    this.sides = sides;
    this.share = share(gram);
    this.operator = operator(gram);
    this.inflation = inflation();
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
        .filter(regression -> !Double.isInfinite(Arrays.stream(regression.inflation).sum()));
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

  private double[] operator(Cholesky gram) {
    double[] solved = new double[pairs * players];
    double[] column = new double[players];
    for (int pair = 0; pair < pairs; pair++) {
      for (int player = 0; player < players; player++) {
        column[player] = design.weight(pair) * sides[player * pairs + pair];
      }
      gram.solve(column);
      double sum = Arrays.stream(column).sum();
      for (int player = 0; player < players; player++) {
        solved[pair * players + player] = column[player] - sum * share[player];
      }
    }
    return solved;
  }

  private double[] inflation() {
    double[] inflated = new double[pairs];
    for (int pair = 0; pair < pairs; pair++) {
      if (design.unseen(pair) > 0) {
        double leverage = leverage(pair);
        double left = leverage > MOST_LEVERAGE ? 0 : 1 - leverage;
        inflated[pair] = design.unseen(pair) / (left * left);
      }
    }
    return inflated;
  }

  private double leverage(int pair) {
    double sum = 0;
    for (int player = 0; player < players; player++) {
      sum += sides[player * pairs + pair] * operator[pair * players + player];
    }
    return sum;
  }

  /** Returns the coalitions to value, in the order that {@link #explain} takes them. */
  Coalitions coalitions() {
    return design.coalitions();
  }

  /**
   * Explains one game.
   *
   * @param values the value of each coalition of the design
   * @param offset where the first of them stands
   * @param gain v(all) - v(none)
   * @param into takes one Shapley value a player
   * @param variances takes one squared standard error a player
   */
  void explain(double[] values, int offset, double gain, double[] into, double[] variances) {
    double[] differences = new double[pairs];
    Arrays.fill(into, 0);
    for (int player = 0; player < players; player++) {
      into[player] += gain * share[player]; // 0.0 + -0.0 is 0.0
    }
    for (int pair = 0; pair < pairs; pair++) {
      double difference = values[offset + 2 * pair] - values[offset + 2 * pair + 1];
      differences[pair] = difference;
      for (int player = 0; player < players; player++) {
        into[player] += operator[pair * players + player] * difference;
      }
    }
    subtractFit(into, differences);
    variances(differences, variances);
  }

  /** Turns differences into residuals. */
  private void subtractFit(double[] values, double[] differences) {
    for (int player = 0; player < players; player++) {
      double value = values[player];
      for (int pair = 0; pair < pairs; pair++) {
        differences[pair] -= sides[player * pairs + pair] * value;
      }
    }
  }

  private void variances(double[] residuals, double[] into) {
    Arrays.fill(into, 0);
    for (int pair = 0; pair < pairs; pair++) {
      double square = inflation[pair] * residuals[pair] * residuals[pair];
      for (int player = 0; player < players; player++) {
        double influence = operator[pair * players + player];
        into[player] += square * influence * influence;
      }
    }
  }
}
