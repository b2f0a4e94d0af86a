package io.assay.attribution.tree;

import io.assay.model.tree.Tree;

/** What a leaf brings to each output, summed over some references of a background. */
interface LeafMass {
  /** Returns the first output that a tree's leaves count for. */
  int first(Tree tree);

  /** Returns how many outputs, from the first, they count for. */
  int count(Tree tree);

  /**
   * Works it out.
   *
   * @param references a list, of which {@code from} (inclusive) to {@code to} (exclusive) count;
   *     its order depends on nothing but the tree, the references, and the rows that descend
   *     together
   * @param mass takes one number an output, from the first on
   */
  void of(Tree tree, int leaf, int[] references, int from, int to, double[] mass);
}
