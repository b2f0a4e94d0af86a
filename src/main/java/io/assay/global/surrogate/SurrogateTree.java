package io.assay.global.surrogate;

import java.util.List;

/**
 * A tree that imitates a model's score.
 *
 * @param nodes the root first; a node's number is its place
 */
public record SurrogateTree(List<TreeNode> nodes) {
  /** Copies the list. */
  public SurrogateTree {
    nodes = List.copyOf(nodes);
  }

  /** Returns how many leaves there are. */
  public int leaves() {
    return (nodes.size() + 1) / 2;
  }

  /** Returns the leaf that a row falls into. */
  public TreeNode leaf(Answered rows, int row) {
    return leaf(rows, row, leaves());
  }

  /**
   * Returns the leaf that a row falls into in the tree of the first questions alone.
   *
   * @param leaves of that tree, 1 or more
   */
  TreeNode leaf(Answered rows, int row, int leaves) {
    TreeNode node = nodes.get(0);
    while (!node.isLeaf() && node.order() < leaves) {
      float value = rows.input().at(row * rows.width() + node.feature());
      node = nodes.get(node.sendsLeft(value) ? node.left() : node.right());
    }
    return node;
  }

  /**
   * Returns what the tree of the first questions alone predicts.
   *
   * @param leaves of that tree, 1 or more
   * @return a score a row
   */
  public double[] predictions(Answered rows, int leaves) {
    double[] predictions = new double[rows.rows()];
    for (int row = 0; row < predictions.length; row++) {
      predictions[row] = leaf(rows, row, leaves).prediction();
    }
    return predictions;
  }

  /** Returns the share of the training rows' variance that questions about a position explain. */
  public double explained(int feature) {
    return nodes.stream()
        .filter(node -> node.feature() == feature)
        .mapToDouble(TreeNode::explained)
        .sum();
  }
}
