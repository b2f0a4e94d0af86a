package io.assay.table;

import io.assay.tensor.RowIds;
import io.assay.tensor.Tensor;
import io.assay.tensor.TensorBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/**
 * Rows read from Arrow columns: each is either in the batch or among the rejects.
 *
 * @param batch the rows that can be explained, in their order, [rows, width]
 * @param positions for each row of the batch, where it lies in the columns
 * @param labels for each row of the batch its label as text; empty if the layout has none
 * @param slices for each row of the batch the slices in which it lies, in the layout's order
 * @param rejects the rows that cannot be explained, in their order
 */
public record DecodedBatch(
    TensorBatch batch,
    List<Integer> positions,
    List<String> labels,
    List<List<String>> slices,
    List<Reject> rejects) {

  /** Copies the lists and checks that they fit the batch. */
  public DecodedBatch {
    positions = List.copyOf(positions);
    labels = List.copyOf(labels);
    slices = List.copyOf(slices);
    rejects = List.copyOf(rejects);
    int rows = batch.rows();
    if (positions.size() != rows
        || slices.size() != rows
        || (labels.size() != rows && !labels.isEmpty())) {
      throw new IllegalArgumentException(
          "%d rows, %d positions, %d labels, %d slices"
              .formatted(rows, positions.size(), labels.size(), slices.size()));
    }
  }

  /**
   * Returns this batch without some of its rows, which are added to the rejects: those whose label
   * or result turned out unfit.
   *
   * @param faults by row of the batch
   */
  public DecodedBatch without(SortedMap<Integer, Reject> faults) {
    List<Integer> rows = new ArrayList<>();
    for (int row = 0; row < batch.rows(); row++) {
      if (!faults.containsKey(row)) {
        rows.add(row);
      }
    }
    List<Reject> allRejects = new ArrayList<>(rejects);
    allRejects.addAll(faults.values());
    return new DecodedBatch(
        chosen(rows),
        chosen(positions, rows),
        labels.isEmpty() ? labels : chosen(labels, rows),
        chosen(slices, rows),
        allRejects);
  }

  private TensorBatch chosen(List<Integer> rows) {
    int length = batch.input().rowLength();
    float[] values = new float[rows.size() * length];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(batch.input().values(), rows.get(i) * length, values, i * length, length);
    }
    int[] shape = batch.input().shape();
    shape[0] = rows.size();
    return new TensorBatch(
        new RowIds(chosen(batch.rowIds().ids(), rows)), Tensor.of(values, shape));
  }

  private static <T> List<T> chosen(List<T> all, List<Integer> rows) {
    return rows.stream().map(all::get).toList();
  }
}
