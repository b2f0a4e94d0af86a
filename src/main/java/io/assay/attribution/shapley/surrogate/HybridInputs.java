package io.assay.attribution.shapley.surrogate;

import io.assay.attribution.AttributionRequest;
import io.assay.attribution.shapley.surrogate.PilotRows.PilotRow;
import io.assay.model.BlackBox;
import io.assay.tensor.Rng;
import io.assay.tensor.Tensor;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Inputs such as a Shapley estimator has scored: rows whose features come from an explained row for
 * the players of a coalition, and from a reference for the others. Coalitions are drawn with their
 * complements, sizes by the Shapley kernel; references by weight. In every second pair another row
 * lends half of the players' features, so that few rows show more of what may come.
 */
final class HybridInputs {
  private static final int INPUTS_A_CALL = 8192;

  private final int features;
  private final float[] inputs;
  private final Tensor outputs;

  private HybridInputs(int features, float[] inputs, Tensor outputs) {
    this.features = features;
    this.inputs = inputs;
    this.outputs = outputs;
  }

  /**
   * Draws hybrids and scores them.
   *
   * @param each how many of each row, beside the row itself; even
   */
  static HybridInputs of(BlackBox model, List<PilotRow> rows, int each, long seed) {
    int features = rows.get(0).request().groups().features();
    float[] inputs = new float[Math.multiplyExact(rows.size() * (each + 1), features)];
    int at = 0;
    for (PilotRow row : rows) {
      RandomGenerator random = Rng.of(seed, "surrogate/hybrids", row.id());
      System.arraycopy(
          row.request().batch().input().values(), row.row() * features, inputs, at, features);
      at += features;
      Draw draw = new Draw(row, random);
      for (int pair = 0; pair < each / 2; pair++) {
        draw.next(pair % 2 == 0 ? row : rows.get(random.nextInt(rows.size())));
        draw.write(inputs, at);
        draw.complement();
        draw.write(inputs, at + features);
        at += 2 * features;
      }
    }
    return new HybridInputs(features, inputs, scored(model, rows.get(0).request(), inputs));
  }

  private static Tensor scored(BlackBox model, AttributionRequest request, float[] inputs) {
    int[] shape = request.batch().input().shape();
    int columns = model.signature().outputs().size();
    int size = inputs.length / request.groups().features();
    float[] outputs = new float[Math.multiplyExact(size, columns)];
    shape[0] = size;
    Tensor all = Tensor.of(inputs, shape);
    for (int from = 0; from < size; from += INPUTS_A_CALL) {
      Tensor some = model.outputs(all.slice(from, Math.min(size, from + INPUTS_A_CALL)));
      System.arraycopy(some.values(), 0, outputs, from * columns, some.values().length);
    }
    return Tensor.of(outputs, size, columns);
  }

  /** Returns the inputs with one of the model's outputs. */
  LabelledInputs labelled(int column) {
    double[] labels = new double[outputs.rows()];
    for (int input = 0; input < labels.length; input++) {
      labels[input] = outputs.at(input, column);
    }
    return LabelledInputs.of(features, inputs, labels);
  }

  /** Coalitions and references of a row. */
  private static final class Draw {
    private final PilotRow row;
    private final RandomGenerator random;
    private final int[] shuffled;
    private final boolean[] present;
    private final boolean[] lent;
    private final double kernel; // the sum over all sizes

    private PilotRow lender;
    private int reference;

    Draw(PilotRow row, RandomGenerator random) {
      int players = row.request().groups().size();
      this.row = row;
      this.lender = row;
      this.random = random;
      this.shuffled = new int[players];
      this.present = new boolean[players];
      this.lent = new boolean[players];
      double sum = 0;
      for (int player = 0; player < players; player++) {
        shuffled[player] = player;
        sum += player == 0 ? 0 : share(player);
      }
      this.kernel = sum;
    }

    private double share(int size) {
      return 1.0 / ((double) size * (shuffled.length - size));
    }

    void next(PilotRow lending) {
      lender = lending;
      int size = 0;
      double left = random.nextDouble() * kernel;
      while (size + 1 < shuffled.length && (size == 0 || left >= 0)) {
        size++;
        left -= share(size);
      }
      for (int i = 0; i < shuffled.length; i++) {
        int other = i + random.nextInt(shuffled.length - i);
        int player = shuffled[other];
        shuffled[other] = shuffled[i];
        shuffled[i] = player;
        present[player] = i < size;
        lent[player] = random.nextBoolean();
      }
      double weight = random.nextDouble();
      reference = -1;
      do {
        reference++;
        weight -= row.request().baseline().weight(reference);
      } while (weight >= 0 && reference + 1 < row.request().baseline().size());
    }

    private PilotRow lender(int feature) {
      return lent[row.request().groups().groupOf(feature)] ? lender : row;
    }

    void complement() {
      for (int player = 0; player < present.length; player++) {
        present[player] = !present[player];
      }
    }

    void write(float[] into, int at) {
      AttributionRequest request = row.request();
      int features = request.groups().features();
      for (int feature = 0; feature < features; feature++) {
        into[at + feature] =
            present[request.groups().groupOf(feature)]
                ? lender(feature).value(feature)
                : request.baseline().rows().at(reference * features + feature);
      }
    }
  }
}
