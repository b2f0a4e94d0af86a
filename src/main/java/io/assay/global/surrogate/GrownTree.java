package io.assay.global.surrogate;

import java.util.List;

/**
 * A tree, and what is known about it.
 *
 * @param target the name of the output that it imitates
 * @param unit what a score is, in words
 * @param decides whether the model decides between classes
 * @param tree the tree
 * @param trainingRows from which it has learnt
 * @param queries composed rows about which the model was asked
 * @param fidelity on the rows held out
 * @param byLeaves R2 on the rows held out of the tree of the first questions alone, from one leaf
 *     to all of them
 */
record GrownTree(
    String target,
    String unit,
    boolean decides,
    SurrogateTree tree,
    int trainingRows,
    long queries,
    Fidelity fidelity,
    List<Double> byLeaves) {
  GrownTree {
    byLeaves = List.copyOf(byLeaves);
  }
}
