package io.assay.attribution.gradient;

import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.attribution.CallsPerRow;
import io.assay.attribution.ModelCalls;
import io.assay.model.Batched;
import io.assay.model.Differentiable;
import io.assay.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * Gradients sampled on the straight lines from every reference to a row, times the distance. With
 * noise the line ends at a noisy copy of the row, and each place is visited twice, with the noise
 * added and taken away.
 *
 * @param key of the method
 * @param samples gradients of a row, at least
 * @param noise standard deviation of the noise at the row, in its unit
 * @param unit of the noise
 */
record SampledPaths(String key, int samples, double noise, NoiseUnit unit) {
  static final String SAMPLES =
      "Gradients a row, rounded up so that every reference is used equally often, twice at least.";
  static final String SAMPLES_ALLOWED = "2 to 1000000";

  /** How far sampling may leave a row's sum off before it is flagged. */
  static final double COMPLETENESS_TOLERANCE = 0.05;

  private static final int POINTS_A_CALL = 1024;

  /** Values in these points at most, 4 MiB; but wide rows still come sixteen at a time. */
  private static final int FLOATS_A_CALL = 1 << 20;

  private static final int FEWEST_POINTS_A_CALL = 16;

  /** Refuses options that are out of range, under the key of their method. */
  static void check(String key, int samples) {
    if (samples < 2 || samples > 1_000_000) {
      throw new IllegalArgumentException(
          key + ".samples is " + samples + "; need " + SAMPLES_ALLOWED);
    }
  }

  CallsPerRow callsPerRow(int references) {
    return new CallsPerRow(1, (long) design(references).places() * visits());
  }

  private PathDesign design(int references) {
    return PathDesign.ofAtLeast((samples + visits() - 1) / visits(), references);
  }

  /** Returns how many gradients are taken at a place. */
  int visits() {
    return noise > 0 ? 2 : 1;
  }

  Attributions attribute(Differentiable model, AttributionRequest request) {
    int rows = request.batch().rows();
    int slots = request.target().slots();
    int groups = request.groups().size();
    PathEnds ends = PathEnds.of(model, request);
    PathDesign design = design(request.baseline().size());
    PathTotals totals = new PathTotals(request, design, visits());
    PathWalk walk = new PathWalk(request, design, this);
    int length = request.groups().features();
    int room = Math.max(FEWEST_POINTS_A_CALL, Math.min(POINTS_A_CALL, FLOATS_A_CALL / length));
    int most = Batched.filling(model, room);
    while (!walk.isDone()) {
      PathWalk.Points points = walk.next(most);
      Tensor gradients =
          model.gradient(points.coordinates(), points.target(request.target())).gradients();
      totals.add(points, gradients);
    }
    return new Attributions(
        request.batch().rowIds(),
        Tensor.of(totals.values(), rows, slots, groups),
        ends.scores(),
        ends.baselineScores(request),
        Optional.of(Tensor.of(totals.standardErrors(), rows, slots, groups)),
        List.of(),
        ModelCalls.same(rows, 1, (long) design.places() * visits(), request.baseline().size()));
  }
}
