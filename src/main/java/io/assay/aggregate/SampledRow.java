package io.assay.aggregate;

import io.assay.tensor.Tensor;

/**
 * One row of a {@link RowSample}.
 *
 * @param key the row's random key, uniform over all longs: the hash of its id
 * @param rowId the row
 * @param score the explained scalar, score units
 * @param baselineScore the scalar of the baseline, score units
 * @param values [1, groups] attributions, score units
 * @param features [1, n] the row's input as plots show it, one value a group where a group is one
 *     feature; may be empty
 */
public record SampledRow(
    long key, String rowId, float score, float baselineScore, Tensor values, Tensor features) {
  /** Checks that both tensors are of one row. */
  public SampledRow {
    if (values.rank() != 2 || values.rows() != 1 || features.rank() != 2 || features.rows() != 1) {
      throw new IllegalArgumentException(
          "values " + values + " and features " + features + " of row " + rowId + "; need [1, n]");
    }
  }
}
