package io.assay.global.loss;

import io.assay.baseline.Baseline;
import io.assay.model.BlackBox;
import io.assay.tensor.Tensor;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * The oracle: all orders of the players, one after the other, and every composed input asked alone.
 * Each position is a player.
 */
final class PlainSage {
  private final BlackBox model;
  private final Baseline baseline;
  private final Loss loss;
  private final Answers answers;

  PlainSage(BlackBox model, Baseline baseline, Loss loss) {
    this.model = model;
    this.baseline = baseline;
    this.loss = loss;
    this.answers = new Answers(model.signature());
  }

  /** Returns the values of a row. */
  double[] values(float[] row, double[] truth) {
    double[] values = new double[row.length];
    List<int[]> orders = orders(row.length);
    for (int[] order : orders) {
      BitSet known = new BitSet();
      for (int player : order) {
        double before = loss(row, truth, known);
        known.set(player);
        values[player] += (before - loss(row, truth, known)) / orders.size();
      }
    }
    return values;
  }

  private double loss(float[] row, double[] truth, BitSet known) {
    double[] mean = new double[answers.width()];
    for (int reference = 0; reference < baseline.size(); reference++) {
      float[] composed = row.clone();
      for (int position = 0; position < row.length; position++) {
        if (!known.get(position)) {
          composed[position] = baseline.rows().at(reference, position);
        }
      }
      Tensor outputs = model.outputs(Tensor.of(composed, 1, row.length));
      answers.add(outputs, 0, baseline.weight(reference), mean, 0);
    }
    return loss.of(truth, mean);
  }

  private static List<int[]> orders(int players) {
    List<int[]> orders = new ArrayList<>(List.of(new int[0]));
    for (int player = 0; player < players; player++) {
      List<int[]> longer = new ArrayList<>();
      for (int[] order : orders) {
        for (int place = 0; place <= order.length; place++) {
          int[] more = new int[order.length + 1];
          System.arraycopy(order, 0, more, 0, place);
          more[place] = player;
          System.arraycopy(order, place, more, place + 1, order.length - place);
          longer.add(more);
        }
      }
      orders = longer;
    }
    return orders;
  }
}
