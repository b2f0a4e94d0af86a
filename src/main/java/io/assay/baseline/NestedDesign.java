package io.assay.baseline;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Paired designs of growing size, each a beginning of the next, so that what was valued for one
 * serves the next. At every size the pairs are shared out to strata of size as {@link PairedDesign}
 * does, as far as what was drawn before allows; within what a size adds, pairs stand in random
 * order.
 */
public final class NestedDesign {
  private final int players;
  private final List<BitSet> halves;

  private NestedDesign(int players, List<BitSet> halves) {
    this.players = players;
    this.halves = halves;
  }

  /**
   * Draws a design.
   *
   * @param players at least 4
   * @param sizes how many pairs each design has, ascending, fewer than there are
   * @param random draws them
   */
  public static NestedDesign drawn(int players, List<Integer> sizes, RandomGenerator random) {
    List<Stratum> strata = new ArrayList<>();
    for (int size = 1; size <= players / 2; size++) {
      strata.add(new Stratum(players, size));
    }
    int most = sizes.get(sizes.size() - 1);
    double[] last = PairedDesign.shares(players, most);
    List<BitSet> halves = new ArrayList<>(most);
    for (int pairs : sizes) {
      int[] added =
          added(strata, PairedDesign.shares(players, pairs), pairs - halves.size(), random);
      List<BitSet> drawn = new ArrayList<>();
      for (int i = 0; i < added.length; i++) {
        strata.get(i).draw(added[i], last[i], random, drawn);
      }
      Subsets.shuffle(drawn, drawn.size(), random);
      halves.addAll(drawn);
    }
    return new NestedDesign(players, halves);
  }

  /** Returns how many pairs each stratum gets now, as near to its share as what it has allows. */
  private static int[] added(
      List<Stratum> strata, double[] shares, int pairs, RandomGenerator random) {
    double[] wanted = new double[shares.length];
    double sum = 0;
    for (int i = 0; i < shares.length; i++) {
      wanted[i] = Math.max(0, shares[i] - strata.get(i).drawn());
      sum += wanted[i];
    }
    for (int i = 0; i < shares.length; i++) {
      wanted[i] *= pairs / sum;
    }
    int[] added = PairedDesign.rounded(wanted, pairs, random.nextDouble());
    int over = 0;
    for (int i = 0; i < added.length; i++) { // what one cannot give, the next ones do
      int possible = (int) Math.min(strata.get(i).left(), added[i] + over);
      over += added[i] - possible;
      added[i] = possible;
    }
    for (int i = 0; over > 0; i++) {
      int more = (int) Math.min(strata.get(i).left() - added[i], over);
      added[i] += more;
      over -= more;
    }
    return added;
  }

  /** Returns how many players there are. */
  public int players() {
    return players;
  }

  /**
   * Returns both coalitions of some pairs: coalition 2i + 1 is the complement of coalition 2i.
   *
   * @param from the first pair
   * @param to after the last
   */
  public Coalitions coalitions(int from, int to) {
    return Coalitions.paired(players, halves.subList(from, to));
  }

  /** The pairs of a coalition of some size and its complement. */
  private static final class Stratum {
    private final int players;
    private final int size;
    private final double population;
    private final Set<BitSet> seen = new HashSet<>();
    private List<BitSet> listed = List.of(); // in random order, where the stratum is listed
    private int drawn;

    Stratum(int players, int size) {
      this.players = players;
      this.size = size;
      this.population = PairedDesign.population(players, size);
    }

    int drawn() {
      return drawn;
    }

    double left() {
      return population - drawn;
    }

    /** Draws so many more; most is how many will be drawn in the end, about. */
    void draw(int count, double most, RandomGenerator random, List<BitSet> into) {
      boolean isListed = population <= PairedDesign.SPARSE * (most + 1);
      if (isListed && listed.isEmpty()) {
        listed = Subsets.listed(players, size, (int) population);
        Subsets.shuffle(listed, listed.size(), random);
      }
      if (isListed) {
        into.addAll(listed.subList(drawn, drawn + count));
      } else {
        into.addAll(PairedDesign.drawnByTrial(players, size, count, seen, random));
      }
      drawn += count;
    }
  }
}
