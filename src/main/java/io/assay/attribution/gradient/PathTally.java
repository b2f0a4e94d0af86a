package io.assay.attribution.gradient;

import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Diagnostic;
import io.assay.attribution.GroupFold;
import io.assay.attribution.ModelCalls;
import io.assay.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/** What the adaptive paths of a batch come to. */
final class PathTally {
  private final AttributionRequest request;
  private final int slots;
  private final int features;
  private final double[] values;
  private final double[] errors;
  private final double[] defects;
  private final long[] forward;
  private final long[] gradient;

  PathTally(AttributionRequest request) {
    this.request = request;
    this.slots = request.target().slots();
    this.features = request.groups().features();
    int rows = request.batch().rows();
    this.values = new double[rows * slots * features];
    this.errors = new double[rows * slots];
    this.defects = new double[rows * slots];
    this.forward = new long[rows];
    this.gradient = new long[rows];
    Arrays.fill(forward, 1); // the row itself
  }

  /** Counts forward passes that serve all slots of a row. */
  void addForward(int row, int passes) {
    forward[row] += passes;
  }

  /** Adds a path that is done, under the weight of its reference. */
  void add(int row, int slot, AdaptivePath path, double weight) {
    int scalar = row * slots + slot;
    double[] own = path.values();
    for (int feature = 0; feature < features; feature++) {
      values[scalar * features + feature] += weight * own[feature];
    }
    errors[scalar] += weight * path.error();
    defects[scalar] = Math.max(defects[scalar], path.largestDefect());
    forward[row] += path.cutPasses();
    gradient[row] += path.gradients();
  }

  PathRule.Integrals integrals() {
    int rows = request.batch().rows();
    return new PathRule.Integrals(
        GroupFold.sums(values, rows, slots, request.groups()),
        List.of(
            new Diagnostic("largest_panel_defect", Tensor.of(defects, rows, slots)),
            new Diagnostic("estimated_error", Tensor.of(errors, rows, slots))),
        ModelCalls.of(forward, gradient, request.baseline().size()));
  }
}
