package io.assay.model;

import io.assay.tensor.Tensor;
import java.util.List;

/** A model that attends: its attention weights can be read and differentiated. */
public interface Attentive extends Layered {
  /** Returns how many attentions there are in a pass. */
  int attentions();

  /**
   * Returns the weights of every attention, in the order of computation.
   *
   * @param input [rows, ...]
   * @return each [rows, heads, queries, keys]; over the keys they sum to one
   */
  List<Tensor> attention(Tensor input);

  /**
   * Returns the weights of every attention and the gradients of the scores with respect to them.
   */
  AttentionGradient attentionGradient(Tensor input, Target target);
}
