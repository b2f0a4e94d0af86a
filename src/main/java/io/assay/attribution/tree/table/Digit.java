package io.assay.attribution.tree.table;

import java.util.Arrays;

/**
 * What a subtree has to know of a feature: values that satisfy the questions before the same leaves
 * are of one class. The classes of all features, as digits of a number, are the pattern of a row.
 */
final class Digit {
  private final int feature;
  private final int[] turns;
  private final int[] classes;
  private final long[] leaves;

  /**
   * Creates a digit.
   *
   * @param turns ranks at which the class may change, ascending
   * @param leavesOf for each rank interval, before the first turn, between turns and from the last
   *     one on, the leaves whose questions about the feature are answered on their side: a bit each
   */
  Digit(int feature, int[] turns, long[] leavesOf) {
    this.feature = feature;
    int[] found = new int[leavesOf.length];
    long[] distinct = new long[leavesOf.length];
    int[] kept = new int[turns.length];
    int count = 0;
    int keptCount = 0;
    for (int interval = 0; interval < leavesOf.length; interval++) {
      int known = 0;
      while (known < count && distinct[known] != leavesOf[interval]) {
        known++;
      }
      if (known == count) {
        distinct[count++] = leavesOf[interval];
      }
      if (interval == 0 || found[keptCount] != known) {
        if (interval > 0) {
          kept[keptCount++] = turns[interval - 1];
        }
        found[keptCount] = known;
      }
    }
    this.turns = Arrays.copyOf(kept, keptCount);
    this.classes = Arrays.copyOf(found, keptCount + 1);
    this.leaves = Arrays.copyOf(distinct, count);
  }

  int feature() {
    return feature;
  }

  /** Returns how many classes there are. */
  int size() {
    return leaves.length;
  }

  /** Returns how many ranks the class changes at. */
  int turns() {
    return turns.length;
  }

  /** Returns the rank from which on values are of another class than just below. */
  int turn(int number) {
    return turns[number];
  }

  /**
   * Returns the class of the values before a turn; {@code turns()} asks for those after the last.
   */
  int classBefore(int turn) {
    return classes[turn];
  }

  /** Returns whether the values of a class satisfy all that is asked of them before a leaf. */
  boolean satisfies(int valueClass, int leaf) {
    return (leaves[valueClass] >>> leaf & 1) != 0;
  }
}
