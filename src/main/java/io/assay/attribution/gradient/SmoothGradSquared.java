package io.assay.attribution.gradient;

import io.assay.attribution.AttributionMethod;
import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.attribution.CallsPerRow;
import io.assay.attribution.MethodInfo;
import io.assay.attribution.MethodInfo.Completeness;
import io.assay.attribution.MethodInfo.Scale;
import io.assay.model.Differentiable;

/**
 * The squared gradient averaged over noisy copies of the row: how strongly a feature moves the
 * score, in whatever direction.
 *
 * <pre>
 * M_i(x) = 1/n * sum over k of (df(x + e_k) / dx_i)^2,  e_k normal with mean 0
 * </pre>
 *
 * Source: Hooker, Erhan, Kindermans and Kim (2019), A Benchmark for Interpretability Methods in
 * Deep Neural Networks, arXiv 1806.10758, section 3.1 (SmoothGrad-Squared). Antithetic pairs, the
 * unit of the noise and groups are those of {@link SmoothGrad}. The unit of a value is the square
 * of a gradient's.
 *
 * <p>Cost of a row: {@code samples} gradients and one forward pass; memory for the row's noise and
 * five numbers a feature and slot.
 *
 * <p>Guarantees: the same for the same seed and row id, however rows are cut into batches; a
 * feature that is not read gets zero. Standard errors are those of the mean over pairs. Values are
 * not negative, and do not add up to the score.
 */
public final class SmoothGradSquared implements AttributionMethod<Differentiable> {
  /** What the method is. */
  public static final MethodInfo<Differentiable> INFO =
      new MethodInfo<>(
          "smooth-grad-squared",
          "SmoothGrad squared",
          "The mean squared gradient of the score over noisy copies of the row.",
          Differentiable.class,
          Scale.SCORE_PER_FEATURE,
          Completeness.NONE,
          false,
          true,
          "1 forward + samples gradients",
          "Hooker, Erhan, Kindermans, Kim (2019), A Benchmark for Interpretability Methods in Deep"
              + " Neural Networks, arXiv 1806.10758");

  private final NoisyGradients gradients;

  /** Creates the method. */
  public SmoothGradSquared(NoiseOptions options) {
    this.gradients = new NoisyGradients(INFO.key(), options);
  }

  @Override
  public MethodInfo<Differentiable> info() {
    return INFO;
  }

  @Override
  public CallsPerRow callsPerRow(int groups, int references) {
    return new CallsPerRow(1, gradients.options().samples());
  }

  @Override
  public Attributions attribute(Differentiable model, AttributionRequest request) {
    return gradients.attribute(model, request, PairStatistic.MEAN_SQUARE);
  }
}
