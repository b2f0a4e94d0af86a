package io.assay.attribution.tree.table;

import io.assay.attribution.tree.ResultColumns.Order;
import io.assay.attribution.tree.RowBlock;
import io.assay.attribution.tree.table.Absence.Background;
import io.assay.attribution.tree.table.TreeCut.Cut;
import io.assay.model.tree.Forest;
import io.assay.model.tree.Tree;
import java.util.ArrayList;
import java.util.List;

/**
 * Which trees get tables, and how they are cut. Memory has a price in time: what a byte costs by
 * the caches that it fills, and, while all tables together take too much, ever more. Each tree is
 * cut where that is cheapest, and has no tables if another kernel is cheaper.
 */
final class TableChoice {
  /** Each byte is fetched once for a block of rows, from a cache that is shared or from memory. */
  private static final double NANOS_A_BYTE = 0.25 / RowBlock.MOST_ROWS;

  /** Time that the quadrature of a deep tree takes for a node, a row. */
  private static final double NANOS_A_NODE = 3.5;

  /** The same with pairs of features. */
  private static final double NANOS_A_NODE_OF_PAIRS = 10;

  /** Time that a walk of pairs takes for a node, a row and reference. */
  private static final double NANOS_A_REFERENCE = 0.4;

  private final List<Subtree> subtrees = new ArrayList<>();
  private final List<Tree> others = new ArrayList<>();

  private TableChoice(List<TreeCut> cuts, double nanosPerByte, double nanosPerNode) {
    for (TreeCut cut : cuts) {
      Cut cheapest = cut.at(nanosPerByte);
      if (isTaken(cut, cheapest, nanosPerNode)) {
        cheapest.roots().forEach(root -> subtrees.add(cut.subtree(root)));
      } else {
        others.add(cut.tree().tree());
      }
    }
  }

  /**
   * Chooses.
   *
   * @param mostBytes of all tables
   */
  static TableChoice of(Forest forest, ForestRanks ranks, TreeQuestion question, long mostBytes) {
    List<TreeCut> cuts =
        forest.trees().parallelStream()
            .map(tree -> new TreeCut(new RankedTree(tree, ranks), question.columns()))
            .toList();
    double nanosPerNode = nanosPerNode(question);
    double nanosPerByte = NANOS_A_BYTE;
    while (bytes(cuts, nanosPerByte, nanosPerNode) > mostBytes) {
      nanosPerByte *= 2;
    }
    return new TableChoice(cuts, nanosPerByte, nanosPerNode);
  }

  /** Returns what a node of a tree without tables costs a row. */
  private static double nanosPerNode(TreeQuestion question) {
    if (question.absence() instanceof Background background) {
      return NANOS_A_REFERENCE * (2 + background.rows().size());
    }
    return question.columns().order() == Order.PAIRS ? NANOS_A_NODE_OF_PAIRS : NANOS_A_NODE;
  }

  private static double bytes(List<TreeCut> cuts, double nanosPerByte, double nanosPerNode) {
    double bytes = 0;
    for (TreeCut cut : cuts) {
      Cut cheapest = cut.at(nanosPerByte);
      bytes += isTaken(cut, cheapest, nanosPerNode) ? cheapest.bytes() : 0;
    }
    return bytes;
  }

  private static boolean isTaken(TreeCut cut, Cut cheapest, double nanosPerNode) {
    return cheapest.nanos() <= cut.tree().tree().nodes() * nanosPerNode;
  }

  /** Returns the subtrees that get tables, tree after tree. */
  List<Subtree> subtrees() {
    return subtrees;
  }

  /** Returns the trees that get none. */
  List<Tree> others() {
    return others;
  }
}
