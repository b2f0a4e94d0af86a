package io.assay.model;

/**
 * Weighted points at which a gradient is taken. Each point belongs to a row of a batch; points come
 * in any order, but the same order always.
 */
public interface Points {
  /** Returns how many rows the points belong to. */
  int rows();

  /** Returns the sizes of one point, without a row axis. */
  int[] rowShape();

  /** Returns how many points there are in all. */
  int size();

  /** Returns the row that a point belongs to. */
  int row(int point);

  /** Returns the weight of a point in its row's sum. */
  double weight(int point);

  /** Writes the coordinates of a point. */
  void write(int point, float[] into, int offset);
}
