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
 * DeepLIFT against every reference row, averaged with their weights: an estimate of Shapley values.
 *
 * <pre>
 * phi_i = sum over b of w_b m_i(x, b) (x_i - b_i),  m the multipliers of DeepLIFT's rescale rule
 * </pre>
 *
 * Source: Lundberg and Lee (2017), A Unified Approach to Interpreting Model Predictions, arXiv
 * 1705.07874, section 4.2 (Deep SHAP), with the rescale rule of {@link DeepLift}. We use all
 * references. A group of features gets the sum of its members.
 *
 * <p>Cost of a row and reference: two forward and one modified backward pass; memory for one
 * gradient a slot.
 *
 * <p>Guarantees: deterministic; complete up to rounding; a feature that is not read gets zero. It
 * is the Shapley value of models that are linear but for activations of a single input; of others
 * an approximation whose error is not known.
 */
public final class DeepLiftShap implements AttributionMethod<RuleBased> {
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
          "deep-lift-shap",
          "DeepLIFT SHAP",
          "DeepLIFT against every row of a background, averaged: an estimate of Shapley values.",
          RuleBased.class,
          Scale.SCORE,
          Completeness.EXACT,
          true,
          false,
          "references x (1 forward + 1 gradient)",
          "Lundberg, Lee (2017), A Unified Approach to Interpreting Model Predictions,"
              + " arXiv 1705.07874");

  /** Creates the method. */
  public DeepLiftShap(Options options) {}

  @Override
  public MethodInfo<RuleBased> info() {
    return INFO;
  }

  @Override
  public CallsPerRow callsPerRow(int groups, int references) {
    return new CallsPerRow(references, references);
  }

  /**
   * Explains a batch.
   *
   * @throws io.assay.AssayException MODEL_ABILITY if the model computes what has no multipliers
   */
  @Override
  public Attributions attribute(RuleBased model, AttributionRequest request) {
    return Rescaled.attribute(model, request);
  }
}
