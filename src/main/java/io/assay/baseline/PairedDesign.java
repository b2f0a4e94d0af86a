package io.assay.baseline;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Which coalitions a Shapley estimator values: pairs of a coalition and its complement, drawn
 * without replacement within strata of size. A stratum holds the pairs of sizes s and d - s; its
 * share is
 *
 * <pre>
 * n_s = min(c / (s (d - s)), N_s),   N_s = C(d, s), or half of that where s = d - s
 * </pre>
 *
 * with c such that the shares sum to the pairs asked for: the kernel's own share of the stratum,
 * capped, so that small sizes are enumerated first. Shares are rounded systematically, each up or
 * down, with the share as the expected number; a pair's weight is the kernel's over its chance.
 */
public final class PairedDesign {
  /** A stratum is enumerated and thinned, not drawn by trial, if it has at most so many a draw. */
  static final int SPARSE = 4;

  private final int players;
  private final List<BitSet> halves = new ArrayList<>();
  private final List<Double> weights = new ArrayList<>();
  private final List<Double> unseen = new ArrayList<>();
  private final List<Double> chances = new ArrayList<>();

  private PairedDesign(int players) {
    this.players = players;
  }

  /** Every pair of so many players, each once. */
  public static PairedDesign enumerated(int players) {
    PairedDesign design = new PairedDesign(players);
    for (int size = 1; size <= players / 2; size++) {
      double population = population(players, size);
      design.add(size, population, Subsets.listed(players, size, (int) population), population);
    }
    return design;
  }

  /**
   * A random design.
   *
   * @param players at least 4
   * @param pairs how many pairs, fewer than there are
   * @param random draws them
   */
  public static PairedDesign drawn(int players, int pairs, RandomGenerator random) {
    PairedDesign design = new PairedDesign(players);
    double[] shares = shares(players, pairs);
    int[] counts = rounded(shares, pairs, random.nextDouble());
    for (int size = 1; size <= players / 2; size++) {
      double share = shares[size - 1];
      design.add(size, share, sample(players, size, counts[size - 1], random), counts[size - 1]);
    }
    return design;
  }

  private void add(int size, double share, List<BitSet> drawn, double count) {
    double half = 2 * size == players ? 0.5 : 1;
    for (BitSet coalition : drawn) {
      halves.add(coalition);
      weights.add(half / ((double) size * (players - size)) / share);
      unseen.add(1 - count / population(players, size));
      chances.add(share / population(players, size));
    }
  }

  /** Returns how many players there are. */
  public int players() {
    return players;
  }

  /** Returns how many pairs there are. */
  public int pairs() {
    return halves.size();
  }

  /**
   * Returns [players, pairs]: 1 if the player is in the first coalition of the pair, -1 if it is in
   * the second.
   */
  public double[] sides() {
    int pairs = pairs();
    double[] sides = new double[Math.multiplyExact(players, pairs)];
    for (int pair = 0; pair < pairs; pair++) {
      BitSet half = halves.get(pair);
      for (int player = 0; player < players; player++) {
        sides[player * pairs + pair] = half.get(player) ? 1 : -1;
      }
    }
    return sides;
  }

  /** Returns the kernel's weight of a pair over the chance with which it was drawn. */
  public double weight(int pair) {
    return weights.get(pair);
  }

  /** Returns the chance with which the pair was drawn, above 0 to 1. */
  public double chance(int pair) {
    return chances.get(pair);
  }

  /** Returns which share of the pair's stratum was not drawn, 0 to 1. */
  public double unseen(int pair) {
    return unseen.get(pair);
  }

  /** Returns both coalitions of every pair: pair i is coalitions 2i and 2i + 1. */
  public Coalitions coalitions() {
    return Coalitions.paired(players, halves);
  }

  /** Returns how many pairs a stratum has; infinite where float64 cannot hold it. */
  static double population(int players, int size) {
    return (2 * size == players ? 0.5 : 1) * Subsets.count(players, size);
  }

  /** Returns the share of every stratum in so many pairs, capped. */
  static double[] shares(int players, int pairs) {
    int strata = players / 2;
    double[] shares = new double[strata];
    boolean[] capped = new boolean[strata];
    boolean settled = false;
    while (!settled) {
      settled = true;
      double scale = scale(players, pairs, capped);
      for (int i = 0; i < strata; i++) {
        double population = population(players, i + 1);
        shares[i] = capped[i] ? population : scale * kernelShare(players, i + 1);
        if (!capped[i] && shares[i] >= population) {
          capped[i] = true;
          settled = false;
        }
      }
    }
    return shares;
  }

  private static double scale(int players, int pairs, boolean[] capped) {
    double left = pairs;
    double open = 0;
    for (int i = 0; i < capped.length; i++) {
      if (capped[i]) {
        left -= population(players, i + 1);
      } else {
        open += kernelShare(players, i + 1);
      }
    }
    return left / open;
  }

  private static double kernelShare(int players, int size) {
    return (2 * size == players ? 0.5 : 1) / ((double) size * (players - size));
  }

  /** Rounds each share up or down so that they sum to the total, in expectation to themselves. */
  static int[] rounded(double[] shares, int total, double start) {
    int[] counts = new int[shares.length];
    double[] fractions = new double[shares.length];
    double sum = 0;
    int left = total;
    for (int i = 0; i < shares.length; i++) {
      counts[i] = (int) Math.floor(shares[i] + 1e-9);
      fractions[i] = Math.max(0, shares[i] - counts[i]);
      sum += fractions[i];
      left -= counts[i];
    }
    double passed = start;
    int given = 0;
    for (int i = 0; i < shares.length && given < left; i++) {
      passed += fractions[i] * left / sum;
      if (fractions[i] > 0 && passed + 1e-9 >= given + 1) {
        counts[i]++;
        given++;
      }
    }
    return counts;
  }

  private static List<BitSet> sample(int players, int size, int count, RandomGenerator random) {
    double population = population(players, size);
    if (count == population) {
      return Subsets.listed(players, size, count);
    }
    if (population > (double) SPARSE * count) {
      return drawnByTrial(players, size, count, new HashSet<>(), random);
    }
    List<BitSet> all = Subsets.listed(players, size, (int) population);
    Subsets.shuffle(all, count, random);
    return all.subList(0, count);
  }

  /** Draws subsets of a size that have not been seen; of two halves the one with player 0. */
  static List<BitSet> drawnByTrial(
      int players, int size, int count, Set<BitSet> seen, RandomGenerator random) {
    int[] shuffled = new int[players];
    for (int player = 0; player < players; player++) {
      shuffled[player] = player;
    }
    List<BitSet> drawn = new ArrayList<>(count);
    while (drawn.size() < count) {
      BitSet subset = drawSubset(shuffled, size, random);
      if (2 * size == players && !subset.get(0)) {
        subset.flip(0, players);
      }
      if (seen.add(subset)) {
        drawn.add(subset);
      }
    }
    return drawn;
  }

  private static BitSet drawSubset(int[] shuffled, int size, RandomGenerator random) {
    BitSet subset = new BitSet(shuffled.length);
    for (int i = 0; i < size; i++) {
      int other = i + random.nextInt(shuffled.length - i);
      int player = shuffled[other];
      shuffled[other] = shuffled[i];
      shuffled[i] = player;
      subset.set(player);
    }
    return subset;
  }
}
