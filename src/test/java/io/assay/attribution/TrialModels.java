package io.assay.attribution;

import io.assay.fakes.CountingModel;
import io.assay.model.BlackBox;

/**
 * Models of one ability that laws are tried on. Each takes rows of numbers and has two outputs.
 *
 * @param <M> the ability
 */
public interface TrialModels<M extends BlackBox> {
  /** How many features the wide model has. */
  int WIDE = 16;

  /**
   * A model of five features and two others.
   *
   * @param sum the model whose score is the sum of those of the two
   */
  record Sum<M>(M one, M other, M sum) {}

  /** A model of five features: 1 and 2 are alike, the last one is not read. */
  M narrow();

  /** A model of {@link #WIDE} features, the last one of which is not read. */
  M wide();

  /** A model of five features that is not smooth. */
  M kinked();

  /** Two models of five features and their sum, of one output or more. */
  Sum<M> sum();

  /** Returns a model whose calls are counted under the ability. */
  M counted(CountingModel model);

  /** Returns whether NaN is a value to these models that they score like any other. */
  default boolean takesMissingValues() {
    return false;
  }
}
