package io.assay.table;

import io.assay.baseline.FeatureGroups;
import io.assay.tensor.Coded;
import io.assay.tensor.TensorBatch;
import java.util.List;

/**
 * Rows read from a table: each is either in the batch or among the rejects.
 *
 * @param batch the rows that can be explained, in their order, [rows, width]
 * @param labels for each row of the batch its label as text; empty if the layout has none
 * @param slices for each row of the batch the slices in which it lies, in the layout's order
 * @param tokens of texts for each row of the batch its tokens; empty otherwise
 * @param groups for each row of the batch what of it is attributed together, where rows differ in
 *     that; empty otherwise
 * @param rejects the rows that cannot be explained, in their order
 */
public record DecodedBatch(
    TensorBatch batch,
    Coded<String> labels,
    Coded<List<String>> slices,
    List<List<String>> tokens,
    List<FeatureGroups> groups,
    List<Reject> rejects) {

  /** Copies the lists and checks that they fit the batch. */
  public DecodedBatch {
    tokens = List.copyOf(tokens);
    groups = List.copyOf(groups);
    rejects = List.copyOf(rejects);
    int rows = batch.rows();
    if (slices.size() != rows || (labels.size() != rows && !labels.isEmpty())) {
      throw new IllegalArgumentException(
          "%d rows, %d labels, %d slices".formatted(rows, labels.size(), slices.size()));
    }
  }

  /** Returns how many rows were read. */
  public int rowsRead() {
    return batch.rows() + rejects.size();
  }
}
