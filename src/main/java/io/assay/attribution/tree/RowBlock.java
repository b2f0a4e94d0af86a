package io.assay.attribution.tree;

import io.assay.tensor.Tensor;

/**
 * Some rows, feature by feature, so that a question is asked of all of them in one loop. A block is
 * one thread's, and filled again and again.
 */
public final class RowBlock {
  /** Rows of a block at most: many, so that tables are fetched seldom; few enough for caches. */
  public static final int MOST_ROWS = 2048;

  private final float[][] columns;
  private int rows;

  /** Creates an empty block for rows of so many features. */
  public RowBlock(int features) {
    this.columns = new float[features][MOST_ROWS];
  }

  /**
   * Takes rows {@code from} (inclusive) to {@code to} (exclusive) in place of those held.
   *
   * @param input [rows, ...], features flattened
   */
  public void fill(Tensor input, int from, int to) {
    rows = to - from;
    float[] values = input.values();
    int length = columns.length;
    for (int feature = 0; feature < length; feature++) {
      float[] column = columns[feature];
      int at = from * length + feature;
      for (int row = 0; row < rows; row++) {
        column[row] = values[at];
        at += length;
      }
    }
  }

  /** Returns how many rows are held. */
  public int rows() {
    return rows;
  }

  /** Returns the values of a feature, one a row; not to be changed. */
  public float[] column(int feature) {
    return columns[feature];
  }
}
