package io.assay.model;

/** How relevance goes back through a model where it does not follow the plain gradient. */
public sealed interface BackwardRule {
  /**
   * Guided backpropagation: a ReLU passes what is positive, where its own input was positive.
   *
   * <p>Source: Springenberg, Dosovitskiy, Brox, Riedmiller (2015), Striving for Simplicity, arXiv
   * 1412.6806, section 3.4.
   */
  record Guided() implements BackwardRule {}

  /**
   * Deconvolution: a ReLU passes what is positive, whatever its own input was.
   *
   * <p>Source: Zeiler and Fergus (2014), Visualizing and Understanding Convolutional Networks,
   * arXiv 1311.2901, section 2.1.
   */
  record Deconvolution() implements BackwardRule {}

  /**
   * Layer-wise relevance propagation with the epsilon rule; an activation passes relevance on as it
   * is. What comes back is relevance divided by the input, so that input times gradient is
   * relevance.
   *
   * <p>Source: Bach, Binder, Montavon, Klauschen, Müller, Samek (2015), doi
   * 10.1371/journal.pone.0130140, equation 58.
   *
   * @param epsilon added to the size of every denominator, over 0
   */
  record LrpEpsilon(double epsilon) implements BackwardRule {}

  /**
   * The same with positive contributions alone.
   *
   * <p>Source: Montavon, Lapuschkin, Binder, Samek, Müller (2017), Deep Taylor Decomposition, doi
   * 10.1016/j.patcog.2016.11.008.
   */
  record LrpZPlus() implements BackwardRule {}

  /**
   * The same with positive weights strengthened.
   *
   * <p>Source: Montavon, Binder, Lapuschkin, Samek, Müller (2019), Layer-Wise Relevance
   * Propagation: An Overview, doi 10.1007/978-3-030-28954-6_10, section 10.2.1.
   *
   * @param gamma how much is added to positive weights, as a share of them, 0 or more
   */
  record LrpGamma(double gamma) implements BackwardRule {}
}
