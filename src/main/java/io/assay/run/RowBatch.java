package io.assay.run;

import io.assay.tensor.TensorBatch;
import java.util.List;

/**
 * Rows on their way into the methods.
 *
 * @param batch ids and inputs
 * @param labels the label of each row as text; empty unless the target needs it
 * @param slices the slices in which each row lies
 */
public record RowBatch(TensorBatch batch, List<String> labels, List<List<String>> slices) {
  /** Returns how many rows there are. */
  public int rows() {
    return batch.rows();
  }

  /** Returns chosen rows, in the order given. */
  RowBatch select(int... rows) {
    return new RowBatch(
        batch.select(rows), labels.isEmpty() ? labels : chosen(labels, rows), chosen(slices, rows));
  }

  private static <T> List<T> chosen(List<T> all, int... rows) {
    return java.util.Arrays.stream(rows).mapToObj(all::get).toList();
  }
}
