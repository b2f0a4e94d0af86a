package io.assay.run;

import io.assay.ErrorCode;
import io.assay.job.ModelSpec;
import io.assay.job.Problem;
import io.assay.model.BlackBox;
import io.assay.model.ModelSignature.Unit;
import io.assay.model.TreeEnsemble;
import io.assay.model.tree.Link;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a job must not say of a model that XGBoost or LightGBM saved: units that its outputs do not
 * have, and a GPU.
 */
public final class TreeOutputs {
  private TreeOutputs() {}

  /** Returns the problems of a job with its model; none if it is of another engine. */
  public static List<Problem> problems(ModelSpec spec, BlackBox model) {
    List<Problem> problems = new ArrayList<>();
    boolean isOfTrees =
        switch (spec.engine()) {
          case XGBOOST, LIGHTGBM -> true;
          case TORCHSCRIPT, ONNX, SPARK_ML -> false;
        };
    if (!isOfTrees) {
      return problems;
    }
    model
        .as(TreeEnsemble.class)
        .map(trees -> trees.forest().link())
        .filter(link -> spec.outputs().unit() != Unit.RAW && !link.givesProbabilities())
        .ifPresent(link -> problems.add(unit(spec.outputs().unit(), link)));
    if (spec.device() == ModelSpec.Device.GPU) {
      problems.add(
          problem("model.device", "is gpu, but trees run on the CPU; set it to cpu or auto"));
    }
    return problems;
  }

  private static Problem unit(Unit unit, Link link) {
    return problem(
        "model.outputs.unit",
        "is %s, but the model predicts a value in a unit of its own, where the margin is %s; set"
                .formatted(
                    unit.name().toLowerCase(Locale.ROOT),
                    link == Link.IDENTITY
                        ? "the value itself"
                        : "the argument of its link, " + link)
            + " it to raw, which explains the margin");
  }

  private static Problem problem(String key, String text) {
    return new Problem(ErrorCode.SPEC_INVALID, key, "", text);
  }
}
