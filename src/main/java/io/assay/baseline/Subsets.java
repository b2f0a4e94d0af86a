package io.assay.baseline;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.random.RandomGenerator;

/** All subsets of a size, counted, listed and drawn; what designs of coalitions are made from. */
final class Subsets {
  private Subsets() {}

  /** Returns how many subsets of a size there are; infinite where float64 cannot hold it. */
  static double count(int players, int size) {
    double ways = 1;
    for (int i = 1; i <= size; i++) {
      ways = ways * (players - size + i) / i;
    }
    return Math.rint(ways);
  }

  /**
   * Lists the first so many subsets of a size in lexicographic order. Those with player 0 come
   * first.
   */
  static List<BitSet> listed(int players, int size, int count) {
    List<BitSet> subsets = new ArrayList<>(count);
    int[] members = new int[size];
    for (int i = 0; i < size; i++) {
      members[i] = i;
    }
    while (subsets.size() < count) {
      BitSet subset = new BitSet(players);
      for (int member : members) {
        subset.set(member);
      }
      subsets.add(subset);
      advance(members, players);
    }
    return subsets;
  }

  private static void advance(int[] members, int players) {
    int size = members.length;
    int at = size - 1;
    while (at >= 0 && members[at] == players - size + at) {
      at--;
    }
    if (at >= 0) {
      members[at]++;
      for (int i = at + 1; i < size; i++) {
        members[i] = members[i - 1] + 1;
      }
    }
  }

  /** Brings randomly drawn ones to the first so many places of a list. */
  static void shuffle(List<BitSet> all, int count, RandomGenerator random) {
    for (int i = 0; i < count; i++) {
      int other = i + random.nextInt(all.size() - i);
      BitSet moved = all.get(other);
      all.set(other, all.get(i));
      all.set(i, moved);
    }
  }
}
