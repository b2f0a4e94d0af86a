package io.assay.attribution.gradient;

import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Diagnostic;
import io.assay.attribution.ModelCalls;
import io.assay.model.Differentiable;
import io.assay.tensor.Tensor;
import java.util.List;

/** A way to integrate gradients along the straight lines from baseline to rows. */
interface PathRule {
  /** Integrates along every path of the request. */
  Integrals integrate(Differentiable model, AttributionRequest request, PathEnds ends);

  /**
   * The integrals.
   *
   * @param values [rows, slots, groups]: distance times mean gradient, the weighted mean over
   *     references
   * @param diagnostics what the rule reports about its work
   * @param calls model calls, those for the ends included
   */
  record Integrals(Tensor values, List<Diagnostic> diagnostics, ModelCalls calls) {}
}
