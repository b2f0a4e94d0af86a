package io.assay.attribution.tree;

import io.assay.attribution.AttributionRequest;
import io.assay.attribution.MethodLaws;
import io.assay.attribution.TrialModels;
import io.assay.fakes.CountingModel;
import io.assay.model.AdditiveTrees;
import io.assay.model.TreeEnsemble;

/** The laws of methods that sum up trees. */
abstract class AdditiveTreeLaws extends MethodLaws<AdditiveTrees> {
  @Override
  protected TrialModels<AdditiveTrees> models() {
    return new Margins(TreeTrials.ofMargins());
  }

  /** The laws where absent features go the ways of the training data. */
  abstract static class PathDependent extends AdditiveTreeLaws {
    @Override
    protected float baselineScore(AdditiveTrees model, AttributionRequest request, int slot) {
      return (float) BruteForceTrees.expected(model.forest(), request.target().column(0, slot));
    }
  }

  private record Margins(TreeTrials trials) implements TrialModels<AdditiveTrees> {
    @Override
    public AdditiveTrees narrow() {
      return additive(trials.narrow());
    }

    @Override
    public AdditiveTrees wide() {
      return additive(trials.wide());
    }

    @Override
    public AdditiveTrees kinked() {
      return additive(trials.kinked());
    }

    @Override
    public Sum<AdditiveTrees> sum() {
      Sum<TreeEnsemble> sum = trials.sum();
      return new Sum<>(additive(sum.one()), additive(sum.other()), additive(sum.sum()));
    }

    @Override
    public AdditiveTrees counted(CountingModel model) {
      return model;
    }

    @Override
    public boolean takesMissingValues() {
      return true;
    }

    private static AdditiveTrees additive(TreeEnsemble model) {
      return model.as(AdditiveTrees.class).orElseThrow();
    }
  }
}
