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
 * The variance of the gradient over noisy copies of the row: where the model bends.
 *
 * <pre>
 * M_i(x) = Var over e of df(x + e) / dx_i,  e normal with mean 0
 * </pre>
 *
 * Source: Adebayo, Gilmer, Muelly, Goodfellow, Hardt and Kim (2018), Sanity Checks for Saliency
 * Maps, arXiv 1810.03292, section 2 and appendix A. Captum divides by n, and so gives too little by
 * the variance of the mean; we add that back. Antithetic pairs, the unit of the noise and groups
 * are those of {@link SmoothGrad}. The unit of a value is the square of a gradient's.
 *
 * <p>Cost of a row: {@code samples} gradients and one forward pass; memory for the row's noise and
 * five numbers a feature and slot.
 *
 * <p>Guarantees: the same for the same seed and row id, however rows are cut into batches; a
 * feature that is not read gets zero. Standard errors come from the pairs by the delta method.
 * Values are not negative; zero where the gradient does not change by more than float32 rounding.
 * They do not add up to the score.
 */
public final class VarGrad implements AttributionMethod<Differentiable> {
  /** What the method is. */
  public static final MethodInfo<Differentiable> INFO =
      new MethodInfo<>(
          "var-grad",
          "VarGrad",
          "The variance of the gradient of the score over noisy copies of the row.",
          Differentiable.class,
          Scale.SCORE_PER_FEATURE,
          Completeness.NONE,
          false,
          true,
          "1 forward + samples gradients",
          "Adebayo, Gilmer, Muelly, Goodfellow, Hardt, Kim (2018), Sanity Checks for Saliency"
              + " Maps, arXiv 1810.03292");

  private final NoisyGradients gradients;

  /** Creates the method. */
  public VarGrad(NoiseOptions options) {
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
    return gradients.attribute(model, request, PairStatistic.VARIANCE);
  }
}
