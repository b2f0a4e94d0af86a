package io.assay.model;

import io.assay.tensor.Tensor;

/** A model through which relevance can be sent back by other rules than the plain gradient. */
public interface RuleBased extends Layered {
  /**
   * Returns scores and what a rule sends back to the input in place of the gradient.
   *
   * @param input [rows, ...]
   * @throws io.assay.AssayException MODEL_ABILITY if the rule does not fit what the model computes,
   *     with the operation at fault
   */
  ScoredGradient gradient(Tensor input, Target target, BackwardRule rule);

  /**
   * Returns scores and the multipliers of DeepLIFT's rescale rule: times the difference of the row
   * from its reference they add up to the difference of the scores.
   *
   * <p>Source: Shrikumar, Greenside, Kundaje (2017), Learning Important Features Through
   * Propagating Activation Differences, arXiv 1704.02685, sections 3.2 and 3.5.2.
   *
   * @param input [rows, ...]
   * @param references [rows, ...] the reference of each row
   */
  RescaledGradient multipliers(Tensor input, Tensor references, Target target);

  /** Returns the same with respect to what a layer holds. */
  LayerMultipliers multipliers(String layer, Tensor input, Tensor references, Target target);
}
