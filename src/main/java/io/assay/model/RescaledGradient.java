package io.assay.model;

import io.assay.tensor.Tensor;

/**
 * Scores of rows and of their references, and multipliers between them.
 *
 * @param scores [rows, slots]
 * @param referenceScores [rows, slots]
 * @param multipliers [rows, slots, ...]
 */
public record RescaledGradient(Tensor scores, Tensor referenceScores, Tensor multipliers) {}
