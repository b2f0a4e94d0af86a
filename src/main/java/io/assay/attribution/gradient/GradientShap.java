package io.assay.attribution.gradient;

import io.assay.attribution.AttributionMethod;
import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.attribution.CallsPerRow;
import io.assay.attribution.MethodInfo;
import io.assay.attribution.MethodInfo.Completeness;
import io.assay.attribution.MethodInfo.Scale;
import io.assay.attribution.Setting;
import io.assay.model.Differentiable;

/**
 * Expected Gradients of the score smoothed around the row: the paths end at noisy copies of it.
 *
 * <pre>
 * GS_i(x) = E over b, a, e of (x_i + e_i - b_i) * df(b + a (x + e - b)) / dx_i
 *           a uniform on 0 to 1, e normal with mean 0
 * </pre>
 *
 * Source: Lundberg and Lee (2017), A Unified Approach to Interpreting Model Predictions, arXiv
 * 1705.07874, as the GradientExplainer of shap and the GradientShap of Captum compute it. They draw
 * b, a and e independently; here b and a are those of {@link ExpectedGradients}, and each place is
 * visited twice, with e added and taken away. Without noise it is Expected Gradients. A group of
 * features gets the sum of its members.
 *
 * <p>Cost of a row: {@code samples} gradients, rounded up to a multiple of twice the references and
 * to four each at least (without noise: as Expected Gradients), and one forward pass; each
 * reference takes one a batch. Memory: one model call of at most 1,024 points.
 *
 * <p>Guarantees: the same for the same seed and row id, however rows are cut into batches; a
 * feature that is not read gets zero. Standard errors are those of {@link ExpectedGradients}, over
 * the means of the two visits. Values add up to the mean score of the noisy copies minus the
 * baseline score within the errors of sampling, so to the row's own as far as noise leaves it.
 */
public final class GradientShap implements AttributionMethod<Differentiable> {
  /**
   * How often gradients are sampled, and around the row by how much.
   *
   * @param samples gradients a row, 2 to 1000000, rounded up to a multiple of the references
   * @param noise standard deviation of the noise at the row, 0 to 1e9, in its unit
   * @param noiseUnit what the standard deviation is a share of
   */
  public record Options(
      @Setting(
              meaning = SampledPaths.SAMPLES,
              standard = "200",
              allowed = SampledPaths.SAMPLES_ALLOWED,
              unit = "gradients")
          int samples,
      @Setting(meaning = Noise.SHARE, standard = "0.1", allowed = Noise.SHARE_ALLOWED) double noise,
      @Setting(meaning = Noise.UNIT, standard = "spread", allowed = Noise.UNIT_ALLOWED)
          NoiseUnit noiseUnit) {
    /** Checks the ranges. */
    public Options {
      SampledPaths.check("gradient-shap", samples);
      Noise.check(noise);
    }

    /** Returns the defaults. */
    public static Options standard() {
      return new Options(200, 0.1, NoiseUnit.SPREAD);
    }
  }

  /** What the method is. */
  public static final MethodInfo<Differentiable> INFO =
      new MethodInfo<>(
          "gradient-shap",
          "GradientSHAP",
          "Expected Gradients of the score smoothed by noise around the row, with errors.",
          Differentiable.class,
          Scale.SCORE,
          Completeness.APPROXIMATE,
          true,
          true,
          "1 forward + samples gradients, a multiple of twice the references",
          "Lundberg, Lee (2017), A Unified Approach to Interpreting Model Predictions,"
              + " arXiv 1705.07874");

  private final SampledPaths paths;

  /** Creates the method. */
  public GradientShap(Options options) {
    this.paths =
        new SampledPaths(INFO.key(), options.samples(), options.noise(), options.noiseUnit());
  }

  @Override
  public MethodInfo<Differentiable> info() {
    return INFO;
  }

  @Override
  public CallsPerRow callsPerRow(int groups, int references) {
    return paths.callsPerRow(references);
  }

  /** {@inheritDoc} A sampled row may miss by 5 %, noise included. */
  @Override
  public double completenessTolerance() {
    return SampledPaths.COMPLETENESS_TOLERANCE;
  }

  @Override
  public Attributions attribute(Differentiable model, AttributionRequest request) {
    return paths.attribute(model, request);
  }
}
