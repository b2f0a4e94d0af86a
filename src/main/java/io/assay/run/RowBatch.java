package io.assay.run;

import io.assay.baseline.FeatureGroups;
import io.assay.tensor.Coded;
import io.assay.tensor.RowSelection;
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
 * @param tokens of texts the tokens of each row, from its first position on; empty otherwise
 * @param groups what of each row is attributed together, where rows differ in that: an image's
 *     segments, a text's words; empty otherwise
 */
public record RowBatch(
    TensorBatch batch,
    Coded<String> labels,
    Coded<List<String>> slices,
    List<List<String>> tokens,
    List<FeatureGroups> groups) {

  /** Rows of a table. */
  public RowBatch(TensorBatch batch, List<String> labels, List<List<String>> slices) {
    this(batch, Coded.of(labels), Coded.of(slices), List.of(), List.of());
  }

  /** Returns how many rows there are. */
  public int rows() {
    return batch.rows();
  }

  /** Returns the rows {@code from} (inclusive) to {@code to} (exclusive). */
  public RowBatch slice(int from, int to) {
    return select(IntStream.range(from, to).toArray());
  }

  /** Returns the selected rows; itself where they are all. */
  RowBatch select(RowSelection rows) {
    return rows.isAll() ? this : select(rows.positions());
  }

  /** Returns chosen rows, in the order given. */
  RowBatch select(int... rows) {
    return new RowBatch(
        batch.select(rows),
        labels.isEmpty() ? labels : labels.select(rows),
        slices.select(rows),
        chosen(tokens, rows),
        chosen(groups, rows));
  }

  private static <T> List<T> chosen(List<T> all, int... rows) {
    return all.isEmpty() ? all : Arrays.stream(rows).mapToObj(all::get).toList();
  }
}
