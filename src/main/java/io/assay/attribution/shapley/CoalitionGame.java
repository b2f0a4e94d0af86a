package io.assay.attribution.shapley;

import io.assay.attribution.AttributionRequest;
import io.assay.attribution.ModelCalls;
import io.assay.baseline.Baseline;
import io.assay.baseline.Coalitions;
import io.assay.baseline.Masker;
import io.assay.model.BlackBox;
import io.assay.model.Target;
import io.assay.tensor.Tensor;

/**
 * The cooperative games behind a request: for each row and slot the value of a coalition is the
 * model's mean score, over the reference rows with their weights, of the input in which the players
 * of the coalition keep the row's features and all others take the reference's.
 *
 * <pre>
 * v(S) = sum_b w_b f(x_S, b_rest)
 * </pre>
 *
 * <p>The full coalition is the row itself and takes one call; the empty one is the baseline's score
 * and takes one call a reference for the whole batch. Sums are held in float64, always in the order
 * of the references, so that a value does not depend on what is valued beside it.
 */
final class CoalitionGame {
  /** Inputs composed for one model call at most: enough to fill any batch. */
  private static final int INPUTS_A_CALL = 8192;

  /** Values in these inputs at most, 4 MiB; but wide inputs still come sixteen at a time. */
  private static final int FLOATS_A_CALL = 1 << 20;

  private static final int FEWEST_INPUTS_A_CALL = 16;

  /** The most coalition values held at once: 8 MiB. */
  private static final int VALUES_AT_ONCE = 1 << 20;

  private final BlackBox model;
  private final Tensor input;
  private final Target target;
  private final Baseline baseline;
  private final Masker masker;
  private final int inputsACall;
  private final Tensor full; // [rows, slots]
  private final double[] empty; // [rows, slots]

  /** Values the full and the empty coalition of every row. */
  CoalitionGame(BlackBox model, AttributionRequest request) {
    this.model = model;
    this.input = request.batch().input();
    this.target = request.target();
    this.baseline = request.baseline();
    this.masker = new Masker(input, baseline, request.groups());
    this.inputsACall =
        Math.max(FEWEST_INPUTS_A_CALL, Math.min(INPUTS_A_CALL, FLOATS_A_CALL / masker.length()));
    this.full = model.score(input, target);
    this.empty = emptyValues(model.outputs(baseline.rows()));
  }

  private double[] emptyValues(Tensor outputs) {
    double[] means = new double[input.rows() * target.slots()];
    for (int row = 0; row < input.rows(); row++) {
      for (int slot = 0; slot < target.slots(); slot++) {
        for (int reference = 0; reference < baseline.size(); reference++) {
          means[row * target.slots() + slot] +=
              baseline.weight(reference) * outputs.at(reference, target.column(row, slot));
        }
      }
    }
    return means;
  }

  int rows() {
    return input.rows();
  }

  int slots() {
    return target.slots();
  }

  /** Returns the value of the full coalition of a row and slot: the row's score. */
  double full(int row, int slot) {
    return full.at(row, slot);
  }

  /** Returns the value of the empty coalition of a row and slot: the baseline's score. */
  double empty(int row, int slot) {
    return empty[row * slots() + slot];
  }

  /** Returns the rows' scores, [rows, slots]. */
  Tensor scores() {
    return full;
  }

  /** Returns the baseline's scores, [rows, slots]. */
  Tensor baselineScores() {
    return Tensor.of(empty, rows(), slots());
  }

  /** Returns how many rows may be valued at once so that the values stay within 8 MiB. */
  int rowsAtOnce(int coalitions) {
    return (int) Math.max(1, VALUES_AT_ONCE / Math.max(1, (long) coalitions * slots()));
  }

  /** Returns what it cost to value so many coalitions of every row. */
  ModelCalls calls(int coalitions) {
    return ModelCalls.same(rows(), callsPerRow(coalitions, baseline.size()), 0, baseline.size());
  }

  /** Returns the model calls of a row: one, and one a coalition and reference. */
  static long callsPerRow(int coalitions, int references) {
    return 1 + (long) coalitions * references;
  }

  /**
   * Values coalitions.
   *
   * @param rows which rows of the batch
   * @param coalitions the same for all of these rows
   * @return [rows, slots, coalitions], score units
   */
  double[] values(int[] rows, Coalitions coalitions) {
    double[] values = new double[rows.length * slots() * coalitions.size()];
    long inputs = (long) rows.length * coalitions.size() * baseline.size();
    Cursor cursor = new Cursor(coalitions.size(), baseline.size());
    for (long start = 0; start < inputs; start += inputsACall) {
      int size = (int) Math.min(inputsACall, inputs - start);
      Tensor scores = scores(rows, coalitions, cursor.copy(), size);
      add(scores, cursor, values);
    }
    return values;
  }

  private Tensor scores(int[] rows, Coalitions coalitions, Cursor cursor, int size) {
    int length = masker.length();
    float[] composed = new float[size * length];
    int[] owners = new int[size];
    for (int i = 0; i < size; i++) {
      owners[i] = rows[cursor.row];
      masker.write(owners[i], coalitions, cursor.coalition, cursor.reference, composed, i * length);
      cursor.advance();
    }
    int[] shape = input.shape();
    shape[0] = size;
    return model.score(Tensor.of(composed, shape), target.select(owners));
  }

  private void add(Tensor scores, Cursor cursor, double[] values) {
    int slots = slots();
    for (int i = 0; i < scores.rows(); i++) {
      double weight = baseline.weight(cursor.reference);
      for (int slot = 0; slot < slots; slot++) {
        int at = (cursor.row * slots + slot) * cursor.coalitions + cursor.coalition;
        values[at] += weight * scores.at(i * slots + slot);
      }
      cursor.advance();
    }
  }

  /** Walks rows, their coalitions and, fastest, the references. */
  private static final class Cursor {
    private final int coalitions;
    private final int references;
    private int row;
    private int coalition;
    private int reference;

    Cursor(int coalitions, int references) {
      this.coalitions = coalitions;
      this.references = references;
    }

    Cursor copy() {
      Cursor copy = new Cursor(coalitions, references);
      copy.row = row;
      copy.coalition = coalition;
      copy.reference = reference;
      return copy;
    }

    void advance() {
      if (++reference == references) {
        reference = 0;
        if (++coalition == coalitions) {
          coalition = 0;
          row++;
        }
      }
    }
  }
}
