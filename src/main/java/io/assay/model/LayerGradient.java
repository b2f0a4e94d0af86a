package io.assay.model;

import io.assay.tensor.Tensor;

/**
 * What a layer holds and how the scores depend on it, from one forward pass.
 *
 * @param scores [rows, slots]
 * @param activations [rows, ...] the layer's value
 * @param gradients [rows, slots, ...] of the scores with respect to the layer's value
 */
public record LayerGradient(Tensor scores, Tensor activations, Tensor gradients) {}
