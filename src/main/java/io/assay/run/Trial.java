package io.assay.run;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.attribution.AttributionMethod;
import io.assay.attribution.AttributionRequest;
import io.assay.baseline.Baseline;
import io.assay.job.BaselineSpec;
import io.assay.job.Problem;
import io.assay.job.RunPlan;
import io.assay.job.RunPlan.PlannedMethod;
import io.assay.model.BlackBox;
import io.assay.model.Layered;
import io.assay.model.Target;
import io.assay.model.TreeEnsemble;
import io.assay.tensor.RowIds;
import io.assay.tensor.Tensor;
import io.assay.tensor.TensorBatch;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What the methods of a plan refuse of a model, before any row is read: those that look inside, or
 * that need trees to tell what came to their nodes where they do not, explain one made-up row, all
 * zeros, if that costs no more than 200 model calls. A failure that is no refusal proves nothing of
 * real rows, and is left to them.
 */
public final class Trial {
  private static final int MOST_CALLS = 200;
  private static final Set<ErrorCode> REFUSALS =
      EnumSet.of(
          ErrorCode.MODEL_ABILITY,
          ErrorCode.MODEL_LAYER,
          ErrorCode.MODEL_SHAPE,
          ErrorCode.SPEC_INVALID);

  private final BlackBox model;
  private final AttributionRequest request;

  private Trial(BlackBox model, RunPlan plan) {
    int[] shape =
        IntStream.concat(IntStream.of(1), plan.input().shape().stream().mapToInt(Integer::intValue))
            .toArray();
    Tensor zeros = Tensor.zeros(shape);
    this.model = model;
    this.request =
        new AttributionRequest(
            new TensorBatch(new RowIds(List.of("trial")), zeros),
            Target.outputs(0),
            Baseline.single(zeros),
            plan.groups(),
            plan.spec().seed());
  }

  /** Returns the refusals, a problem each, in the order of the methods. */
  public static List<Problem> problems(BlackBox model, RunPlan plan) {
    Trial trial = new Trial(model, plan);
    List<Problem> problems = new ArrayList<>();
    for (PlannedMethod planned : plan.methods()) {
      boolean looksInside = Layered.class.isAssignableFrom(planned.method().info().ability());
      boolean isTried = looksInside || lacksCovers(model, plan, planned.method());
      if (isTried && planned.callsPerRow() <= MOST_CALLS) {
        trial.refusal(planned.key(), planned.method()).ifPresent(problems::add);
      }
    }
    return problems;
  }

  /** Trees that do not say what came to their nodes are no use to some methods, nor is one row. */
  private static boolean lacksCovers(BlackBox model, RunPlan plan, AttributionMethod<?> method) {
    return TreeEnsemble.class.isAssignableFrom(method.info().ability())
        && plan.spec().baseline().kind() != BaselineSpec.Kind.BACKGROUND
        && model.as(TreeEnsemble.class).filter(trees -> !trees.forest().hasCovers()).isPresent();
  }

  private <M extends BlackBox> Optional<Problem> refusal(String key, AttributionMethod<M> method) {
    try {
      model.as(method.info().ability()).ifPresent(able -> method.attribute(able, request));
      return Optional.empty();
    } catch (AssayException failure) {
      return Optional.of(failure)
          .filter(refused -> REFUSALS.contains(refused.code()))
          .map(
              refused ->
                  new Problem(
                      refused.code(), "methods." + key, "", "cannot run: " + refused.getMessage()));
    }
  }
}
