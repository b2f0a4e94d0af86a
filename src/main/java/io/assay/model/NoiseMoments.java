package io.assay.model;

import io.assay.tensor.Tensor;

/**
 * What gradients at noisy rows come to. Of a pair of draws with gradients g and h, m = (g + h) / 2
 * and q = (g g + h h) / 2, value by value; sums run over the pairs, each [rows, slots, ...].
 *
 * @param mean sum of m
 * @param meanSquare sum of m m
 * @param square sum of q
 * @param squareSquare sum of q q
 * @param product sum of m q
 */
public record NoiseMoments(
    Tensor mean, Tensor meanSquare, Tensor square, Tensor squareSquare, Tensor product) {}
