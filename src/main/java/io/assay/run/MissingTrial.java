package io.assay.run;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.job.InputSpec;
import io.assay.job.Problem;
import io.assay.job.RunPlan;
import io.assay.model.BlackBox;
import io.assay.tensor.Tensor;
import java.util.Optional;

/**
 * Whether a model that is to be shown missing values can be: made-up rows, each all zeros but for
 * one missing value. A model that gives no number for any of them is refused before a row is read.
 */
public final class MissingTrial {
  /** Places that are tried, one a row. */
  private static final int MOST_PLACES = 1024;

  private MissingTrial() {}

  /** Returns the refusal of a job that keeps missing values, if it is refused. */
  public static Optional<Problem> problem(BlackBox model, RunPlan plan) {
    if (plan.spec().input().missing() != InputSpec.Missing.KEEP || takesAny(model, plan)) {
      return Optional.empty();
    }
    return Optional.of(
        new Problem(
            ErrorCode.SPEC_INVALID,
            "input.missing",
            "",
            "is keep, but the model gives no number for a row in which a value is missing; set it"
                + " to reject or auto, or take a model that knows missing values"));
  }

  private static boolean takesAny(BlackBox model, RunPlan plan) {
    int width = plan.inputWidth();
    int rows = Math.min(MOST_PLACES, width);
    float[] values = new float[rows * width];
    for (int row = 0; row < rows; row++) {
      values[row * width + row] = Float.NaN;
    }
    try {
      Tensor outputs = model.outputs(Tensor.of(values, rows, width));
      for (int row = 0; row < rows; row++) {
        if (Float.isFinite(outputs.at(row, 0))) {
          return true;
        }
      }
      return false;
    } catch (AssayException refused) {
      return false;
    }
  }
}
