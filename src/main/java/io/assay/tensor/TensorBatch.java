package io.assay.tensor;

/**
 * Rows to be explained.
 *
 * @param rowIds one id a row
 * @param input [rows, ...] float32, in the model's input units
 */
public record TensorBatch(RowIds rowIds, Tensor input) {
  /** Checks that ids and rows agree in number. */
  public TensorBatch {
    if (rowIds.size() != input.rows()) {
      throw new IllegalArgumentException(rowIds.size() + " ids for " + input.rows() + " rows");
    }
  }

  /** Returns how many rows there are. */
  public int rows() {
    return input.rows();
  }

  /** Returns the rows {@code from} (inclusive) to {@code to} (exclusive). */
  public TensorBatch slice(int from, int to) {
    return new TensorBatch(rowIds.slice(from, to), input.slice(from, to));
  }

  /** Returns chosen rows, in the order given. */
  public TensorBatch select(int... rows) {
    return new TensorBatch(rowIds.select(rows), input.select(rows));
  }
}
