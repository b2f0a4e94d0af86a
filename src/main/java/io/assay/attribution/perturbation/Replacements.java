package io.assay.attribution.perturbation;

import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.attribution.ModelCalls;
import io.assay.model.Batched;
import io.assay.model.BlackBox;
import io.assay.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * Copies of a row in which something is replaced, the same number for every row, packed across rows
 * into full batches.
 */
final class Replacements {
  /** Copies in one model call at most: enough to fill any batch. */
  private static final int COPIES_A_CALL = 8192;

  /** Values in these copies at most, 4 MiB; but wide rows still come sixteen at a time. */
  private static final int FLOATS_A_CALL = 1 << 20;

  private static final int FEWEST_COPIES_A_CALL = 16;

  /** What is replaced. */
  interface Writer {
    /** Replaces values of a copy of a row, which starts at an offset. */
    void replace(int row, int copy, float[] values, int offset);
  }

  /** Who takes the scores. */
  interface Taker {
    /** Takes what a copy's score is less than that of its row. */
    void take(int row, int slot, int copy, double loss);
  }

  private final AttributionRequest request;
  private final int copies;
  private final int length;

  /** Makes so many copies of every row of a request. */
  Replacements(AttributionRequest request, int copies) {
    this.request = request;
    this.copies = copies;
    this.length = request.groups().features();
  }

  /** Scores the rows, and every copy once, in order. */
  Scored score(BlackBox model, Writer writer, Taker taker) {
    Tensor scores = model.score(request.batch().input(), request.target());
    int room = Math.max(FEWEST_COPIES_A_CALL, Math.min(COPIES_A_CALL, FLOATS_A_CALL / length));
    int copiesACall = Batched.filling(model, room);
    long size = (long) request.batch().rows() * copies;
    for (long start = 0; start < size; start += copiesACall) {
      int count = (int) Math.min(copiesACall, size - start);
      take(scores, scoresOfCopies(model, writer, start, count), start, taker);
    }
    return new Scored(scores, baselineScores(model.outputs(request.baseline().rows())));
  }

  private Tensor scoresOfCopies(BlackBox model, Writer writer, long start, int count) {
    float[] values = new float[count * length];
    int[] rows = new int[count];
    for (int i = 0; i < count; i++) {
      rows[i] = (int) ((start + i) / copies);
      System.arraycopy(
          request.batch().input().values(), rows[i] * length, values, i * length, length);
      writer.replace(rows[i], (int) ((start + i) % copies), values, i * length);
    }
    int[] shape = request.batch().input().shape();
    shape[0] = count;
    return model.score(Tensor.of(values, shape), request.target().select(rows));
  }

  private void take(Tensor scores, Tensor ofCopies, long start, Taker taker) {
    int slots = request.target().slots();
    for (int i = 0; i < ofCopies.rows(); i++) {
      int row = (int) ((start + i) / copies);
      for (int slot = 0; slot < slots; slot++) {
        double loss = (double) scores.at(row * slots + slot) - ofCopies.at(i * slots + slot);
        taker.take(row, slot, (int) ((start + i) % copies), loss);
      }
    }
  }

  private Tensor baselineScores(Tensor outputs) {
    int rows = request.batch().rows();
    int slots = request.target().slots();
    double[] means = new double[rows * slots];
    for (int scalar = 0; scalar < means.length; scalar++) {
      int column = request.target().column(scalar / slots, scalar % slots);
      for (int reference = 0; reference < outputs.rows(); reference++) {
        means[scalar] += request.baseline().weight(reference) * outputs.at(reference, column);
      }
    }
    return Tensor.of(means, rows, slots);
  }

  /** Returns the result of a request. */
  Attributions result(Scored scored, Tensor values, Optional<Tensor> standardErrors) {
    return new Attributions(
        request.batch().rowIds(),
        values,
        scored.scores(),
        scored.baselineScores(),
        standardErrors,
        List.of(),
        ModelCalls.same(request.batch().rows(), 1L + copies, 0, request.baseline().size()));
  }

  /**
   * What the rows themselves scored.
   *
   * @param scores of the rows, [rows, slots]
   * @param baselineScores weighted means over the references, [rows, slots]
   */
  record Scored(Tensor scores, Tensor baselineScores) {}
}
