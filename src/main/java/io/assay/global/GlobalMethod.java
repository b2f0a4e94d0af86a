package io.assay.global;

import io.assay.model.BlackBox;
import io.assay.model.ModelSignature;

/**
 * A method that says something about a model as a whole. It is given rows of the input, drawn by
 * the keys of their ids, and asks the model about them and about rows composed from them.
 *
 * <p>Rows come in the order of their keys, the same ones in the same order however the input was
 * cut into batches, shards and runs; so a method need not care about splitting. It is a pure
 * function of model and request: all randomness is keyed by the request's seed and by row ids. It
 * is told nothing about slices.
 */
public interface GlobalMethod {
  /** Returns what the method is. */
  GlobalInfo info();

  /** Returns what labels are to it under its options. */
  default GlobalInfo.Labels labels() {
    return info().labels();
  }

  /** Returns how many rows it takes at most; it is given fewer if the input has fewer. */
  int rows();

  /**
   * Returns how many inputs the model is asked to score at most.
   *
   * @param shape what it will be given, with {@link #rows} rows or fewer
   * @throws IllegalArgumentException if it cannot work with such an input; the message says why
   */
  long calls(GlobalShape shape);

  /**
   * Checks that the method can be asked of outputs of a unit.
   *
   * @throws IllegalArgumentException if it cannot; the message says why
   */
  default void check(ModelSignature.Unit unit) {}

  /**
   * Asks the model.
   *
   * @param model any model
   * @param request rows, and what is known about them
   * @throws io.assay.AssayException MODEL_FAILED if the model fails while it runs
   */
  GlobalResult ask(BlackBox model, GlobalRequest request);
}
