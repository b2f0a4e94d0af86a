package io.assay.attribution.tree.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A subtree and the way to it: what all its leaves give to a row depends on the row's pattern
 * alone, the digits of the features that are asked for on the way and below.
 */
final class Subtree {
  /** Leaves at most, one a bit of a word. */
  static final int MOST_LEAVES = Long.SIZE;

  /** Questions on the way at most: so many are cheaper to ask than to look up. */
  private static final int MOST_ABOVE = 64;

  private final RankedTree tree;
  private final int[] leaves;
  private final List<Digit> digits;
  private final int patterns;

  private Subtree(RankedTree tree, int[] leaves, List<Digit> digits, int patterns) {
    this.tree = tree;
    this.leaves = leaves;
    this.digits = digits;
    this.patterns = patterns;
  }

  /**
   * Returns a node's subtree, if it is not too far down and has not too many leaves and patterns.
   */
  static Optional<Subtree> of(RankedTree tree, int root, int mostPatterns) {
    int end = tree.end(root);
    if ((end - root) / 2 >= MOST_LEAVES || tree.above(root).length > MOST_ABOVE) {
      return Optional.empty();
    }
    int[] leaves = new int[(end - root) / 2 + 1];
    int count = 0;
    for (int node = root; node < end; node++) {
      if (tree.tree().isLeaf(node)) {
        leaves[count++] = node;
      }
    }
    List<Digit> digits = new ArrayList<>();
    long patterns = 1;
    for (int[] nodes : byFeature(tree, root, end)) {
      Digit digit = digit(tree, root, nodes, leaves);
      digits.add(digit);
      patterns *= digit.size();
      if (patterns > mostPatterns) {
        return Optional.empty();
      }
    }
    return Optional.of(new Subtree(tree, leaves, digits, (int) patterns));
  }

  /** The inner nodes on the way and below, those of one feature together, in order of the tree. */
  private static List<int[]> byFeature(RankedTree tree, int root, int end) {
    int[] nodes = Arrays.copyOf(tree.above(root), tree.above(root).length + (end - root) / 2);
    int count = tree.above(root).length;
    for (int node = root; node < end; node++) {
      if (!tree.tree().isLeaf(node)) {
        nodes[count++] = node;
      }
    }
    List<int[]> groups = new ArrayList<>();
    boolean[] taken = new boolean[count];
    for (int first = 0; first < count; first++) {
      if (!taken[first]) {
        int[] group = new int[count - first];
        int size = 0;
        for (int at = first; at < count; at++) {
          if (tree.feature(nodes[at]) == tree.feature(nodes[first])) {
            taken[at] = true;
            group[size++] = nodes[at];
          }
        }
        groups.add(Arrays.copyOf(group, size));
      }
    }
    return groups;
  }

  private static Digit digit(RankedTree tree, int root, int[] nodes, int[] leaves) {
    int[] turns = new int[0];
    for (int node : nodes) {
      turns = union(turns, tree.turns(node));
    }
    long[] satisfied = new long[turns.length + 1];
    for (int interval = 0; interval < satisfied.length; interval++) {
      int rank = interval == 0 ? 0 : turns[interval - 1];
      satisfied[interval] = satisfied(tree, root, nodes, leaves, rank);
    }
    return new Digit(tree.feature(nodes[0]), turns, satisfied);
  }

  private static int[] union(int[] one, int[] other) {
    int[] all = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, all, one.length, other.length);
    Arrays.sort(all);
    int count = 0;
    for (int each : all) {
      if (count == 0 || all[count - 1] < each) {
        all[count++] = each;
      }
    }
    return Arrays.copyOf(all, count);
  }

  /** The leaves all of whose questions among some are answered on their side; a bit each. */
  private static long satisfied(RankedTree tree, int root, int[] nodes, int[] leaves, int rank) {
    long all = 0;
    for (int leaf = 0; leaf < leaves.length; leaf++) {
      all |= 1L << leaf;
    }
    for (int node : nodes) {
      boolean isLeft = tree.goesLeft(node, rank);
      if (node < root) {
        all = tree.isOnTheLeft(node, root) == isLeft ? all : 0;
      } else {
        int from = isLeft ? tree.tree().right(node) : tree.tree().left(node);
        int to = isLeft ? tree.end(node) : tree.tree().right(node);
        all &= ~between(leaves, from, to);
      }
    }
    return all;
  }

  private static long between(int[] leaves, int from, int to) {
    long found = 0;
    for (int leaf = 0; leaf < leaves.length; leaf++) {
      found |= leaves[leaf] >= from && leaves[leaf] < to ? 1L << leaf : 0;
    }
    return found;
  }

  /** Returns how many patterns a row can have. */
  int patterns() {
    return patterns;
  }

  /** Returns the features and their classes; the first is the digit that counts least. */
  List<Digit> digits() {
    return digits;
  }

  /** Returns how many leaves there are. */
  int leaves() {
    return leaves.length;
  }

  /** Returns the node of a leaf. */
  int node(int leaf) {
    return leaves[leaf];
  }

  /** Returns the tree that this is a part of. */
  RankedTree tree() {
    return tree;
  }

  /** Returns the numbers of the digits whose features are asked for on the way to a leaf. */
  int[] players(int leaf) {
    int[] path = tree.above(leaves[leaf]);
    int[] players = new int[digits.size()];
    int count = 0;
    for (int number = 0; number < digits.size(); number++) {
      int feature = digits.get(number).feature();
      if (Arrays.stream(path).anyMatch(node -> tree.feature(node) == feature)) {
        players[count++] = number;
      }
    }
    return Arrays.copyOf(players, count);
  }

  /** Returns the share of training data that satisfies a feature's questions before a leaf. */
  double share(int digit, int leaf) {
    int feature = digits.get(digit).feature();
    double share = 1;
    for (int node : tree.above(leaves[leaf])) {
      share *= tree.feature(node) == feature ? tree.share(node, leaves[leaf]) : 1;
    }
    return share;
  }

  /**
   * Returns for every pattern which players of a leaf are satisfied, a bit each in the order of
   * {@link #players}.
   */
  int[] satisfied(int leaf) {
    int[] players = players(leaf);
    int[] satisfied = new int[patterns];
    int stride = 1;
    int next = 0;
    for (int number = 0; number < digits.size(); number++) {
      Digit digit = digits.get(number);
      boolean isPlayer = next < players.length && players[next] == number;
      for (int valueClass = digit.size() - 1; valueClass >= 0; valueClass--) {
        int bit = isPlayer && digit.satisfies(valueClass, leaf) ? 1 << next : 0;
        for (int lower = 0; lower < stride; lower++) {
          satisfied[valueClass * stride + lower] = satisfied[lower] | bit;
        }
      }
      stride *= digit.size();
      next += isPlayer ? 1 : 0;
    }
    return satisfied;
  }
}
