package io.assay.attribution.tree;

import io.assay.model.tree.Forest;
import io.assay.model.tree.Tree;

/** What a tree gives on average to the training data that comes to a node. */
final class NodeMeans {
  private NodeMeans() {}

  /**
   * Returns the means of the leaves below every node, by their shares.
   *
   * @return [node][place of a leaf's values]
   */
  static double[][] of(Tree tree) {
    double[][] means = new double[tree.nodes()][tree.width()];
    for (int node = tree.nodes() - 1; node >= 0; node--) { // children before their parent
      for (int place = 0; place < tree.width(); place++) {
        means[node][place] =
            tree.isLeaf(node) ? tree.value(node, place) : mean(tree, node, means, place);
      }
    }
    return means;
  }

  private static double mean(Tree tree, int node, double[][] means, int place) {
    int left = tree.left(node);
    int right = tree.right(node);
    return tree.share(node, left) * means[left][place]
        + tree.share(node, right) * means[right][place];
  }

  /** Returns the margin that a forest of one output gives on average to its training data. */
  static double margin(Forest forest) {
    double margin = forest.base(0);
    for (Tree tree : forest.trees()) {
      margin += of(tree)[0][0];
    }
    return margin;
  }
}
