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
 * The gradient of the score in which every ReLU passes back only what is positive, and only where
 * its own input was: what excites the score through units that are on.
 *
 * <pre>
 * R_l = (z_l &gt; 0) (R_(l+1) &gt; 0) R_(l+1)  at every ReLU a = max(0, z), the gradient elsewhere
 * </pre>
 *
 * Source: Springenberg, Dosovitskiy, Brox and Riedmiller (2015), Striving for Simplicity, arXiv
 * 1412.6806, section 3.4. A group of features gets the value of largest magnitude among its
 * members, as for saliency.
 *
 * <p>Cost of a row: one forward and one modified backward pass; memory for one gradient a slot.
 *
 * <p>Guarantees: deterministic; a feature that is not read gets zero. Values do not add up, and
 * depend little on the layers near the output (Adebayo et al. 2018, arXiv 1810.03292): a picture of
 * what the network sees rather than a reason for its score. A model without ReLU gets its gradient.
 */
public final class GuidedBackprop implements AttributionMethod<RuleBased> {
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
          "guided-backprop",
          "Guided Backpropagation",
          "The gradient of the score with every ReLU passing back positive values alone.",
          RuleBased.class,
          Scale.SCORE_PER_FEATURE,
          Completeness.NONE,
          false,
          false,
          "1 gradient",
          "Springenberg, Dosovitskiy, Brox, Riedmiller (2015), Striving for Simplicity,"
              + " arXiv 1412.6806");

  /** Creates the method. */
  public GuidedBackprop(Options options) {}

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
        model.gradient(request.batch().input(), request.target(), new BackwardRule.Guided()));
  }
}
