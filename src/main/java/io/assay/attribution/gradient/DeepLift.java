package io.assay.attribution.gradient;

import io.assay.attribution.AttributionMethod;
import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.attribution.CallsPerRow;
import io.assay.attribution.MethodInfo;
import io.assay.attribution.MethodInfo.Completeness;
import io.assay.attribution.MethodInfo.Scale;
import io.assay.model.RuleBased;

/**
 * The difference of the score from that of a reference row, passed back through the network in
 * proportion to the differences of its parts.
 *
 * <pre>
 * C_i = m_i (x_i - b_i),  sum of C = f(x) - f(b)
 * m   = (a(z) - a(z_b)) / (z - z_b) at every activation a, the weights at linear parts
 * </pre>
 *
 * Source: Shrikumar, Greenside and Kundaje (2017), Learning Important Features Through Propagating
 * Activation Differences, arXiv 1704.02685, sections 3.2 and 3.5.2 (the rescale rule). Max pooling,
 * products and softmax have multipliers of their own, so that values add up there too, where
 * Captum's miss. A group of features gets the sum of its members.
 *
 * <p>Cost of a row: two forward and one modified backward pass; memory for one gradient a slot.
 *
 * <p>Guarantees: deterministic; complete up to rounding; a feature that is not read, or does not
 * differ from the reference, gets zero. One reference row: over a background use {@link
 * DeepLiftShap}.
 */
public final class DeepLift implements AttributionMethod<RuleBased> {
  /** The method has no options. */
  public record Options() {
    /** Returns the defaults. */
    public static Options standard() {
      return new Options();
    }
  }

  /** What the method is. */
  public static final MethodInfo<RuleBased> INFO =
      new MethodInfo<>(
          "deep-lift",
          "DeepLIFT",
          "Differences from a reference passed back through the network by the rescale rule.",
          RuleBased.class,
          Scale.SCORE,
          Completeness.EXACT,
          true,
          false,
          "1 forward + 1 gradient",
          "Shrikumar, Greenside, Kundaje (2017), Learning Important Features Through Propagating"
              + " Activation Differences, arXiv 1704.02685");

  /** Creates the method. */
  public DeepLift(Options options) {}

  @Override
  public MethodInfo<RuleBased> info() {
    return INFO;
  }

  @Override
  public CallsPerRow callsPerRow(int groups, int references) {
    if (references != 1) {
      throw new IllegalArgumentException(
          "deep-lift compares a row with one reference, not %d; use deep-lift-shap, or a baseline"
                  .formatted(references)
              + " of one row");
    }
    return new CallsPerRow(1, 1);
  }

  /**
   * Explains a batch.
   *
   * @throws IllegalArgumentException if there is more than one reference
   * @throws io.assay.AssayException MODEL_ABILITY if the model computes what has no multipliers
   */
  @Override
  public Attributions attribute(RuleBased model, AttributionRequest request) {
    callsPerRow(request.groups().size(), request.baseline().size());
    return Rescaled.attribute(model, request);
  }
}
