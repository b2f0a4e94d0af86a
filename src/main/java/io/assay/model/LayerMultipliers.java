package io.assay.model;

import io.assay.tensor.Tensor;

/**
 * What a layer holds at rows and at their references, and multipliers between the scores there.
 *
 * @param rescaled scores, and multipliers [rows, slots, ...] in the layer's shape
 * @param activations [rows, ...] at the rows
 * @param referenceActivations [rows, ...] at their references
 */
public record LayerMultipliers(
    RescaledGradient rescaled, Tensor activations, Tensor referenceActivations) {}
