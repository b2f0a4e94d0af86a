package io.assay.attribution.tree;

import io.assay.attribution.Quadrature;
import io.assay.attribution.tree.ResultColumns.Order;
import io.assay.model.tree.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Path-dependent values leaf by leaf, the plain way: for every leaf the features of its path, each
 * with the share z of the training data that answers all questions on it the leaf's way, and
 * whether the row does (p); values are integrals of products of z (1 - q) + p q over the other
 * features. For trees of too many features for {@link BruteForceTrees}.
 */
final class PathProducts implements TreeSums {
  private final List<Tree> trees;
  private final ResultColumns columns;
  private final Semivalue semivalue;

  PathProducts(List<Tree> trees, ResultColumns columns, Semivalue semivalue) {
    this.trees = trees;
    this.columns = columns;
    this.semivalue = semivalue;
  }

  /** What a leaf's path asks of one feature. */
  private record Condition(int feature, double share, double follows) {
    Condition and(double nextShare, boolean nextFollows) {
      return new Condition(feature, share * nextShare, nextFollows ? follows : 0);
    }

    double factor(double q) {
      return share * (1 - q) + follows * q;
    }

    double change() {
      return follows - share;
    }
  }

  @Override
  public void add(RowBlock block, double[][][] sums) {
    for (Tree tree : trees) {
      for (int row = 0; row < block.rows(); row++) {
        visit(tree, 0, block, row, new LinkedHashMap<>(), sums);
      }
    }
  }

  private void visit(
      Tree tree,
      int node,
      RowBlock block,
      int row,
      Map<Integer, Condition> path,
      double[][][] sums) {
    if (tree.isLeaf(node)) {
      List<Condition> conditions = new ArrayList<>(path.values());
      for (int place = 0; place < tree.width(); place++) {
        addLeaf(conditions, tree.value(node, place), row, sums[tree.firstOutput() + place]);
      }
      return;
    }
    int feature = tree.split(node).feature();
    boolean goesLeft = tree.split(node).goesLeft(block.column(feature)[row]);
    for (int child : new int[] {tree.left(node), tree.right(node)}) {
      Map<Integer, Condition> longer = new LinkedHashMap<>(path);
      Condition known = path.getOrDefault(feature, new Condition(feature, 1, 1));
      boolean follows = goesLeft == (child == tree.left(node));
      longer.put(feature, known.and(tree.share(node, child), follows));
      visit(tree, child, block, row, longer, sums);
    }
  }

  private void addLeaf(List<Condition> path, double value, int row, double[][] sums) {
    Quadrature nodes = semivalue.nodes(path.size());
    for (int one = 0; one < path.size(); one++) {
      Condition condition = path.get(one);
      int column = columns.of(condition.feature());
      sums[column][row] += value * condition.change() * mean(nodes, path, one, one);
      for (int other = 0; columns.order() == Order.PAIRS && other < one; other++) {
        Condition second = path.get(other);
        int another = columns.of(second.feature());
        if (another != column) {
          double pair =
              value * condition.change() * second.change() * mean(nodes, path, one, other);
          sums[columns.of(condition.feature(), second.feature())][row] += pair;
          sums[column][row] -= pair / 2;
          sums[another][row] -= pair / 2;
        }
      }
    }
  }

  /** The mean over q of the product of all factors but two. */
  private static double mean(Quadrature nodes, List<Condition> path, int one, int other) {
    double mean = 0;
    for (int node = 0; node < nodes.size(); node++) {
      double product = nodes.weights().get(node);
      for (int each = 0; each < path.size(); each++) {
        if (each != one && each != other) {
          product *= path.get(each).factor(nodes.nodes().get(node));
        }
      }
      mean += product;
    }
    return mean;
  }

  @Override
  public long bytes() {
    return 0;
  }
}
