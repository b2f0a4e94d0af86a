package io.assay.attribution.tree.table;

import io.assay.model.tree.Split;
import io.assay.model.tree.Tree;
import java.util.Arrays;

/** A tree whose questions are asked of the ranks of values. */
final class RankedTree {
  private static final int[] NO_TURNS = {};

  private final Tree tree;
  private final int[] parents;
  private final int[][] turns;
  private final boolean[] startsLeft;

  RankedTree(Tree tree, ForestRanks ranks) {
    this.tree = tree;
    this.parents = new int[tree.nodes()];
    this.turns = new int[tree.nodes()][];
    this.startsLeft = new boolean[tree.nodes()];
    parents[0] = -1;
    for (int node = 0; node < tree.nodes(); node++) {
      turns[node] = NO_TURNS;
      if (!tree.isLeaf(node)) {
        parents[tree.left(node)] = node;
        parents[tree.right(node)] = node;
        Split split = tree.split(node);
        turns[node] = ranks.of(split.feature()).turns(split);
        startsLeft[node] = ranks.of(split.feature()).startsLeft(split);
      }
    }
  }

  Tree tree() {
    return tree;
  }

  /** Returns the ranks at which the answer of an inner node turns; not to be changed. */
  int[] turns(int node) {
    return turns[node];
  }

  /** Returns whether a rank goes left at an inner node. */
  boolean goesLeft(int node, int rank) {
    int place = Arrays.binarySearch(turns[node], rank);
    int passed = place >= 0 ? place + 1 : -place - 1;
    return startsLeft[node] == (passed % 2 == 0);
  }

  /** Returns the inner nodes above a node, the root first. */
  int[] above(int node) {
    int depth = 0;
    for (int at = parents[node]; at >= 0; at = parents[at]) {
      depth++;
    }
    int[] above = new int[depth];
    for (int at = parents[node]; at >= 0; at = parents[at]) {
      above[--depth] = at;
    }
    return above;
  }

  /** Returns whether the way to a node leaves an inner node above it to the left. */
  boolean isOnTheLeft(int above, int node) {
    return node < tree.right(above);
  }

  /** Returns the node behind the last one of a node's subtree, whose nodes stand together. */
  int end(int node) {
    int last = node;
    while (!tree.isLeaf(last)) {
      last = tree.right(last);
    }
    return last + 1;
  }

  /** Returns the share of an inner node's training data that took the way to a node below it. */
  double share(int above, int node) {
    return tree.share(above, isOnTheLeft(above, node) ? tree.left(above) : tree.right(above));
  }

  int feature(int node) {
    return tree.split(node).feature();
  }
}
