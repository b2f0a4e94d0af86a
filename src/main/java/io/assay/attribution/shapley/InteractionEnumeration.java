package io.assay.attribution.shapley;

import io.assay.attribution.shapley.ShapleyInteractions.Index;
import io.assay.baseline.Coalitions;
import java.util.Arrays;

/**
 * Interactions of singles and pairs from every coalition of a few players, by their definition
 * ({@link InteractionIndex}), with standard errors of zero. Takes players^2 / 2 x 2^(players - 2)
 * differences.
 */
final class InteractionEnumeration implements Estimator {
  private final Index index;
  private final int players;
  private final Coalitions coalitions;
  private final InteractionIndex weights;

  InteractionEnumeration(Index index, int players) {
    this.index = index;
    this.players = players;
    this.coalitions = Coalitions.proper(players);
    this.weights = new InteractionIndex(index, players);
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
    Arrays.fill(variances, 0);
    if (index == Index.STII) {
      for (int player = 0; player < players; player++) {
        into[player] = table[1 << player] - empty;
      }
    } else {
      System.arraycopy(ExactShapley.ofTable(players, table), 0, into, 0, players);
    }
    for (int one = 0; one < players; one++) {
      for (int other = one + 1; other < players; other++) {
        double pair = pair(table, 1 << one, 1 << other);
        into[InteractionRegression.column(one, other, players)] = pair;
        into[one] -= index == Index.STII ? 0 : pair / 2;
        into[other] -= index == Index.STII ? 0 : pair / 2;
      }
    }
  }

  private double pair(double[] table, int one, int other) {
    double sum = 0;
    for (int set = 0; set < table.length; set++) {
      if ((set & (one | other)) == 0) {
        double both = table[set | one | other] - table[set | one];
        double alone = table[set | other] - table[set];
        sum += weights.ofPair(Integer.bitCount(set), 0) * (both - alone);
      }
    }
    return sum;
  }
}
