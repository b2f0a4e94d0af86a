package io.assay.attribution.game;

import io.assay.baseline.Coalitions;
import io.assay.baseline.Masker;
import io.assay.baseline.ReplacementMasker;
import io.assay.model.Batched;
import io.assay.model.BlackBox;
import io.assay.model.Masked;
import io.assay.model.Target;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/**
 * Packs the inputs of any rows, coalitions and references into full model calls. What was asked
 * comes back in the order in which it was asked. Of a model that composes masked inputs itself only
 * their descriptions are handed over.
 */
final class Packing {
  /** Inputs of one model call at most: enough to fill any batch. */
  private static final int INPUTS_A_CALL = 8192;

  /** Values in the inputs composed here at most, 4 MiB; but one call of the model, or sixteen. */
  private static final int FLOATS_A_CALL = 1 << 20;

  /** Wide inputs at once, where the model does not say how many it takes in a call. */
  private static final int FEWEST_INPUTS_A_CALL = 16;

  /** Returns the bytes of the inputs that are composed for one model call at most. */
  static long bytesACall(int length) {
    long inputs = Math.max(FEWEST_INPUTS_A_CALL, Math.min(INPUTS_A_CALL, FLOATS_A_CALL / length));
    return Float.BYTES * inputs * length;
  }

  /**
   * Coalitions of a row against one reference.
   *
   * @param row the explained row
   * @param reference its number for the masker
   * @param place its number among those that differ
   * @param coalitions all of them
   * @param distinct which of them have to be asked about
   * @param question to which question the values belong
   * @param offset where there those of the row start
   */
  record Ask(
      int row,
      int reference,
      int place,
      Coalitions coalitions,
      Distinct distinct,
      int question,
      int offset) {}

  /** Takes what came back. */
  interface Taker {
    /** Takes the scores of the distinct coalitions, [distinct, slots]. */
    void take(Ask ask, float[] scores);
  }

  /** An answer that is still filling up. */
  private static final class Waiting {
    private final Ask ask;
    private final float[] scores;
    private int missing;

    Waiting(Ask ask, int slots) {
      this.ask = ask;
      this.scores = new float[ask.distinct().size() * slots];
      this.missing = scores.length;
    }

    /** Takes scores of a call from an offset on, and returns how many. */
    int take(float[] ofCall, int offset) {
      int taken = Math.min(missing, ofCall.length - offset);
      System.arraycopy(ofCall, offset, scores, scores.length - missing, taken);
      missing -= taken;
      return taken;
    }
  }

  private final BlackBox model;
  private final Optional<Masked> masked;
  private final Target target;
  private final Masker masker;
  private final int[] shape;
  private final int inputsACall;
  private final Taker taker;
  private final Queue<Waiting> waiting = new ArrayDeque<>();
  private Items items;

  /**
   * Prepares calls.
   *
   * @param shape of one input
   * @param taker takes what comes back
   */
  Packing(BlackBox model, Target target, Masker masker, int[] shape, Taker taker) {
    this.model = model;
    this.target = target;
    this.masker = masker;
    this.shape = shape;
    this.taker = taker;
    this.masked = masker instanceof ReplacementMasker ? model.as(Masked.class) : Optional.empty();
    this.inputsACall =
        Batched.filling(model, masked.isPresent() ? INPUTS_A_CALL : composed(model, masker));
    this.items = new Items(inputsACall);
  }

  /** Returns how many inputs to compose at once: few enough to be still in a cache when read. */
  private static int composed(BlackBox model, Masker masker) {
    int fewest = model.as(Batched.class).isPresent() ? 1 : FEWEST_INPUTS_A_CALL;
    return Math.max(fewest, Math.min(INPUTS_A_CALL, FLOATS_A_CALL / masker.length()));
  }

  /** Asks; the model is called as soon as a call is full. */
  void ask(Ask ask) {
    waiting.add(new Waiting(ask, target.slots()));
    Distinct distinct = ask.distinct();
    for (int item = 0; item < distinct.size(); item++) {
      items.add(ask.row(), ask.coalitions(), distinct.coalition(item), ask.reference());
      if (items.isFull()) {
        call();
      }
    }
    if (items.isEmpty() || waiting.size() >= INPUTS_A_CALL) {
      finish();
    }
  }

  /** Asks what is left in a call that is not full. */
  void finish() {
    if (!items.isEmpty()) {
      call();
    }
    handOver();
  }

  private void call() {
    Target targets = target.select(items.rows());
    float[] scores =
        masked.isPresent()
            ? masked
                .get()
                .scoreMasked(items.described((ReplacementMasker) masker), targets)
                .values()
            : model.score(items.compose(masker, shape), targets).values();
    items = new Items(inputsACall);
    int taken = 0;
    for (Waiting each : waiting) {
      taken += each.take(scores, taken);
    }
    handOver();
  }

  private void handOver() {
    while (!waiting.isEmpty() && waiting.element().missing == 0) {
      Waiting done = waiting.remove();
      taker.take(done.ask, done.scores);
    }
  }
}
