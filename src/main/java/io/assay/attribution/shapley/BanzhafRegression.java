package io.assay.attribution.shapley;

import io.assay.baseline.Coalitions;
import io.assay.baseline.UniformDesign;
import java.util.Arrays;
import java.util.Optional;

/**
 * Banzhaf values by least squares. With x = 1 for the players of a coalition T and -1 for the
 * others, and u = v(T) - v(T's complement), they minimise the sum of (u - x . beta)^2 over all
 * pairs of T and its complement; here over the pairs of a design, each counted for as many as it
 * stands for, and the pair of the empty and the full coalition, whose u is known for nothing. The
 * variance of beta_j is estimated from the residuals e of the pairs, each divided by one minus its
 * leverage h and multiplied by the share q of all pairs that was not drawn:
 *
 * <pre>
 * var_j = sum over pairs of q (M_j e / (1 - h))^2
 * </pre>
 */
final class BanzhafRegression implements Estimator {
  /** A pair that alone decides a direction leaves no residual, and so no standard error. */
  private static final double MOST_LEVERAGE = 1 - 1e-6;

  private final int pairs;
  private final Coalitions coalitions;
  private final LeastSquares regression; // the last observation is the pair that is known
  private final double[] inflation; // q / (1 - h)^2: [pairs + 1], 0 for the last

  private BanzhafRegression(UniformDesign design, LeastSquares regression) {
    this.pairs = design.pairs();
    this.coalitions = design.coalitions();
    this.regression = regression;
    this.inflation = new double[pairs + 1];
    for (int pair = 0; pair < pairs && design.unseen() > 0; pair++) {
      double left = 1 - Math.min(regression.leverage(pair), MOST_LEVERAGE);
      inflation[pair] = design.unseen() / (left * left);
    }
  }

  /**
   * Builds the regression of a design.
   *
   * @return empty if the design does not determine every player's value with some residual left
   */
  static Optional<BanzhafRegression> of(UniformDesign design) {
    int players = design.players();
    int pairs = design.pairs();
    double[] sides = new double[Math.multiplyExact(pairs + 1, players)];
    double[] weights = new double[pairs + 1];
    Arrays.fill(sides, 1);
    for (int at = 0; at < pairs * players; at++) {
      sides[at] = design.isFirst(at / players, at % players) ? 1 : -1;
    }
    Arrays.fill(weights, 1);
    weights[pairs] = design.seen(); // stands for itself alone
    return LeastSquares.of(sides, weights, players)
        .filter(fit -> design.unseen() == 0 || largestLeverage(fit, pairs) < MOST_LEVERAGE)
        .map(fit -> new BanzhafRegression(design, fit));
  }

  private static double largestLeverage(LeastSquares fit, int pairs) {
    double largest = 0;
    for (int pair = 0; pair < pairs; pair++) {
      largest = Math.max(largest, fit.leverage(pair));
    }
    return largest;
  }

  @Override
  public Coalitions coalitions() {
    return coalitions;
  }

  @Override
  public void explain(
      double[] values, int offset, double empty, double full, double[] into, double[] variances) {
    double[] differences = new double[pairs + 1];
    for (int pair = 0; pair < pairs; pair++) {
      differences[pair] = values[offset + 2 * pair] - values[offset + 2 * pair + 1];
    }
    differences[pairs] = full - empty;
    double[] solution = regression.solve(differences);
    System.arraycopy(solution, 0, into, 0, solution.length);
    regression.subtractFit(solution, differences);
    for (int pair = 0; pair <= pairs; pair++) {
      differences[pair] *= differences[pair] * inflation[pair];
    }
    Arrays.fill(variances, 0);
    regression.addVariances(differences, variances);
  }
}
