package io.assay.global.loss;

import io.assay.baseline.Coalitions;
import io.assay.baseline.PermutationDesign;
import java.util.Optional;

/**
 * The orders in which a row's players become known: some, each with its reverse, or all that there
 * are.
 *
 * @param coalitions that form on the way, but for the empty and the full one
 * @param design of the orders; empty where all orders count the same
 */
record RowOrders(Coalitions coalitions, Optional<PermutationDesign> design) {
  /** All orders of the players of all coalitions. */
  static RowOrders all(Coalitions proper) {
    return new RowOrders(proper, Optional.empty());
  }

  /** The orders of a design. */
  static RowOrders of(PermutationDesign design) {
    return new RowOrders(design.coalitions(), Optional.of(design));
  }

  /**
   * Adds what each player lowers the loss by, on the mean over the orders.
   *
   * @param losses has the row's full and empty loss
   * @param values the loss of each coalition
   */
  void addTo(RowLosses losses, int row, double... values) {
    if (design.isPresent()) {
      walk(design.get(), losses, row, values);
    } else {
      enumerate(losses, row, values);
    }
  }

  private static void walk(PermutationDesign design, RowLosses losses, int row, double... values) {
    double share = 0.5 / design.pairs();
    int last = losses.players() - 1;
    for (int pair = 0; pair < design.pairs(); pair++) {
      for (int place = 0; place <= last; place++) {
        int before = place == 0 ? -1 : design.coalition(pair, place);
        int after = place == last ? -1 : design.coalition(pair, place + 1);
        double forward =
            (before < 0 ? losses.empty(row) : values[before])
                - (after < 0 ? losses.full(row) : values[after]);
        double backward = // complements: those who come after have come before
            (after < 0 ? losses.empty(row) : values[after ^ 1])
                - (before < 0 ? losses.full(row) : values[before ^ 1]);
        losses.add(row, design.player(pair, place), share * (forward + backward));
      }
    }
  }

  private static void enumerate(RowLosses losses, int row, double... values) {
    double[] weights = weights(losses.players());
    int last = (1 << losses.players()) - 1;
    for (int coalition = 0; coalition <= last; coalition++) {
      double value =
          coalition == 0
              ? losses.empty(row)
              : coalition == last ? losses.full(row) : values[coalition - 1];
      int size = Integer.bitCount(coalition);
      for (int player = 0; player < losses.players(); player++) {
        boolean isIn = (coalition >>> player & 1) != 0;
        losses.add(row, player, isIn ? -weights[size - 1] * value : weights[size] * value);
      }
    }
  }

  /** Returns s! (n - s - 1)! / n! for each size s of a coalition without the player. */
  private static double[] weights(int players) {
    double[] weights = new double[players];
    weights[0] = 1.0 / players;
    for (int size = 1; size < players; size++) {
      weights[size] = weights[size - 1] * size / (players - size);
    }
    return weights;
  }
}
