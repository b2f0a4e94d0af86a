package io.assay.attribution.tree.table;

import io.assay.attribution.tree.ResultColumns;
import io.assay.attribution.tree.ResultColumns.Order;
import io.assay.model.tree.Tree;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Where a tree is cut into subtrees. A large subtree has few tables for many leaves, and large
 * ones; every node is asked whether its subtree is cheaper whole or as those of its children, which
 * gives the cheapest cut of all.
 */
final class TreeCut {
  /** Patterns of a subtree at most: 2^14 numbers of four bytes are more than a core's own cache. */
  private static final int MOST_PATTERNS = 1 << 14;

  /** Time of a look-up in a table, a row. */
  private static final double NANOS_A_LOOKUP = 0.3;

  /** Time of a turn of a pattern's digits, a row. */
  private static final double NANOS_A_TURN = 0.05;

  private final RankedTree tree;
  private final double[] nanos;
  private final double[] bytes;

  /** Measures the subtrees of all nodes. */
  TreeCut(RankedTree tree, ResultColumns columns) {
    this.tree = tree;
    this.nanos = new double[tree.tree().nodes()];
    this.bytes = new double[tree.tree().nodes()];
    for (int node = 0; node < nanos.length; node++) {
      Optional<Subtree> subtree = Subtree.of(tree, node, MOST_PATTERNS);
      nanos[node] = Double.POSITIVE_INFINITY;
      if (subtree.isPresent()) {
        int lookups = lookups(subtree.get(), columns) * tree.tree().width();
        int turns = subtree.get().digits().stream().mapToInt(Digit::turns).sum();
        nanos[node] = lookups * NANOS_A_LOOKUP + turns * NANOS_A_TURN;
        bytes[node] = (double) subtree.get().patterns() * lookups * Float.BYTES;
      }
    }
  }

  private static int lookups(Subtree subtree, ResultColumns columns) {
    BitSet found = new BitSet(columns.size());
    for (int leaf = 0; leaf < subtree.leaves(); leaf++) {
      int[] players = subtree.players(leaf);
      for (int one : players) {
        int feature = subtree.digits().get(one).feature();
        found.set(columns.of(feature));
        for (int other = 0; columns.order() == Order.PAIRS && other < one; other++) {
          found.set(columns.of(feature, subtree.digits().get(other).feature()));
        }
      }
    }
    return found.cardinality();
  }

  RankedTree tree() {
    return tree;
  }

  /** Returns the subtree of a root that a cut gives. */
  Subtree subtree(int root) {
    return Subtree.of(tree, root, MOST_PATTERNS).orElseThrow();
  }

  /**
   * Returns the roots of the subtrees of the cheapest cut, in the order of the tree.
   *
   * @param nanosPerByte what a byte of a table costs, a row
   */
  Cut at(double nanosPerByte) {
    Tree nodes = tree.tree();
    double[] best = new double[nanos.length];
    boolean[] isWhole = new boolean[nanos.length];
    for (int node = nanos.length - 1; node >= 0; node--) {
      double whole = nanos[node] + bytes[node] * nanosPerByte;
      double halves =
          nodes.isLeaf(node)
              ? Double.POSITIVE_INFINITY
              : best[nodes.left(node)] + best[nodes.right(node)];
      isWhole[node] = whole <= halves;
      best[node] = Math.min(whole, halves);
    }
    List<Integer> roots = new ArrayList<>();
    double sum = 0;
    for (int node = 0; node < nanos.length && best[0] < Double.POSITIVE_INFINITY; ) {
      if (isWhole[node]) {
        roots.add(node);
        sum += bytes[node];
        node = tree.end(node);
      } else {
        node++;
      }
    }
    return new Cut(roots, best[0], sum);
  }

  /**
   * A tree in subtrees.
   *
   * @param roots of the subtrees; none if some leaf has too many patterns by itself
   * @param nanos the time of a row, memory counted as time; infinite if there is no cut
   * @param bytes of the tables
   */
  record Cut(List<Integer> roots, double nanos, double bytes) {}
}
