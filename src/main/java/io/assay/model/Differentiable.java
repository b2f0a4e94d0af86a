package io.assay.model;

import io.assay.tensor.Tensor;

/** A model whose scores have gradients with respect to the input. */
public interface Differentiable extends BlackBox {
  /**
   * Returns scores and gradients: one forward pass, and one backward pass a slot.
   *
   * @param input [rows, ...]
   * @param target of these rows
   */
  ScoredGradient gradient(Tensor input, Target target);

  /**
   * Returns, for every row r and slot, sum over the row's points of w_k * grad f(p_k). Sums are
   * held in float64 and rounded once. This plain version is the oracle of the faster ones in
   * engines.
   *
   * @param points weighted points
   * @param target of the rows that the points belong to
   * @return [rows, slots, ...]
   */
  default Tensor gradientSum(Points points, Target target) {
    return GradientSums.of(this, points, target);
  }

  /**
   * Returns what gradients at noisy rows come to. Sums are held in float64 and rounded once. This
   * plain version is the oracle of the faster ones in engines.
   *
   * @param points rows and what is added to them, in pairs of draws
   * @param target of the rows
   */
  default NoiseMoments noiseMoments(NoisePoints points, Target target) {
    return NoiseSums.of(this, points, target);
  }
}
