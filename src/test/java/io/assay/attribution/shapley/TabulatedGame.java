package io.assay.attribution.shapley;

import io.assay.golden.Npy;

/**
 * A game of which every coalition's value, and so the truth, is known: see golden/games in the test
 * resources. Bit i of a coalition's index says that player i is present.
 */
final class TabulatedGame {
  private final int players;
  private final double[][] tables;
  private final double[][] truths;

  private TabulatedGame(int players, double[][] tables, double[][] truths) {
    this.players = players;
    this.tables = tables;
    this.truths = truths;
  }

  static TabulatedGame read(String name) {
    Npy values = Npy.read("/golden/games/" + name + ".npy");
    Npy exact = Npy.read("/golden/games/" + name + "_exact.npy");
    return new TabulatedGame(exact.shape()[1], rows(values), rows(exact));
  }

  private static double[][] rows(Npy array) {
    int length = array.shape()[1];
    double[][] rows = new double[array.shape()[0]][length];
    for (int row = 0; row < rows.length; row++) {
      System.arraycopy(array.values(), row * length, rows[row], 0, length);
    }
    return rows;
  }

  int players() {
    return players;
  }

  int instances() {
    return tables.length;
  }

  double[] table(int instance) {
    return tables[instance];
  }

  double[] exact(int instance) {
    return truths[instance];
  }
}
