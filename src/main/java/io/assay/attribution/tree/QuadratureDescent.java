package io.assay.attribution.tree;

import io.assay.attribution.Quadrature;
import io.assay.model.tree.Tree;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Path-dependent values of trees of any depth, by walks from the root down and up again. At a node
 * q of the quadrature a leaf with the value v and the features j on its path gives
 *
 * <pre>
 * S(q)   = v prod_j f_j,   f_j = z_j (1 - q) + p_j q,   g_j = (p_j - z_j) / f_j
 * phi_j  = sum_q w_q S(q) g_j
 * pair_jk = sum_q w_q S(q) g_j g_k
 * </pre>
 *
 * with p_j whether the row goes the leaf's way at all of its questions on j, and z_j the share of
 * the training data that does. Down the tree goes the product of the f, up come the sums of S; a
 * question gives to its feature what its g changes by. A feature's earlier factor is divided out
 * where it is asked again.
 *
 * <p>Source: Quadrature-TreeSHAP, arXiv 2605.04497. We walk with many rows at a time, so that loops
 * are over rows, and take half as many nodes as a path has features, which is exact.
 *
 * <p>Cost of a row: about 10 operations a question and node of the quadrature, and as many again a
 * feature of the path for pairs. Memory is that of a walk: at most 24 MiB a thread.
 */
final class QuadratureDescent implements TreeSums {
  private final List<Tree> trees;
  private final ResultColumns columns;
  private final List<Quadrature> nodes;
  private final int depth;
  private final int[] asked; // features that some tree looks at

  /**
   * Looks at the trees.
   *
   * @param trees with covers
   */
  QuadratureDescent(List<Tree> trees, ResultColumns columns, Semivalue semivalue) {
    this.trees = List.copyOf(trees);
    this.columns = columns;
    this.nodes = new ArrayList<>();
    for (Tree tree : this.trees) {
      nodes.add(semivalue.nodes(mostFeatures(tree)));
    }
    this.depth = this.trees.stream().mapToInt(Tree::depth).max().orElse(0);
    this.asked = asked(this.trees);
  }

  private static int[] asked(List<Tree> trees) {
    BitSet asked = new BitSet();
    for (Tree tree : trees) {
      for (int node = 0; node < tree.nodes(); node++) {
        if (!tree.isLeaf(node)) {
          asked.set(tree.split(node).feature());
        }
      }
    }
    return asked.stream().toArray();
  }

  @Override
  public void add(RowBlock block, double[][][] sums) {
    int mostNodes = nodes.stream().mapToInt(Quadrature::size).max().orElse(1);
    Descent descent = new Descent(columns, asked, depth, mostNodes, block.rows());
    for (int from = 0; from < block.rows(); from += descent.lanes()) {
      descent.take(block, from);
      for (int number = 0; number < trees.size(); number++) {
        Tree tree = trees.get(number);
        for (int place = 0; place < tree.width(); place++) {
          descent.walk(tree, place, nodes.get(number), sums[tree.firstOutput() + place]);
        }
      }
    }
  }

  @Override
  public long bytes() {
    return 64L * trees.size();
  }

  /** Returns how many different features the questions on one path look at, at most. */
  static int mostFeatures(Tree tree) {
    int[] parents = new int[tree.nodes()];
    int most = 0;
    parents[0] = -1;
    BitSet features = new BitSet();
    for (int node = 0; node < tree.nodes(); node++) {
      if (!tree.isLeaf(node)) {
        parents[tree.left(node)] = node;
        parents[tree.right(node)] = node;
      } else {
        features.clear();
        for (int above = parents[node]; above >= 0; above = parents[above]) {
          features.set(tree.split(above).feature());
        }
        most = Math.max(most, features.cardinality());
      }
    }
    return most;
  }
}
