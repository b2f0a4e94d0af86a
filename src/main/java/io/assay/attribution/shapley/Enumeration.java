package io.assay.attribution.shapley;

import io.assay.baseline.Coalitions;
import java.util.Arrays;

/** Shapley values from every coalition of a few players, with standard errors of zero. */
final class Enumeration implements Estimator {
  private final Coalitions coalitions;

  Enumeration(int players) {
    this.coalitions = Coalitions.proper(players);
  }

  /** Returns whether so many players have no more coalitions than a budget holds. */
  static boolean fits(int players, int budget) {
    return players < Integer.SIZE - 1 && (1 << players) - 2 <= budget;
  }

  @Override
  public Coalitions coalitions() {
    return coalitions;
  }

  @Override
  public void explain(
      double[] values, int offset, double empty, double full, double[] into, double[] variances) {
    double[] table = new double[coalitions.size() + 2];
    table[0] = empty;
    System.arraycopy(values, offset, table, 1, coalitions.size());
    table[table.length - 1] = full;
    double[] shapley = ExactShapley.ofTable(coalitions.players(), table);
    System.arraycopy(shapley, 0, into, 0, shapley.length);
    Arrays.fill(variances, 0);
  }
}
