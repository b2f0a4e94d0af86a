package io.assay.baseline;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * A list of coalitions: for each, which players are present. Players are packed into 64-bit words,
 * so their number is not limited.
 */
public final class Coalitions {
  private static final int MOST_ENUMERATED = 24;

  private final int players;
  private final int size;
  private final int wordsEach;
  private final long[] words; // [size, wordsEach]; player p is bit p % 64 of word p / 64

  private Coalitions(int players, int size, int wordsEach, long[] words) {
    this.players = players;
    this.size = size;
    this.wordsEach = wordsEach;
    this.words = words;
  }

  /**
   * Packs coalitions, in the order given.
   *
   * @param players how many players there are
   * @param present for each coalition the players that are present, each 0 to players - 1
   * @throws IllegalArgumentException if a coalition has a player that does not exist
   */
  public static Coalitions of(int players, List<BitSet> present) {
    int wordsEach = (players + Long.SIZE - 1) / Long.SIZE;
    long[] words = new long[Math.multiplyExact(present.size(), wordsEach)];
    for (int coalition = 0; coalition < present.size(); coalition++) {
      BitSet members = present.get(coalition);
      if (members.length() > players) {
        throw new IllegalArgumentException(
            "player " + (members.length() - 1) + " is not among " + players);
      }
      long[] packed = members.toLongArray();
      System.arraycopy(packed, 0, words, coalition * wordsEach, packed.length);
    }
    return new Coalitions(players, present.size(), wordsEach, words);
  }

  /**
   * Packs coalitions and their complements: coalition 2i is the i-th given, 2i + 1 its complement.
   *
   * @param players how many players there are
   * @param halves the first coalition of every pair
   * @throws IllegalArgumentException if a coalition has a player that does not exist
   */
  public static Coalitions paired(int players, List<BitSet> halves) {
    List<BitSet> all = new ArrayList<>(2 * halves.size());
    for (BitSet half : halves) {
      BitSet complement = (BitSet) half.clone();
      complement.flip(0, players);
      all.add(half);
      all.add(complement);
    }
    return of(players, all);
  }

  /**
   * All coalitions but the empty and the full one: coalition i holds the players that are the bits
   * of i + 1.
   *
   * @param players 1 to 24
   * @throws IllegalArgumentException if there are more players
   */
  public static Coalitions proper(int players) {
    if (players < 1 || players > MOST_ENUMERATED) {
      throw new IllegalArgumentException(
          "cannot enumerate the coalitions of " + players + " players; need 1 to 24");
    }
    long[] words = new long[(1 << players) - 2];
    for (int coalition = 0; coalition < words.length; coalition++) {
      words[coalition] = coalition + 1L;
    }
    return new Coalitions(players, words.length, 1, words);
  }

  /**
   * Returns the same coalitions among more players: player i becomes the i-th of the given, all
   * others are absent.
   *
   * @param places for every player its number among all, ascending
   * @param all how many players there are then
   */
  public Coalitions among(List<Integer> places, int all) {
    if (places.size() != players) {
      throw new IllegalArgumentException(places.size() + " places for " + players + " players");
    }
    if (players == all) {
      return this;
    }
    int wordsOfAll = (all + Long.SIZE - 1) / Long.SIZE;
    long[] lifted = new long[Math.multiplyExact(size, wordsOfAll)];
    for (int player = 0; player < players; player++) {
      int place = places.get(player);
      for (int coalition = 0; coalition < size; coalition++) {
        long bit = words[coalition * wordsEach + (player >> 6)] >>> (player & 63) & 1;
        lifted[coalition * wordsOfAll + (place >> 6)] |= bit << (place & 63);
      }
    }
    return new Coalitions(all, size, wordsOfAll, lifted);
  }

  /** Returns in how many 64-bit words a coalition is packed. */
  public int wordsEach() {
    return wordsEach;
  }

  /** Returns a word of a coalition: player p is bit p % 64 of word p / 64. */
  public long word(int coalition, int word) {
    return words[coalition * wordsEach + word];
  }

  /** Returns how many players there are. */
  public int players() {
    return players;
  }

  /** Returns how many coalitions there are. */
  public int size() {
    return size;
  }

  /** Returns whether a player is present in a coalition. */
  public boolean contains(int coalition, int player) {
    return (words[coalition * wordsEach + (player >> 6)] >>> (player & 63) & 1) != 0;
  }
}
