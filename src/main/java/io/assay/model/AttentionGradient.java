package io.assay.model;

import io.assay.tensor.Tensor;
import java.util.List;

/**
 * Attention weights and how the scores depend on them, from one forward pass.
 *
 * @param scores [rows, slots]
 * @param weights of each attention [rows, heads, queries, keys]
 * @param gradients of each attention [rows, slots, heads, queries, keys]
 */
public record AttentionGradient(Tensor scores, List<Tensor> weights, List<Tensor> gradients) {
  /** Copies the lists. */
  public AttentionGradient {
    weights = List.copyOf(weights);
    gradients = List.copyOf(gradients);
  }
}
