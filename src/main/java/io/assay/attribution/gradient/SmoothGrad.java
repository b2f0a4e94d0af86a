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
 * The gradient averaged over noisy copies of the row: what is left of it once its fine fluctuation
 * is smoothed away.
 *
 * <pre>
 * M_i(x) = 1/n * sum over k of df(x + e_k) / dx_i,  e_k normal with mean 0
 * </pre>
 *
 * Source: Smilkov, Thorat, Kim, Viégas and Wattenberg (2017), SmoothGrad, arXiv 1706.03825, section
 * 3; signed, where the paper shows magnitudes. Copies come in antithetic pairs, x + e and x - e,
 * which leaves a fraction of the error. The paper's noise is a share of the row's range, which is
 * sound for pixels; by default ours is a share of each feature's own spread over the background, as
 * columns of a table have different units. A group of features gets the value of largest magnitude
 * among its members, as the paper takes the maximum over colour channels.
 *
 * <p>Cost of a row: {@code samples} gradients and one forward pass; memory for the row's noise and
 * five numbers a feature and slot.
 *
 * <p>Guarantees: the same for the same seed and row id, however rows are cut into batches; a
 * feature that is not read gets zero. Standard errors are those of the mean over pairs, infinitely
 * many of which tend to the gradient of the score smoothed with the noise. Values do not add up to
 * the score.
 */
public final class SmoothGrad implements AttributionMethod<Differentiable> {
  /** What the method is. */
  public static final MethodInfo<Differentiable> INFO =
      new MethodInfo<>(
          "smooth-grad",
          "SmoothGrad",
          "The mean gradient of the score over noisy copies of the row.",
          Differentiable.class,
          Scale.SCORE_PER_FEATURE,
          Completeness.NONE,
          false,
          true,
          "1 forward + samples gradients",
          "Smilkov, Thorat, Kim, Viégas, Wattenberg (2017), SmoothGrad, arXiv 1706.03825");

  private final NoisyGradients gradients;

  /** Creates the method. */
  public SmoothGrad(NoiseOptions options) {
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
    return gradients.attribute(model, request, PairStatistic.MEAN);
  }
}
