package io.assay.attribution.tree;

import io.assay.model.tree.Forest;
import io.assay.model.tree.Node;
import io.assay.model.tree.Tree;
import java.util.ArrayList;
import java.util.List;

/** The part of a forest that makes up one of its outputs. */
final class OutputTrees {
  private OutputTrees() {}

  /** Returns a forest whose only output is that one; its margins are the same to the last bit. */
  static Forest of(Forest forest, int output) {
    if (forest.outputs() == 1) {
      return forest;
    }
    List<Tree> trees = new ArrayList<>();
    for (Tree tree : forest.trees()) {
      int place = output - tree.firstOutput();
      if (place >= 0 && place < tree.width()) {
        trees.add(only(tree, place));
      }
    }
    return new Forest(
        forest.features(), trees, List.of(forest.base(output)), forest.link(), forest.summation());
  }

  private static Tree only(Tree tree, int place) {
    List<Node> nodes = new ArrayList<>();
    for (int node = 0; node < tree.nodes(); node++) {
      nodes.add(
          tree.isLeaf(node)
              ? Node.leaf(tree.cover(node), tree.value(node, place))
              : Node.inner(tree.split(node), tree.left(node), tree.right(node), tree.cover(node)));
    }
    return Tree.of(nodes, 0);
  }
}
