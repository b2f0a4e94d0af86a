package io.assay.attribution;

import io.assay.baseline.Baseline;
import io.assay.baseline.FeatureGroups;
import io.assay.baseline.Masking;
import io.assay.model.Target;
import io.assay.tensor.TensorBatch;

/**
 * What is to be explained.
 *
 * @param batch the rows
 * @param target the explained scalars of these rows
 * @param baseline what "feature absent" means
 * @param groups which input positions are attributed together
 * @param seed the job's seed
 * @param masking what methods that take features away do to those that are absent
 */
public record AttributionRequest(
    TensorBatch batch,
    Target target,
    Baseline baseline,
    FeatureGroups groups,
    long seed,
    Masking masking) {
  /** Checks that rows, baseline and groups have the same width. */
  public AttributionRequest {
    int width = batch.input().rowLength();
    if (baseline.rows().rowLength() != width || groups.features() != width) {
      throw new IllegalArgumentException(
          "rows have %d values, the baseline %d, the groups %d"
              .formatted(width, baseline.rows().rowLength(), groups.features()));
    }
  }

  /** Absent features take the values of the baseline. */
  public AttributionRequest(
      TensorBatch batch, Target target, Baseline baseline, FeatureGroups groups, long seed) {
    this(batch, target, baseline, groups, seed, Masking.REPLACEMENT);
  }

  /** Returns the request for rows {@code from} (inclusive) to {@code to} (exclusive). */
  public AttributionRequest slice(int from, int to) {
    return new AttributionRequest(
        batch.slice(from, to), target.slice(from, to), baseline, groups, seed, masking);
  }
}
