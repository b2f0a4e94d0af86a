package io.assay.attribution.tree;

import io.assay.model.tree.Tree;
import java.util.ArrayList;
import java.util.List;

/** What each question on a row's own way changes of the mean below. */
final class SaabasSums implements TreeSums {
  private final List<Tree> trees;
  private final ResultColumns columns;
  private final List<double[][]> means = new ArrayList<>(); // [tree][node][place]

  /**
   * Works out the means.
   *
   * @param trees with covers
   */
  SaabasSums(List<Tree> trees, ResultColumns columns) {
    this.trees = List.copyOf(trees);
    this.columns = columns;
    this.trees.forEach(tree -> means.add(NodeMeans.of(tree)));
  }

  @Override
  public void add(RowBlock block, double[][][] sums) {
    for (int number = 0; number < trees.size(); number++) {
      for (int row = 0; row < block.rows(); row++) {
        follow(trees.get(number), means.get(number), block, row, sums);
      }
    }
  }

  private void follow(Tree tree, double[][] ofNodes, RowBlock block, int row, double[][][] sums) {
    int node = 0;
    while (!tree.isLeaf(node)) {
      int feature = tree.split(node).feature();
      boolean goesLeft = tree.split(node).goesLeft(block.column(feature)[row]);
      int child = goesLeft ? tree.left(node) : tree.right(node);
      int column = columns.of(feature);
      for (int place = 0; place < tree.width(); place++) {
        sums[tree.firstOutput() + place][column][row] +=
            ofNodes[child][place] - ofNodes[node][place];
      }
      node = child;
    }
  }

  @Override
  public long bytes() {
    long bytes = 0;
    for (Tree tree : trees) {
      bytes += (long) tree.nodes() * ((long) Double.BYTES * tree.width() + 24);
    }
    return bytes;
  }
}
