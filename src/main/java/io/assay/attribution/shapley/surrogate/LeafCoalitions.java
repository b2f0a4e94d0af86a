package io.assay.attribution.shapley.surrogate;

import io.assay.baseline.Coalitions;
import java.util.Arrays;
import java.util.List;

/**
 * Coalitions sorted, for every leaf, by which of the leaf's players are present: to a leaf all
 * coalitions of one pattern are the same, and most patterns do not reach it.
 */
final class LeafCoalitions {
  /** The most places held, 32 MiB; if there are more, they are found again for every row. */
  private static final int MOST_PLACES = 1 << 23;

  private final Leaves leaves;
  private final int coalitions;
  private final byte[][] present; // [players of the request][coalitions], or none: always absent
  private final int held; // leaves whose places are held: all, or none
  private final int[] ends; // of held leaves, else of one: after the last place of each pattern
  private final int[] places; // of held leaves, else of one: [coalitions]
  private final byte[] pattern; // [coalitions] of the leaf at hand

  /**
   * Sorts coalitions.
   *
   * @param players the numbers of the players that the coalitions are of, ascending
   * @param coalitions of these players, numbered from 0
   */
  LeafCoalitions(Leaves leaves, List<Integer> players, Coalitions coalitions) {
    this.leaves = leaves;
    this.coalitions = coalitions.size();
    this.present = new byte[leaves.players()][0];
    for (int i = 0; i < players.size(); i++) {
      present[players.get(i)] = present(coalitions, i);
    }
    this.held = (long) leaves.size() * coalitions.size() <= MOST_PLACES ? leaves.size() : 0;
    this.ends = new int[held > 0 ? leaves.patterns() : Leaves.MOST_PATTERNS];
    this.places = new int[Math.max(held, 1) * this.coalitions];
    this.pattern = new byte[this.coalitions];
    for (int leaf = 0; leaf < held; leaf++) {
      sort(leaf, leaves.patterns(leaf), leaf * this.coalitions);
    }
  }

  private static byte[] present(Coalitions coalitions, int player) {
    byte[] present = new byte[coalitions.size()];
    for (int coalition = 0; coalition < present.length; coalition++) {
      present[coalition] = (byte) (coalitions.contains(coalition, player) ? 1 : 0);
    }
    return present;
  }

  /** Sorts the coalitions by their pattern at a leaf, by counting. */
  private void sort(int leaf, int firstEnd, int firstPlace) {
    Arrays.fill(pattern, (byte) 0);
    for (int bit = 0; bit < leaves.players(leaf); bit++) {
      byte[] bits = present[leaves.player(leaf, bit)];
      for (int coalition = 0; coalition < bits.length; coalition++) {
        pattern[coalition] |= (byte) (bits[coalition] << bit);
      }
    }
    int patterns = 1 << leaves.players(leaf);
    Arrays.fill(ends, firstEnd, firstEnd + patterns, 0);
    for (byte each : pattern) {
      ends[firstEnd + each]++;
    }
    int place = firstPlace;
    for (int i = firstEnd; i < firstEnd + patterns; i++) {
      int size = ends[i];
      ends[i] = place;
      place += size;
    }
    for (int coalition = 0; coalition < coalitions; coalition++) {
      places[ends[firstEnd + pattern[coalition]]++] = coalition;
    }
  }

  /**
   * Adds to the value of each coalition what all leaves give it.
   *
   * @param failures [leaves] the patterns of the players who fail with the row
   * @param reached [patterns] what a leaf gives to the coalitions of a pattern that no such player
   *     is in
   * @param into [coalitions]
   */
  void add(int[] failures, double[] reached, double[] into) {
    for (int leaf = 0; leaf < failures.length; leaf++) {
      int firstEnd = 0;
      int firstPlace = 0;
      if (held > 0) {
        firstEnd = leaves.patterns(leaf);
        firstPlace = leaf * coalitions;
      } else {
        sort(leaf, firstEnd, firstPlace);
      }
      int open = (1 << leaves.players(leaf)) - 1 & ~failures[leaf];
      int first = leaves.patterns(leaf);
      for (int with = open; with >= 0; with = with == 0 ? -1 : with - 1 & open) {
        double gives = reached[first + with];
        if (gives != 0) {
          int from = with == 0 ? firstPlace : ends[firstEnd + with - 1];
          int to = ends[firstEnd + with];
          for (int place = from; place < to; place++) {
            into[places[place]] += gives;
          }
        }
      }
    }
  }
}
