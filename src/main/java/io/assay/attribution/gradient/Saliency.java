package io.assay.attribution.gradient;

import io.assay.attribution.AttributionMethod;
import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.attribution.CallsPerRow;
import io.assay.attribution.GroupFold;
import io.assay.attribution.MethodInfo;
import io.assay.attribution.MethodInfo.Completeness;
import io.assay.attribution.MethodInfo.Scale;
import io.assay.attribution.Setting;
import io.assay.model.Differentiable;
import io.assay.model.ScoredGradient;
import io.assay.tensor.Tensor;

/**
 * The gradient of the score with respect to the input: how fast the score changes where the row
 * stands.
 *
 * <pre>
 * M_i = |df(x) / dx_i|
 * </pre>
 *
 * Source: Simonyan, Vedaldi and Zisserman (2014), Deep Inside Convolutional Networks, arXiv
 * 1312.6034, section 3. A group of features gets the value of largest magnitude among its members,
 * as the paper takes the maximum over colour channels.
 *
 * <p>Cost of a row: one gradient call and nothing else; memory for one gradient a slot.
 *
 * <p>Guarantees: deterministic; a feature that is not read gets zero. Values do not add up to the
 * score, and say nothing of a feature whose effect has saturated.
 */
public final class Saliency implements AttributionMethod<Differentiable> {
  /** Whether the direction of change is kept. */
  public enum Magnitude {
    /** The absolute value. */
    ABSOLUTE,
    /** The derivative with its sign. */
    SIGNED
  }

  /**
   * How the gradient is shown.
   *
   * @param magnitude absolute or signed
   */
  public record Options(
      @Setting(
              meaning = "Whether the sign of the derivative is dropped or kept.",
              standard = "absolute",
              allowed = "absolute, signed")
          Magnitude magnitude) {
    /** Returns the defaults. */
    public static Options standard() {
      return new Options(Magnitude.ABSOLUTE);
    }
  }

  /** What the method is. */
  public static final MethodInfo<Differentiable> INFO =
      new MethodInfo<>(
          "saliency",
          "Saliency",
          "The gradient of the score at the row: how fast the score changes with each feature.",
          Differentiable.class,
          Scale.SCORE_PER_FEATURE,
          Completeness.NONE,
          false,
          false,
          "1 gradient",
          "Simonyan, Vedaldi, Zisserman (2014), Deep Inside Convolutional Networks,"
              + " arXiv 1312.6034");

  private final Options options;

  /** Creates the method. */
  public Saliency(Options options) {
    this.options = options;
  }

  @Override
  public MethodInfo<Differentiable> info() {
    return INFO;
  }

  @Override
  public CallsPerRow callsPerRow(int groups, int references) {
    return new CallsPerRow(0, 1);
  }

  @Override
  public Attributions attribute(Differentiable model, AttributionRequest request) {
    ScoredGradient scored = model.gradient(request.batch().input(), request.target());
    if (options.magnitude() == Magnitude.SIGNED) {
      return OnePass.sentBack(request, scored);
    }
    return OnePass.of(
        request, scored, absolute(GroupFold.largest(scored.gradients(), request.groups())));
  }

  private static Tensor absolute(Tensor signed) {
    float[] magnitudes = new float[signed.values().length];
    for (int i = 0; i < magnitudes.length; i++) {
      magnitudes[i] = Math.abs(signed.at(i));
    }
    return Tensor.of(magnitudes, signed.shape());
  }
}
