package io.assay.global;

import io.assay.model.Batched;
import io.assay.model.BlackBox;
import io.assay.model.Target;
import io.assay.tensor.Tensor;

/**
 * Asks a model about rows composed from a sample: variants of every row, each the row with some of
 * its values changed. Counts what is asked. Memory: one batch of at most {@value #MOST_VALUES}
 * input values beside the scores.
 */
public final class Compositions {
  private static final int MOST_VALUES = 1 << 22;

  private final BlackBox model;
  private final GlobalRequest request;
  private final int width;
  private long calls;

  /** Nothing is asked yet. */
  public Compositions(BlackBox model, GlobalRequest request) {
    this.model = model;
    this.request = request;
    this.width = request.batch().input().rowLength();
  }

  /** How a variant differs from its row. */
  public interface Change {
    /**
     * Changes a copy of a row.
     *
     * @param row the row, from 0
     * @param variant which of its variants, from 0
     * @param into where the copy stands, at {@code offset}
     */
    void apply(int row, int variant, float[] into, int offset);
  }

  /** Returns the scores of the rows as they are, [rows, slots]. */
  public Tensor scores() {
    return scores(1, (row, variant, into, offset) -> {}).reshape(request.rows(), request.slots());
  }

  /**
   * Returns the scores of all variants, [rows, variants, slots].
   *
   * @param variants of each row, 1 or more
   */
  public Tensor scores(int variants, Change change) {
    int slots = request.slots();
    int all = Math.multiplyExact(request.rows(), variants);
    float[] scores = new float[Math.multiplyExact(all, slots)];
    int room = Batched.filling(model, Math.max(1, MOST_VALUES / width));
    for (int from = 0; from < all; from += room) {
      int to = Math.min(all, from + room);
      float[] part = asked(from, to, variants, change).values();
      System.arraycopy(part, 0, scores, from * slots, part.length);
    }
    return Tensor.of(scores, request.rows(), variants, slots);
  }

  private Tensor asked(int from, int to, int variants, Change change) {
    float[] rows = request.batch().input().values();
    float[] composed = new float[(to - from) * width];
    int[] origins = new int[to - from];
    for (int at = from; at < to; at++) { // variants
      int row = at / variants;
      int offset = (at - from) * width;
      origins[at - from] = row;
      System.arraycopy(rows, row * width, composed, offset, width);
      change.apply(row, at % variants, composed, offset);
    }
    int[] shape = request.batch().input().shape();
    shape[0] = to - from;
    calls += to - from;
    Target target = request.target().select(origins);
    return model.score(Tensor.of(composed, shape), target);
  }

  /** Returns how many inputs the model was asked to score so far. */
  public long calls() {
    return calls;
  }
}
