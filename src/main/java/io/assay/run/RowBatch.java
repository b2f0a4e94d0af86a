package io.assay.run;

import io.assay.tensor.TensorBatch;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

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

  /** Returns the rows {@code from} (inclusive) to {@code to} (exclusive). */
  public RowBatch slice(int from, int to) {
    return select(IntStream.range(from, to).toArray());
  }

  /** Returns chosen rows, in the order given. */
  RowBatch select(int... rows) {
    return new RowBatch(
        batch.select(rows), labels.isEmpty() ? labels : chosen(labels, rows), chosen(slices, rows));
  }

  private static <T> List<T> chosen(List<T> all, int... rows) {
    return Arrays.stream(rows).mapToObj(all::get).toList();
  }
}
