package io.assay.attribution.tree;

import io.assay.baseline.Baseline;
import io.assay.model.tree.Forest;
import io.assay.tensor.Tensor;
import java.util.function.UnaryOperator;

/**
 * The game of a row over a background, with the value of every coalition of features worked out: by
 * definition, in float64. Up to about 12 features.
 */
final class InterventionalGame {
  private final int players;
  private final double[] table; // [coalition]

  private InterventionalGame(int players, double[] table) {
    this.players = players;
    this.table = table;
  }

  /**
   * Values all hybrids of a row and every reference.
   *
   * @param link from all margins to all outputs, in place
   */
  static InterventionalGame of(
      Forest forest, float[] row, Baseline baseline, int output, UnaryOperator<double[]> link) {
    int players = forest.features();
    double[] table = new double[1 << players];
    Tensor references = baseline.rows();
    float[] hybrid = new float[players];
    double[] margins = new double[forest.outputs()];
    for (int coalition = 0; coalition < table.length; coalition++) {
      for (int reference = 0; reference < baseline.size(); reference++) {
        for (int player = 0; player < players; player++) {
          boolean isPresent = (coalition >> player & 1) != 0;
          hybrid[player] = isPresent ? row[player] : references.at(reference, player);
        }
        forest.margins(hybrid, 0, margins);
        table[coalition] += baseline.weight(reference) * link.apply(margins.clone())[output];
      }
    }
    return new InterventionalGame(players, table);
  }

  /** Returns what all players have less what none have. */
  double change() {
    return table[table.length - 1] - table[0];
  }

  /** Returns a player's value: its mean gain over the coalitions of the others. */
  double single(int player, Semivalue semivalue) {
    int bit = 1 << player;
    double sum = 0;
    for (int coalition = 0; coalition < table.length; coalition++) {
      if ((coalition & bit) == 0) {
        double gain = table[coalition | bit] - table[coalition];
        sum += chance(Integer.bitCount(coalition), players - 1, semivalue) * gain;
      }
    }
    return sum;
  }

  /** Returns the interaction index of two players: their mean joint gain over the coalitions. */
  double pair(int one, int other, Semivalue semivalue) {
    int bits = 1 << one | 1 << other;
    double sum = 0;
    for (int coalition = 0; coalition < table.length; coalition++) {
      if ((coalition & bits) == 0) {
        double gain =
            table[coalition | bits]
                - table[coalition | 1 << one]
                - table[coalition | 1 << other]
                + table[coalition];
        sum += chance(Integer.bitCount(coalition), players - 2, semivalue) * gain;
      }
    }
    return sum;
  }

  /** Returns the chance of one coalition of so many of the others. */
  private static double chance(int size, int others, Semivalue semivalue) {
    if (semivalue == Semivalue.BANZHAF) {
      return Math.scalb(1.0, -others);
    }
    double choices = 1;
    for (int i = 0; i < size; i++) {
      choices = choices * (others - i) / (i + 1);
    }
    return 1 / ((others + 1) * choices);
  }
}
