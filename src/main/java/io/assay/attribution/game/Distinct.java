package io.assay.attribution.game;

import io.assay.baseline.Coalitions;
import java.util.Arrays;
import java.util.BitSet;

/**
 * The coalitions of a list that have to be asked about where only some players can change the
 * input: of those that agree on these players the first, and neither the one with all of them,
 * which is the row itself, nor the one with none.
 */
final class Distinct {
  /** Whether the score of the coalition of none is known, or asked about like any other. */
  enum Empties {
    KNOWN,
    ASKED
  }

  /** The coalition composes the row itself. */
  static final int ROW = -1;

  /** The coalition composes what the empty one does. */
  static final int EMPTY = -2;

  private static final int FREE = -1;

  private final Coalitions coalitions;
  private final long[] active; // [wordsEach]
  private final int[] items; // [coalitions]
  private final int[] firsts; // [size]
  private int size;

  private Distinct(Coalitions coalitions, BitSet active) {
    this.coalitions = coalitions;
    this.active = Arrays.copyOf(active.toLongArray(), coalitions.wordsEach());
    this.items = new int[coalitions.size()];
    this.firsts = new int[coalitions.size()];
  }

  /**
   * Sorts out a list.
   *
   * @param active the players who can change the input
   * @param empties what to do about the coalition of none of them
   */
  static Distinct of(Coalitions coalitions, BitSet active, Empties empties) {
    Distinct distinct = new Distinct(coalitions, active);
    distinct.sortOut(empties == Empties.KNOWN);
    return distinct;
  }

  private void sortOut(boolean knowsEmpty) {
    int slots = Integer.highestOneBit(Math.max(1, items.length)) * 4;
    int[] table = new int[slots];
    Arrays.fill(table, FREE);
    for (int coalition = 0; coalition < items.length; coalition++) {
      if (isAll(coalition)) {
        items[coalition] = ROW;
      } else if (knowsEmpty && isNone(coalition)) {
        items[coalition] = EMPTY;
      } else {
        items[coalition] = item(table, coalition);
      }
    }
  }

  /** Finds the first coalition like this one by open addressing. */
  private int item(int[] table, int coalition) {
    int at = hash(coalition) & (table.length - 1);
    while (table[at] != FREE) {
      if (areAlike(firsts[table[at]], coalition)) {
        return table[at];
      }
      at = (at + 1) & (table.length - 1);
    }
    firsts[size] = coalition;
    table[at] = size;
    return size++;
  }

  private boolean isAll(int coalition) {
    for (int word = 0; word < active.length; word++) {
      if ((coalitions.word(coalition, word) & active[word]) != active[word]) {
        return false;
      }
    }
    return true;
  }

  private boolean isNone(int coalition) {
    for (int word = 0; word < active.length; word++) {
      if ((coalitions.word(coalition, word) & active[word]) != 0) {
        return false;
      }
    }
    return true;
  }

  private boolean areAlike(int one, int other) {
    for (int word = 0; word < active.length; word++) {
      if (((coalitions.word(one, word) ^ coalitions.word(other, word)) & active[word]) != 0) {
        return false;
      }
    }
    return true;
  }

  private int hash(int coalition) {
    long hash = 0;
    for (int word = 0; word < active.length; word++) {
      hash = (hash ^ (coalitions.word(coalition, word) & active[word])) * 0x9E3779B97F4A7C15L;
      hash ^= hash >>> 32;
    }
    return (int) hash;
  }

  /** Returns how many coalitions have to be asked about. */
  int size() {
    return size;
  }

  /** Returns one of those to ask about: its number in the list. */
  int coalition(int item) {
    return firsts[item];
  }

  /** Returns which of those asked about tells a coalition's score, or {@link #ROW} or EMPTY. */
  int item(int coalition) {
    return items[coalition];
  }
}
