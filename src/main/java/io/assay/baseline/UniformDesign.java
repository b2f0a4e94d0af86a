package io.assay.baseline;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Coalitions in which each player is present with probability one half, as Banzhaf values ask for:
 * pairs of a coalition and its complement, drawn without replacement, each pair with the same
 * chance. The pair of the empty and the full coalition is never drawn.
 */
public final class UniformDesign {
  /** Pairs are enumerated and thinned, not drawn by trial, if there are at most so many a draw. */
  private static final int SPARSE = 4;

  private static final int MOST_ENUMERATED = 24;

  private final int players;
  private final List<BitSet> halves;

  private UniformDesign(int players, List<BitSet> halves) {
    this.players = players;
    this.halves = halves;
  }

  /**
   * Every pair of so many players, each once.
   *
   * @param players 1 to 24
   * @throws IllegalArgumentException if there are more players
   */
  public static UniformDesign enumerated(int players) {
    if (players < 1 || players > MOST_ENUMERATED) {
      throw new IllegalArgumentException(
          "cannot enumerate the coalitions of " + players + " players; need 1 to 24");
    }
    int pairs = (int) population(players);
    List<BitSet> halves = new ArrayList<>(pairs);
    for (int code = 0; code < pairs; code++) {
      halves.add(half(code));
    }
    return new UniformDesign(players, halves);
  }

  /**
   * A random design.
   *
   * @param players at least 1
   * @param pairs how many pairs, at most as many as there are
   * @param random draws them
   * @throws IllegalArgumentException if there are not as many pairs
   */
  public static UniformDesign drawn(int players, int pairs, RandomGenerator random) {
    double population = population(players);
    if (pairs < 0 || pairs > population) {
      throw new IllegalArgumentException(
          "cannot draw %d pairs of coalitions of %d players; there are %.0f"
              .formatted(pairs, players, population));
    }
    return new UniformDesign(
        players,
        population > (double) SPARSE * pairs
            ? drawnByTrial(players, pairs, random)
            : thinned((int) population, pairs, random));
  }

  /** Returns how many pairs there are, that of the empty and the full coalition aside. */
  private static double population(int players) {
    return Math.scalb(1.0, players - 1) - 1;
  }

  /** Returns the coalition of player 0 and of those whose bit is set, player 1 first. */
  private static BitSet half(long code) {
    return BitSet.valueOf(new long[] {code << 1 | 1});
  }

  private static List<BitSet> thinned(int population, int pairs, RandomGenerator random) {
    int[] codes = new int[population];
    for (int code = 0; code < population; code++) {
      codes[code] = code;
    }
    List<BitSet> halves = new ArrayList<>(pairs);
    for (int i = 0; i < pairs; i++) {
      int other = i + random.nextInt(population - i);
      halves.add(half(codes[other]));
      codes[other] = codes[i];
    }
    return halves;
  }

  private static List<BitSet> drawnByTrial(int players, int pairs, RandomGenerator random) {
    List<BitSet> halves = new ArrayList<>(pairs);
    Set<BitSet> seen = new HashSet<>();
    while (halves.size() < pairs) {
      BitSet half = new BitSet(players);
      for (int from = 0; from < players; from += Long.SIZE) {
        long word = random.nextLong();
        for (int player = from; player < Math.min(players, from + Long.SIZE); player++) {
          half.set(player, (word >>> (player - from) & 1) != 0);
        }
      }
      half.set(0);
      if (half.cardinality() < players && seen.add(half)) {
        halves.add(half);
      }
    }
    return halves;
  }

  /** Returns how many players there are. */
  public int players() {
    return players;
  }

  /** Returns how many pairs there are. */
  public int pairs() {
    return halves.size();
  }

  /** Returns which share of all pairs was drawn, 0 to 1: tiny where players are many. */
  public double seen() {
    double population = population(players);
    return halves.size() == population ? 1 : halves.size() / population;
  }

  /** Returns which share of all pairs was not drawn, 0 to 1. */
  public double unseen() {
    return 1 - seen();
  }

  /** Returns whether a player is in the first coalition of a pair. */
  public boolean isFirst(int pair, int player) {
    return halves.get(pair).get(player);
  }

  /** Returns both coalitions of every pair: pair i is coalitions 2i and 2i + 1. */
  public Coalitions coalitions() {
    return Coalitions.paired(players, halves);
  }
}
