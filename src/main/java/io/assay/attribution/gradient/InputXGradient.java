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
 * The gradient times the input: the first-order estimate of what a feature adds to the score over
 * its absence at zero.
 *
 * <pre>
 * M_i = x_i * df(x) / dx_i
 * </pre>
 *
 * Source: Shrikumar, Greenside, Shcherbina and Kundaje (2016), Not Just a Black Box, arXiv
 * 1605.01713. A group of features gets the sum of its members.
 *
 * <p>Cost of a row: one gradient call and nothing else; memory for one gradient a slot.
 *
 * <p>Guarantees: deterministic; a feature that is not read, or is zero, gets zero. Values add up to
 * the score of a model that is linear without intercept, or a ReLU network without biases, and of
 * no other.
 */
public final class InputXGradient implements AttributionMethod<Differentiable> {
  /** The method has no options. */
  public record Options() {
    /** Returns the defaults. */
    public static Options standard() {
      return new Options();
    }
  }

  /** What the method is. */
  public static final MethodInfo<Differentiable> INFO =
      new MethodInfo<>(
          "input-x-gradient",
          "Input × Gradient",
          "The gradient of the score times the input: a first-order estimate against zero.",
          Differentiable.class,
          Scale.SCORE,
          Completeness.NONE,
          false,
          false,
          "1 gradient",
          "Shrikumar, Greenside, Shcherbina, Kundaje (2016), Not Just a Black Box,"
              + " arXiv 1605.01713");

  /** Creates the method. */
  public InputXGradient(Options options) {}

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
    return OnePass.timesInput(request, model.gradient(request.batch().input(), request.target()));
  }
}
