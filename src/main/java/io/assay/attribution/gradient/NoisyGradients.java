package io.assay.attribution.gradient;

import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.attribution.GroupFold;
import io.assay.attribution.ModelCalls;
import io.assay.model.Differentiable;
import io.assay.model.NoiseMoments;
import io.assay.model.NoisePoints;
import io.assay.tensor.Rng;
import io.assay.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Gradients at noisy copies of each row, in antithetic pairs: what one adds, the other takes away.
 * The noise belongs to seed, method and row.
 *
 * @param key of the method
 * @param options how much noise, and how often
 */
record NoisyGradients(String key, NoiseOptions options) {
  /** Noise drawn for one model call, 16 MiB; but always that of a row. */
  private static final int FLOATS_AT_ONCE = 1 << 22;

  /** Estimates a statistic of the gradients; a group gets its member of largest magnitude. */
  Attributions attribute(
      Differentiable model, AttributionRequest request, PairStatistic statistic) {
    int rows = request.batch().rows();
    int groups = request.groups().size();
    int slots = request.target().slots();
    Noise noisy = new Noise(request, options.noise(), options.noiseUnit());
    float[] values = new float[rows * slots * groups];
    float[] errors = new float[values.length];
    long floatsARow = (long) options.samples() * request.batch().input().rowLength();
    int step = (int) Math.max(1, Math.min(rows, FLOATS_AT_ONCE / floatsARow));
    for (int from = 0; from < rows; from += step) {
      int to = Math.min(rows, from + step);
      NoisePoints points = points(request, noisy, from, to);
      NoiseMoments moments = model.noiseMoments(points, request.target().slice(from, to));
      Tensor estimates = estimates(moments, statistic);
      int[] largest = GroupFold.largestPositions(estimates, request.groups());
      for (int i = 0; i < largest.length; i++) {
        int at = from * slots * groups + i;
        values[at] = estimates.at(largest[i]) + 0f; // there is one zero
        errors[at] = (float) Math.sqrt(statistic.variance(means(moments, largest[i])));
      }
    }
    return new Attributions(
        request.batch().rowIds(),
        Tensor.of(values, rows, slots, groups),
        model.score(request.batch().input(), request.target()),
        Tensor.zeros(rows, slots),
        Optional.of(Tensor.of(errors, rows, slots, groups)),
        List.of(),
        ModelCalls.same(rows, 1, options.samples(), 0));
  }

  private NoisePoints points(AttributionRequest request, Noise noisy, int from, int to) {
    Tensor centres = request.batch().input().slice(from, to);
    int length = centres.rowLength();
    float[] offsets = new float[Math.multiplyExact((to - from) * options.samples(), length)];
    for (int row = from; row < to; row++) {
      RandomGenerator random = Rng.of(request.seed(), key, request.batch().rowIds().id(row));
      double[] deviations = noisy.deviations(row);
      for (int pair = 0; pair < options.samples() / 2; pair++) {
        int one = ((row - from) * options.samples() + 2 * pair) * length;
        for (int feature = 0; feature < length; feature++) {
          float offset = (float) (deviations[feature] * random.nextGaussian());
          offsets[one + feature] = offset;
          offsets[one + length + feature] = -offset;
        }
      }
    }
    return new NoisePoints(centres, Tensor.of(offsets, shape(centres)));
  }

  private int[] shape(Tensor centres) {
    int[] rowShape = centres.rowShape();
    int[] shape = new int[rowShape.length + 2];
    shape[0] = centres.rows();
    shape[1] = options.samples();
    System.arraycopy(rowShape, 0, shape, 2, rowShape.length);
    return shape;
  }

  private Tensor estimates(NoiseMoments moments, PairStatistic statistic) {
    double[] estimates = new double[moments.mean().values().length];
    for (int at = 0; at < estimates.length; at++) {
      estimates[at] = statistic.value(means(moments, at));
    }
    return Tensor.of(estimates, moments.mean().shape());
  }

  private PairStatistic.Means means(NoiseMoments moments, int at) {
    int pairs = options.samples() / 2;
    return new PairStatistic.Means(
        pairs,
        (double) moments.mean().at(at) / pairs,
        (double) moments.meanSquare().at(at) / pairs,
        (double) moments.square().at(at) / pairs,
        (double) moments.squareSquare().at(at) / pairs,
        (double) moments.product().at(at) / pairs);
  }
}
