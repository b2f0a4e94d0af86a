package io.assay.attribution.tree;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.baseline.Baseline;
import io.assay.model.tree.Forest;
import io.assay.model.tree.Node;
import io.assay.model.tree.Tree;
import java.util.ArrayList;
import java.util.List;

/** Gives a forest whose file has no covers those of background rows. */
final class CountedCovers {
  private CountedCovers() {}

  /**
   * Returns the same trees with the weights of the background rows that come to each node.
   *
   * @throws AssayException MODEL_ABILITY if there is only one row to count
   */
  static Forest of(Forest forest, Baseline baseline) {
    if (baseline.size() < 2) {
      throw new AssayException(
          ErrorCode.MODEL_ABILITY,
          "The model's trees do not say how much of the training data came to each node, and a"
              + " baseline of one row cannot tell; give a baseline with a background of rows like"
              + " those of the training, or use interventional-tree-shap");
    }
    List<Tree> trees = forest.trees().stream().map(tree -> counted(tree, baseline)).toList();
    List<Double> base = new ArrayList<>();
    for (int output = 0; output < forest.outputs(); output++) {
      base.add(forest.base(output));
    }
    return new Forest(forest.features(), trees, base, forest.link(), Forest.Summation.FLOAT64);
  }

  private static Tree counted(Tree tree, Baseline baseline) {
    double[] covers = new double[tree.nodes()];
    float[] rows = baseline.rows().values();
    int length = baseline.rows().rowLength();
    for (int row = 0; row < baseline.size(); row++) {
      count(tree, rows, row * length, baseline.weight(row), covers);
    }
    List<Node> nodes = new ArrayList<>();
    for (int node = 0; node < covers.length; node++) {
      nodes.add(
          tree.isLeaf(node)
              ? new Node(null, -1, -1, covers[node], values(tree, node))
              : Node.inner(tree.split(node), tree.left(node), tree.right(node), covers[node]));
    }
    return Tree.of(nodes, tree.firstOutput());
  }

  private static void count(Tree tree, float[] rows, int from, double weight, double[] covers) {
    int node = 0;
    covers[0] += weight;
    while (!tree.isLeaf(node)) {
      boolean goesLeft = tree.split(node).goesLeft(rows[from + tree.split(node).feature()]);
      node = goesLeft ? tree.left(node) : tree.right(node);
      covers[node] += weight;
    }
  }

  private static List<Double> values(Tree tree, int leaf) {
    List<Double> values = new ArrayList<>();
    for (int place = 0; place < tree.width(); place++) {
      values.add(tree.value(leaf, place));
    }
    return values;
  }
}
