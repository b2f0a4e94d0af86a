package io.assay.fakes;

import io.assay.attribution.AttributionRequest;
import io.assay.baseline.Baseline;
import io.assay.baseline.FeatureGroups;
import io.assay.model.Target;
import io.assay.tensor.RowIds;
import io.assay.tensor.Tensor;
import io.assay.tensor.TensorBatch;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Requests for tests, one line each. */
public final class Requests {
  private static final long SEED = 7;

  private Requests() {}

  /** Rows named row-0, row-1, ..., each feature its own group, first output, seed 7. */
  public static AttributionRequest of(Tensor input, Baseline baseline) {
    return new AttributionRequest(
        new TensorBatch(ids(input.rows()), input),
        Target.outputs(0),
        baseline,
        singletons(input.rowLength()),
        SEED);
  }

  /** The same request for another target. */
  public static AttributionRequest with(AttributionRequest request, Target target) {
    return new AttributionRequest(
        request.batch(), target, request.baseline(), request.groups(), request.seed());
  }

  /** The same request for other groups. */
  public static AttributionRequest with(AttributionRequest request, FeatureGroups groups) {
    return new AttributionRequest(
        request.batch(), request.target(), request.baseline(), groups, request.seed());
  }

  /** The same request under another seed. */
  public static AttributionRequest with(AttributionRequest request, long seed) {
    return new AttributionRequest(
        request.batch(), request.target(), request.baseline(), request.groups(), seed);
  }

  /** One row. */
  public static Tensor row(float... values) {
    return Tensor.of(values, 1, values.length);
  }

  /** Rows drawn from -1 to 1; the same seed gives the same rows. */
  public static Tensor rows(int rows, int features, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[rows * features];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (2 * random.nextDouble() - 1);
    }
    return Tensor.of(values, rows, features);
  }

  /** Ids row-0, row-1, ... */
  public static RowIds ids(int rows) {
    return new RowIds(IntStream.range(0, rows).mapToObj(row -> "row-" + row).toList());
  }

  /** Groups x0, x1, ..., one a feature. */
  public static FeatureGroups singletons(int features) {
    return FeatureGroups.singletons(
        IntStream.range(0, features).mapToObj(feature -> "x" + feature).toList());
  }
}
