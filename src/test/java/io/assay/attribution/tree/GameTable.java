package io.assay.attribution.tree;

/**
 * A game whose every coalition is known, and its values by their definition: the mean gains of a
 * player, or of two together, over the coalitions of the others.
 */
public final class GameTable {
  private final double[] worth; // [coalition], a bit a player

  /**
   * Takes a game over.
   *
   * @param worth of every coalition, a bit a player
   */
  public GameTable(double[] worth) {
    this.worth = worth;
  }

  /** Returns what all players have less what none have. */
  double change() {
    return worth[worth.length - 1] - worth[0];
  }

  /** Returns a player's value. */
  double single(int player, Semivalue semivalue) {
    return mean(1 << player, semivalue);
  }

  /** Returns the interaction index of two players. */
  double pair(int one, int other, Semivalue semivalue) {
    return mean(1 << one | 1 << other, semivalue);
  }

  /**
   * Adds the values to a result; half of a pair's is taken off each of its two players.
   *
   * @param features of the players
   * @param values one a column
   */
  public void addTo(double[] values, ResultColumns columns, Semivalue semivalue, int[] features) {
    for (int one = 0; one < features.length; one++) {
      int ofOne = columns.of(features[one]);
      values[ofOne] += single(one, semivalue);
      for (int other = 0; other < one; other++) {
        int ofOther = columns.of(features[other]);
        if (columns.order() == ResultColumns.Order.PAIRS && ofOne != ofOther) {
          double pair = pair(one, other, semivalue);
          values[columns.of(features[one], features[other])] += pair;
          values[ofOne] -= pair / 2;
          values[ofOther] -= pair / 2;
        }
      }
    }
  }

  private double mean(int players, Semivalue semivalue) {
    int others = Integer.numberOfTrailingZeros(worth.length) - Integer.bitCount(players);
    double sum = 0;
    for (int coalition = 0; coalition < worth.length; coalition++) {
      if ((coalition & players) == 0) {
        sum += chance(Integer.bitCount(coalition), others, semivalue) * gain(coalition, players);
      }
    }
    return sum;
  }

  /** What players add to a coalition beyond what some of them do. */
  private double gain(int coalition, int players) {
    double gain = 0;
    for (int some = players; ; some = some - 1 & players) {
      boolean isMinus = Integer.bitCount(players ^ some) % 2 == 1;
      gain += isMinus ? -worth[coalition | some] : worth[coalition | some];
      if (some == 0) {
        return gain;
      }
    }
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
