package io.assay.run;

import io.assay.attribution.Attributions;
import io.assay.job.RunPlan;
import io.assay.job.RunPlan.PlannedMethod;
import io.assay.tensor.Tensor;
import java.util.Optional;

/**
 * The standard errors of estimates whose noise is taken off the magnitudes. Those of features that
 * are sums of columns are not known, for the errors of columns depend on each other. Strict
 * intervals are of the estimates as they are: what is made of them and their errors is not bounded.
 */
final class KnownErrors {
  private KnownErrors() {}

  /** Returns the errors, laid out like the values; empty if there are none to go by. */
  static Optional<float[]> of(RunPlan plan, PlannedMethod planned, Attributions result) {
    boolean isTakenOff =
        planned.method().isLiftedByNoise()
            && plan.fold(planned).isIdentity()
            && !plan.spec().importance().isStrict();
    return result.standardErrors().filter(known -> isTakenOff).map(Tensor::values);
  }
}
