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
 * Integrated Gradients averaged over a background, its integrals sampled.
 *
 * <pre>
 * EG_i(x) = E over b, a of (x_i - b_i) * df(b + a (x - b)) / dx_i,  a uniform on 0 to 1
 * </pre>
 *
 * Source: Erion, Janizek, Sturmfels, Lundberg and Lee (2021), Improving Performance of Deep
 * Learning Models with Axiomatic Attribution Priors and Expected Gradients, arXiv 1906.10670,
 * equation 4. The paper draws b and a independently; here every row of the background is used
 * equally often, under its weight, and the places a are a sliced Latin hypercube, which leaves a
 * small fraction of the error at the same cost. A group of features gets the sum of its members.
 *
 * <p>Cost of a row: {@code samples} gradients, rounded up to a multiple of the references and to
 * two each at least, and one forward pass; each reference takes one a batch. Memory: one model call
 * of at most 1,024 points.
 *
 * <p>Guarantees: without bias; the same for the same seed and row id, however rows are cut into
 * batches; a feature that is not read, or does not move, gets zero. Standard errors estimate the
 * variance of a place within its part of the path from successive second differences; they are
 * right where gradients change evenly and err on the large side where they jump, on ReLU networks
 * up to twofold. The references are all used, so errors do not hold the choice of the background.
 * Values add up to the score minus the baseline score within the errors of sampling.
 */
public final class ExpectedGradients implements AttributionMethod<Differentiable> {
  /**
   * How often gradients are sampled.
   *
   * @param samples gradients a row, 2 to 1000000, rounded up to a multiple of the references
   */
  public record Options(
      @Setting(
              meaning = SampledPaths.SAMPLES,
              standard = "200",
              allowed = SampledPaths.SAMPLES_ALLOWED,
              unit = "gradients")
          int samples) {
    /** Checks the range. */
    public Options {
      SampledPaths.check("expected-gradients", samples);
    }

    /** Returns the defaults. */
    public static Options standard() {
      return new Options(200);
    }
  }

  /** What the method is. */
  public static final MethodInfo<Differentiable> INFO =
      new MethodInfo<>(
          "expected-gradients",
          "Expected Gradients",
          "Integrated Gradients averaged over a background by stratified sampling, with errors.",
          Differentiable.class,
          Scale.SCORE,
          Completeness.APPROXIMATE,
          true,
          true,
          "1 forward + samples gradients, a multiple of the references",
          "Erion, Janizek, Sturmfels, Lundberg, Lee (2021), Improving Performance of Deep Learning"
              + " Models with Axiomatic Attribution Priors and Expected Gradients,"
              + " arXiv 1906.10670");

  private final SampledPaths paths;

  /** Creates the method. */
  public ExpectedGradients(Options options) {
    this.paths = new SampledPaths(INFO.key(), options.samples(), 0, NoiseUnit.INPUT);
  }

  @Override
  public MethodInfo<Differentiable> info() {
    return INFO;
  }

  @Override
  public CallsPerRow callsPerRow(int groups, int references) {
    return paths.callsPerRow(references);
  }

  /** {@inheritDoc} A sampled row may miss by 5 %. */
  @Override
  public double completenessTolerance() {
    return SampledPaths.COMPLETENESS_TOLERANCE;
  }

  @Override
  public Attributions attribute(Differentiable model, AttributionRequest request) {
    return paths.attribute(model, request);
  }
}
