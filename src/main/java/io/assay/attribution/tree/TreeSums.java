package io.assay.attribution.tree;

/**
 * A kernel: what the trees of a forest give to every column of a result, worked out for a block of
 * rows at a time. Columns are groups of features, perhaps followed by pairs of groups ({@link
 * ResultColumns}). It is built once and serves all threads of an executor.
 */
public interface TreeSums {
  /**
   * Adds what the trees give, in float64, tree after tree.
   *
   * @param block the rows
   * @param sums [output][column][row]; outputs are all those of the forest
   */
  void add(RowBlock block, double[][][] sums);

  /** Returns about how much memory is held, in bytes. */
  long bytes();
}
