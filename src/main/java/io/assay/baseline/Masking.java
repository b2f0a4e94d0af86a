package io.assay.baseline;

import io.assay.tensor.Tensor;

/** What is done to features that are absent, as a rule that makes the {@link Masker} of a batch. */
public interface Masking {
  /** Absent features take the values of the baseline. */
  Masking REPLACEMENT = ReplacementMasker::new;

  /**
   * Returns the masker of a batch.
   *
   * @param input [rows, ...] the explained rows
   * @param baseline the reference rows
   * @param groups which features are one player
   * @throws IllegalArgumentException if the three have not the same width
   */
  Masker masker(Tensor input, Baseline baseline, FeatureGroups groups);
}
