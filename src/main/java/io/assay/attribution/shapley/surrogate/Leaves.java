package io.assay.attribution.shapley.surrogate;

import io.assay.baseline.FeatureGroups;
import java.util.Arrays;

/**
 * The leaves of trees as rules over players. An input reaches a leaf if it meets all conditions on
 * the way there; a player fails a leaf if one of its features breaks one of them. Only the players
 * on the way, at most as many as the tree is deep, bear on a leaf, so the failures of all of them
 * are a bit pattern of few bits.
 */
final class Leaves {
  /** The most patterns of a leaf: trees are at most six splits deep. */
  static final int MOST_PATTERNS = 1 << 6;

  private final BoostedTrees trees;
  private final int players; // of the request
  private final int[] start; // [leaves + 1] the first condition of each
  private final int[] condition; // 2 x inner node, plus one if the way goes right
  private final int[] bit; // of the condition's player in the leaf's pattern
  private final int[] playersFrom; // [leaves + 1] the first player of each
  private final int[] player; // in order of their bits
  private final int[] patternsFrom; // [leaves + 1] the first pattern of each among all
  private final double[] value; // [leaves]

  private Leaves(Walk walk) {
    this.trees = walk.trees;
    this.players = walk.groups.size();
    this.start = Arrays.copyOf(walk.start, walk.leaves + 1);
    this.condition = Arrays.copyOf(walk.condition, start[walk.leaves]);
    this.bit = Arrays.copyOf(walk.bit, start[walk.leaves]);
    this.playersFrom = Arrays.copyOf(walk.playersFrom, walk.leaves + 1);
    this.player = Arrays.copyOf(walk.player, playersFrom[walk.leaves]);
    this.value = Arrays.copyOf(walk.value, walk.leaves);
    this.patternsFrom = new int[walk.leaves + 1];
    for (int leaf = 0; leaf < walk.leaves; leaf++) {
      patternsFrom[leaf + 1] = patternsFrom[leaf] + (1 << players(leaf));
    }
  }

  /**
   * Lists the leaves of trees.
   *
   * @param groups which features are one player
   * @throws IllegalArgumentException if the trees and the groups have not the same features
   */
  static Leaves of(BoostedTrees trees, FeatureGroups groups) {
    if (trees.features() != groups.features()) {
      throw new IllegalArgumentException(
          "trees of %d features, groups of %d".formatted(trees.features(), groups.features()));
    }
    Walk walk = new Walk(trees, groups);
    for (int tree = 0; tree < trees.trees(); tree++) {
      walk.visit(trees.root(tree), 0);
    }
    return new Leaves(walk);
  }

  /** Returns how many leaves there are. */
  int size() {
    return value.length;
  }

  /** Returns how many players there are, those that bear on no leaf included. */
  int players() {
    return players;
  }

  /** Returns how many players bear on a leaf. */
  int players(int leaf) {
    return playersFrom[leaf + 1] - playersFrom[leaf];
  }

  /** Returns one of the players that bear on a leaf. */
  int player(int leaf, int bitOf) {
    return player[playersFrom[leaf] + bitOf];
  }

  /** Returns what a leaf adds to the score. */
  double value(int leaf) {
    return value[leaf];
  }

  /** Returns where the patterns of a leaf begin if those of all leaves are laid side by side. */
  int patterns(int leaf) {
    return patternsFrom[leaf];
  }

  /** Returns how many patterns all leaves have. */
  int patterns() {
    return patternsFrom[value.length];
  }

  /**
   * Returns for each leaf the pattern of the players whom an input makes fail.
   *
   * @param inputs holds the input
   * @param offset where its first value stands
   */
  int[] failures(float[] inputs, int offset) {
    int[] breaks = new int[2 * trees.nodes()];
    for (int node = 0; node < trees.nodes(); node++) {
      if (!trees.isLeaf(node)) {
        breaks[trees.goesLeft(node, inputs, offset) ? 2 * node + 1 : 2 * node] = 1;
      }
    }
    int[] failures = new int[value.length];
    for (int leaf = 0; leaf < failures.length; leaf++) {
      int pattern = 0;
      for (int i = start[leaf]; i < start[leaf + 1]; i++) {
        pattern |= breaks[condition[i]] << bit[i];
      }
      failures[leaf] = pattern;
    }
    return failures;
  }

  /** Goes down the trees, the way so far in hand. */
  private static final class Walk {
    private static final int DEEPEST = 64;

    private final BoostedTrees trees;
    private final FeatureGroups groups;
    private final int[] way = new int[DEEPEST];
    private int leaves;
    private int[] start = new int[1];
    private int[] condition = new int[0];
    private int[] bit = new int[0];
    private int[] playersFrom = new int[1];
    private int[] player = new int[0];
    private double[] value = new double[0];

    Walk(BoostedTrees trees, FeatureGroups groups) {
      this.trees = trees;
      this.groups = groups;
      int most = (trees.nodes() + trees.trees()) / 2;
      this.start = new int[most + 1];
      this.playersFrom = new int[most + 1];
      this.value = new double[most];
    }

    void visit(int node, int depth) {
      if (trees.isLeaf(node)) {
        add(trees.value(node), depth);
      } else {
        way[depth] = 2 * node;
        visit(trees.left(node), depth + 1);
        way[depth] = 2 * node + 1;
        visit(trees.right(node), depth + 1);
      }
    }

    private void add(double leafValue, int depth) {
      int first = start[leaves];
      int firstPlayer = playersFrom[leaves];
      int players = 0;
      condition = withRoom(condition, first + depth);
      bit = withRoom(bit, first + depth);
      player = withRoom(player, firstPlayer + depth);
      for (int i = 0; i < depth; i++) {
        int owner = groups.groupOf(trees.feature(way[i] / 2));
        int at = 0;
        while (at < players && player[firstPlayer + at] != owner) {
          at++;
        }
        if (at == players) {
          player[firstPlayer + players++] = owner;
        }
        condition[first + i] = way[i];
        bit[first + i] = at;
      }
      value[leaves++] = leafValue;
      start[leaves] = first + depth;
      playersFrom[leaves] = firstPlayer + players;
    }

    private static int[] withRoom(int[] array, int size) {
      return size <= array.length ? array : Arrays.copyOf(array, 2 * size);
    }
  }
}
