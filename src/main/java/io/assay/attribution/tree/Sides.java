package io.assay.attribution.tree;

import io.assay.model.tree.Split;
import io.assay.model.tree.Tree;

/** Where the rows of a block go at every question of a tree. One thread's, filled again. */
final class Sides {
  private final byte[][] left; // [node][row]; empty until a tree has a question there

  /**
   * Makes room.
   *
   * @param nodes of the largest tree
   */
  Sides(int nodes) {
    this.left = new byte[nodes][0];
  }

  /** Asks a tree's questions of a block's rows. */
  void fill(Tree tree, RowBlock block) {
    for (int node = 0; node < tree.nodes(); node++) {
      if (!tree.isLeaf(node)) {
        Split split = tree.split(node);
        split.sides(block.column(split.feature()), block.rows(), room(node));
      }
    }
  }

  private byte[] room(int node) {
    if (left[node].length == 0) {
      left[node] = new byte[RowBlock.MOST_ROWS];
    }
    return left[node];
  }

  /**
   * Puts those who go left in front of those who go right.
   *
   * @param members the list, of which {@code from} (inclusive) to {@code to} (exclusive) are parted
   * @return the place of the first who goes right
   */
  int part(int node, int[] members, int from, int to) {
    byte[] goesLeft = left[node];
    int middle = from;
    for (int at = from; at < to; at++) {
      int member = members[at];
      if (goesLeft[member] != 0) {
        members[at] = members[middle];
        members[middle++] = member;
      }
    }
    return middle;
  }
}
