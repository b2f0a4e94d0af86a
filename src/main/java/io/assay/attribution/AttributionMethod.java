package io.assay.attribution;

import io.assay.model.BlackBox;

/**
 * A way to attribute a model's score to the features of its input. A method is a pure function of
 * model and request: how rows are cut into batches never changes a row's values.
 *
 * @param <M> the least ability that the method needs
 */
public interface AttributionMethod<M extends BlackBox> {
  /** Returns what the method is. */
  MethodInfo<M> info();

  /**
   * Returns the most that the method will ask of the model for one row.
   *
   * @param groups feature groups
   * @param references baseline rows
   * @throws IllegalArgumentException if the method cannot work with so many, with the limit
   */
  CallsPerRow callsPerRow(int groups, int references);

  /**
   * Returns how far the values of a row may miss its score minus its baseline score, relative to
   * the larger of 1 and that difference, before the row is flagged.
   */
  default double completenessTolerance() {
    return 1e-3;
  }

  /** Explains a batch. */
  Attributions attribute(M model, AttributionRequest request);
}
