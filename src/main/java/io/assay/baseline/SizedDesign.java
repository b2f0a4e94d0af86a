package io.assay.baseline;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Coalitions drawn from a distribution that looks at nothing but their size, for regressions that
 * weigh each of them the same. With a share p_s of coalitions of size s among d players, a number n
 * of them is drawn so:
 *
 * <pre>
 * n_s = min(c p_s, C(d, s)),   c such that n_1 + ... + n_(d-1) = n
 * </pre>
 *
 * without replacement within a size, shares rounded up or down with the share as the expected
 * number. Each counts c p_s / n_s: one, unless its size is enumerated. The empty and the full
 * coalition, whose values cost nothing, always come first and count c p_0 and c p_d.
 */
public final class SizedDesign {
  /** A size is enumerated and thinned, not drawn by trial, if it has at most so many a draw. */
  private static final int SPARSE = 4;

  private static final int MOST_ENUMERATED = 24;

  private final int players;
  private final List<BitSet> coalitions = new ArrayList<>();
  private final List<Double> weights = new ArrayList<>();
  private final List<Double> unseen = new ArrayList<>();

  private SizedDesign(int players) {
    this.players = players;
  }

  /**
   * All coalitions, with weights that sum to their number.
   *
   * @param shares of sizes 0 to the number of players, 1 to 24; positive
   * @throws IllegalArgumentException if there are more players
   */
  public static SizedDesign enumerated(double[] shares) {
    int players = shares.length - 1;
    if (players < 1 || players > MOST_ENUMERATED) {
      throw new IllegalArgumentException(
          "cannot enumerate the coalitions of " + players + " players; need 1 to 24");
    }
    double scale = 0;
    for (double share : shares) {
      scale += share;
    }
    SizedDesign design = new SizedDesign(players);
    design.addKnown(shares, (1 << players) / scale);
    for (int size = 1; size < players; size++) {
      int ways = (int) Subsets.count(players, size);
      double weight = (1 << players) / scale * shares[size] / ways;
      Subsets.listed(players, size, ways).forEach(each -> design.add(each, weight, 0));
    }
    return design;
  }

  /**
   * A random design.
   *
   * @param shares of sizes 0 to the number of players; positive, in any scale
   * @param draws how many coalitions but the empty and the full one, fewer than there are
   * @param random draws them
   */
  public static SizedDesign drawn(double[] shares, int draws, RandomGenerator random) {
    int players = shares.length - 1;
    SizedDesign design = new SizedDesign(players);
    boolean[] capped = new boolean[players + 1];
    double scale = scale(shares, draws, capped);
    design.addKnown(shares, scale);
    double[] counts = new double[players + 1];
    for (int size = 1; size < players; size++) {
      counts[size] = capped[size] ? Subsets.count(players, size) : scale * shares[size];
    }
    double passed = random.nextDouble();
    int drawn = 0;
    for (int size = 1; size < players; size++) { // rounded systematically
      passed += counts[size];
      int count = Math.min(draws, (int) Math.floor(passed + 1e-9)) - drawn;
      drawn += count;
      double weight = scale * shares[size] / counts[size];
      double unseen = Math.max(0, 1 - count / Subsets.count(players, size));
      sample(players, size, count, random).forEach(each -> design.add(each, weight, unseen));
    }
    return design;
  }

  /** Returns c, and notes which sizes are enumerated. */
  private static double scale(double[] shares, int draws, boolean[] capped) {
    int players = shares.length - 1;
    while (true) {
      double left = draws;
      double open = 0;
      for (int size = 1; size < players; size++) {
        left -= capped[size] ? Subsets.count(players, size) : 0;
        open += capped[size] ? 0 : shares[size];
      }
      double scale = left / open;
      boolean isSettled = true;
      for (int size = 1; size < players; size++) {
        if (!capped[size] && scale * shares[size] >= Subsets.count(players, size)) {
          capped[size] = true;
          isSettled = false;
        }
      }
      if (isSettled) {
        return scale;
      }
    }
  }

  private void addKnown(double[] shares, double scale) {
    BitSet full = new BitSet(players);
    full.set(0, players);
    add(new BitSet(), scale * shares[0], 0);
    add(full, scale * shares[players], 0);
  }

  private void add(BitSet coalition, double weight, double share) {
    coalitions.add(coalition);
    weights.add(weight);
    unseen.add(share);
  }

  /** Returns how many players there are. */
  public int players() {
    return players;
  }

  /** Returns how many coalitions there are, with the empty and the full one. */
  public int size() {
    return coalitions.size();
  }

  /** Returns what a coalition counts. */
  public double weight(int coalition) {
    return weights.get(coalition);
  }

  /** Returns which share of the coalitions of the same size was not drawn, 0 to 1. */
  public double unseen(int coalition) {
    return unseen.get(coalition);
  }

  /** Returns all coalitions: the empty one, the full one, and those that have to be valued. */
  public Coalitions coalitions() {
    return Coalitions.of(players, coalitions);
  }

  /** Returns the coalitions that have to be valued: all but the first two. */
  public Coalitions proper() {
    return Coalitions.of(players, coalitions.subList(2, coalitions.size()));
  }

  private static List<BitSet> sample(int players, int size, int count, RandomGenerator random) {
    double ways = Subsets.count(players, size);
    if (count >= ways) {
      return Subsets.listed(players, size, (int) ways);
    }
    if (ways > (double) SPARSE * count) {
      return drawnByTrial(players, size, count, random);
    }
    List<BitSet> all = Subsets.listed(players, size, (int) ways);
    Subsets.shuffle(all, count, random);
    return all.subList(0, count);
  }

  private static List<BitSet> drawnByTrial(
      int players, int size, int count, RandomGenerator random) {
    Set<BitSet> seen = new HashSet<>();
    List<BitSet> drawn = new ArrayList<>(count);
    while (drawn.size() < count) {
      BitSet subset = new BitSet(players);
      for (int last = players - size; last < players; last++) { // Floyd's algorithm
        int member = random.nextInt(last + 1);
        subset.set(subset.get(member) ? last : member);
      }
      if (seen.add(subset)) {
        drawn.add(subset);
      }
    }
    return drawn;
  }
}
