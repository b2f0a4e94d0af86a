package io.assay.attribution.tree;

import io.assay.model.tree.Tree;

/**
 * A leaf's values times the summed weights of those references of a background that come with a
 * descent. Weights are held as whole multiples of 2^-62, so that their sums do not depend on the
 * order.
 */
final class ReferenceMass implements LeafMass {
  private static final int EXPONENT = 62;

  private final long[] weights = new long[RowBlock.MOST_ROWS];

  /** Takes the weight of a reference. */
  void set(int reference, double weight) {
    weights[reference] = (long) Math.scalb(weight, EXPONENT);
  }

  @Override
  public int first(Tree tree) {
    return tree.firstOutput();
  }

  @Override
  public int count(Tree tree) {
    return tree.width();
  }

  @Override
  public void of(Tree tree, int leaf, int[] references, int from, int to, double[] mass) {
    long sum = 0;
    for (int at = from; at < to; at++) { // references
      sum += weights[references[at]];
    }
    double weight = Math.scalb((double) sum, -EXPONENT);
    for (int place = 0; place < tree.width(); place++) {
      mass[place] = weight * tree.value(leaf, place);
    }
  }
}
