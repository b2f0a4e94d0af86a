package io.assay.attribution.gradient;

import io.assay.attribution.AttributionMethod;
import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.attribution.CallsPerRow;
import io.assay.attribution.MethodInfo;
import io.assay.attribution.MethodInfo.Completeness;
import io.assay.attribution.MethodInfo.Scale;
import io.assay.model.BackwardRule;
import io.assay.model.RuleBased;

/**
 * The gradient of the score in which every ReLU passes back what is positive, whatever its own
 * input was: the network run backwards.
 *
 * <pre>
 * R_l = (R_(l+1) &gt; 0) R_(l+1)  at every ReLU, the gradient elsewhere
 * </pre>
 *
 * Source: Zeiler and Fergus (2014), Visualizing and Understanding Convolutional Networks, arXiv
 * 1311.2901, section 2.1; for any ReLU as in Springenberg et al. (2015), arXiv 1412.6806. A group
 * of features gets the value of largest magnitude among its members, as for saliency.
 *
 * <p>Cost of a row: one forward and one modified backward pass; memory for one gradient a slot.
 *
 * <p>Guarantees: deterministic; a feature that is not read gets zero. Values do not add up; in a
 * network without pooling they do not depend on which ReLUs were on. A model without ReLU gets its
 * gradient.
 */
public final class Deconvolution implements AttributionMethod<RuleBased> {
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
          "deconvolution",
          "Deconvolution",
          "The gradient of the score with ReLUs applied to what goes back, not to what went in.",
          RuleBased.class,
          Scale.SCORE_PER_FEATURE,
          Completeness.NONE,
          false,
          false,
          "1 gradient",
          "Zeiler, Fergus (2014), Visualizing and Understanding Convolutional Networks,"
              + " arXiv 1311.2901");

  /** Creates the method. */
  public Deconvolution(Options options) {}

  @Override
  public MethodInfo<RuleBased> info() {
    return INFO;
  }

  @Override
  public CallsPerRow callsPerRow(int groups, int references) {
    return new CallsPerRow(0, 1);
  }

  /**
   * Explains a batch.
   *
   * @throws io.assay.AssayException MODEL_ABILITY if the rule does not fit what the model computes
   */
  @Override
  public Attributions attribute(RuleBased model, AttributionRequest request) {
    return OnePass.sentBack(
        request,
        model.gradient(
            request.batch().input(), request.target(), new BackwardRule.Deconvolution()));
  }
}
