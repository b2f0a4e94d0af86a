package io.assay.attribution.layer;

import io.assay.attribution.MethodLaws;
import io.assay.attribution.TrialModels;
import io.assay.model.RuleBased;

/** The laws of methods that look inside a model. */
abstract class LayerLaws extends MethodLaws<RuleBased> {
  @Override
  protected TrialModels<RuleBased> models() {
    return new LayerTrials();
  }
}
