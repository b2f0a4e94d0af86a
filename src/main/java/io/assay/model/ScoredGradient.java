package io.assay.model;

import io.assay.tensor.Tensor;

/**
 * Scores and their gradients with respect to the input, from one forward pass.
 *
 * @param scores [rows, slots]
 * @param gradients [rows, slots, ...], score units an input unit
 */
public record ScoredGradient(Tensor scores, Tensor gradients) {}
