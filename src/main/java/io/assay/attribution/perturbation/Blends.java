package io.assay.attribution.perturbation;

import io.assay.attribution.AttributionRequest;
import io.assay.attribution.ModelCalls;
import io.assay.baseline.Baseline;
import io.assay.model.Batched;
import io.assay.model.BlackBox;
import io.assay.tensor.Tensor;
import java.util.Arrays;

/**
 * Inputs between rows and the references of their baseline, as real-valued masks say, packed across
 * rows into full batches:
 *
 * <pre>
 * x m + b (1 - m),   m between 0 and 1 at each position
 * </pre>
 *
 * The score of a mask is the weighted mean over the references.
 */
final class Blends {
  /** Inputs in one model call at most: enough to fill any batch. */
  private static final int INPUTS_A_CALL = 8192;

  /** Values in these inputs at most, 4 MiB; but wide rows still come sixteen at a time. */
  private static final int FLOATS_A_CALL = 1 << 20;

  private static final int FEWEST_INPUTS_A_CALL = 16;

  /** Says what is shown. */
  interface Masks {
    /** Returns a mask, one value a position of a row, the same for all rows. */
    float[] mask(int number);
  }

  /** Takes the scores. */
  interface Taker {
    /**
     * Takes a score, mask by mask and in the order of the rows.
     *
     * @param place of the row among those that are scored
     */
    void take(int mask, int place, int slot, double score);
  }

  private final BlackBox model;
  private final AttributionRequest request;
  private final Baseline baseline;
  private final int length;
  private final int inputsACall;
  private final Tensor scores;
  private final Tensor baselineScores;
  private final long[] calls;

  /** Scores the rows and the references themselves. */
  Blends(BlackBox model, AttributionRequest request) {
    this.model = model;
    this.request = request;
    this.baseline = request.baseline();
    this.length = request.batch().input().rowLength();
    this.inputsACall =
        Batched.filling(
            model, Math.max(FEWEST_INPUTS_A_CALL, Math.min(INPUTS_A_CALL, FLOATS_A_CALL / length)));
    this.scores = model.score(request.batch().input(), request.target());
    this.baselineScores = means(model.outputs(baseline.rows()));
    this.calls = new long[request.batch().rows()];
    Arrays.fill(calls, 1);
  }

  private Tensor means(Tensor outputs) {
    int slots = request.target().slots();
    double[] means = new double[request.batch().rows() * slots];
    for (int scalar = 0; scalar < means.length; scalar++) {
      int column = request.target().column(scalar / slots, scalar % slots);
      for (int reference = 0; reference < baseline.size(); reference++) {
        means[scalar] += baseline.weight(reference) * outputs.at(reference, column);
      }
    }
    return Tensor.of(means, request.batch().rows(), slots);
  }

  /** Returns the rows' scores, [rows, slots]. */
  Tensor scores() {
    return scores;
  }

  /** Returns the weighted means of the references' scores, [rows, slots]. */
  Tensor baselineScores() {
    return baselineScores;
  }

  /** Returns the calls made so far. */
  ModelCalls calls() {
    return ModelCalls.of(calls, new long[calls.length], baseline.size());
  }

  /**
   * Scores rows under masks.
   *
   * @param rows which rows of the batch
   * @param count how many masks
   */
  void score(int[] rows, int count, Masks masks, Taker taker) {
    long inputs = (long) count * rows.length * baseline.size();
    Cursor writes = new Cursor(rows.length);
    Cursor reads = new Cursor(rows.length);
    double[] sums = new double[request.target().slots()];
    float[] mask = new float[0];
    for (long start = 0; start < inputs; start += inputsACall) {
      int size = (int) Math.min(inputsACall, inputs - start);
      float[] values = new float[size * length];
      int[] owners = new int[size];
      for (int i = 0; i < size; i++) {
        if (writes.isAtMask() || mask.length == 0) {
          mask = masks.mask(writes.mask);
        }
        owners[i] = rows[writes.row];
        blend(owners[i], writes.reference, mask, values, i * length);
        writes.advance();
      }
      take(scores(values, owners), reads, sums, taker);
    }
    for (int row : rows) {
      calls[row] += (long) count * baseline.size();
    }
  }

  private void blend(int row, int reference, float[] mask, float[] into, int offset) {
    float[] inputs = request.batch().input().values();
    float[] references = baseline.rows().values();
    for (int at = 0; at < length; at++) {
      float absent = references[reference * length + at];
      float present = inputs[row * length + at];
      into[offset + at] = mask[at] == 1 ? present : absent + mask[at] * (present - absent);
    }
  }

  private Tensor scores(float[] values, int[] owners) {
    int[] shape = request.batch().input().shape();
    shape[0] = owners.length;
    return model.score(Tensor.of(values, shape), request.target().select(owners));
  }

  private void take(Tensor found, Cursor reads, double[] sums, Taker taker) {
    for (int i = 0; i < found.rows(); i++) {
      boolean isLast = reads.reference == baseline.size() - 1;
      for (int slot = 0; slot < sums.length; slot++) {
        sums[slot] += baseline.weight(reads.reference) * found.at(i * sums.length + slot);
        if (isLast) {
          taker.take(reads.mask, reads.row, slot, sums[slot]);
          sums[slot] = 0;
        }
      }
      reads.advance();
    }
  }

  /** Walks masks, the rows under each and, fastest, the references. */
  private final class Cursor {
    private final int rows;
    private int mask;
    private int row;
    private int reference;

    Cursor(int rows) {
      this.rows = rows;
    }

    boolean isAtMask() {
      return row == 0 && reference == 0;
    }

    void advance() {
      if (++reference == baseline.size()) {
        reference = 0;
        if (++row == rows) {
          row = 0;
          mask++;
        }
      }
    }
  }
}
