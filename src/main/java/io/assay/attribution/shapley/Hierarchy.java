package io.assay.attribution.shapley;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A tree whose leaves are players, each once. Of the parts of a branch, one after the other joins
 * in any order, but each as a whole: no player of another part comes between its own.
 *
 * @param player the player of a leaf; -1 of a branch
 * @param parts of a branch, at least two; none of a leaf
 */
record Hierarchy(int player, List<Hierarchy> parts) {
  Hierarchy {
    parts = List.copyOf(parts);
  }

  /** Returns a player alone. */
  static Hierarchy leaf(int player) {
    return new Hierarchy(player, List.of());
  }

  /** Returns a branch, or its part if there is only one. */
  static Hierarchy branch(List<Hierarchy> parts) {
    return parts.size() == 1 ? parts.get(0) : new Hierarchy(-1, parts);
  }

  /** Halves players in their order, the first half the larger, until each is alone. */
  static Hierarchy balanced(int players) {
    return balanced(0, players);
  }

  private static Hierarchy balanced(int from, int to) {
    if (to - from == 1) {
      return leaf(from);
    }
    int middle = (from + to + 1) / 2;
    return branch(List.of(balanced(from, middle), balanced(middle, to)));
  }

  boolean isLeaf() {
    return parts.isEmpty();
  }

  /** Returns the players, in the order of the leaves. */
  List<Integer> players() {
    List<Integer> players = new ArrayList<>();
    collect(players);
    return players;
  }

  private void collect(List<Integer> into) {
    if (isLeaf()) {
      into.add(player);
    }
    parts.forEach(part -> part.collect(into));
  }

  /** Returns the players as a coalition. */
  BitSet coalition() {
    BitSet coalition = new BitSet();
    players().forEach(coalition::set);
    return coalition;
  }

  /**
   * Returns how many coalitions decide the Owen values, the empty and the full one aside: those of
   * which all branches but those on one way down from the root are present or absent as a whole.
   *
   * <pre>
   * cost = sum over branches of (2^m - 2) product over branches above of 2^(m_above - 1)
   * </pre>
   *
   * <p>with m the number of parts; infinite where float64 cannot hold it.
   */
  double cost() {
    return cost(1);
  }

  private double cost(double contexts) {
    double cost = isLeaf() ? 0 : contexts * (Math.scalb(1.0, parts.size()) - 2);
    double below = contexts * Math.scalb(1.0, parts.size() - 1);
    for (Hierarchy part : parts) {
      cost += part.isLeaf() ? 0 : part.cost(below);
    }
    return cost;
  }

  /**
   * Returns the tree of some of the players.
   *
   * @param kept ascending, at least one; the i-th of them becomes player i
   */
  Hierarchy among(List<Integer> kept) {
    return pruned(kept).orElseThrow();
  }

  private Optional<Hierarchy> pruned(List<Integer> kept) {
    if (isLeaf()) {
      int place = Collections.binarySearch(kept, player);
      return place < 0 ? Optional.empty() : Optional.of(leaf(place));
    }
    List<Hierarchy> left = parts.stream().flatMap(part -> part.pruned(kept).stream()).toList();
    return left.isEmpty() ? Optional.empty() : Optional.of(branch(left));
  }

  /**
   * Makes an order of the players in which every branch stays together. A random direction gives
   * every such order the same chance: a branch sorts its parts by the direction's coordinates along
   * its own contrasts, each of a part against the parts before, which are at right angles to those
   * of all other branches.
   *
   * @param direction one coordinate a player, which sum to zero
   */
  int[] order(double[] direction) {
    List<Integer> order = new ArrayList<>();
    arrange(direction, order);
    return order.stream().mapToInt(Integer::intValue).toArray();
  }

  private void arrange(double[] direction, List<Integer> into) {
    if (isLeaf()) {
      into.add(player);
      return;
    }
    double[] heights = heights(direction);
    IntStream.range(0, heights.length)
        .boxed()
        .sorted(Comparator.comparingDouble(part -> heights[part]))
        .forEach(part -> parts.get(part).arrange(direction, into));
  }

  /** Returns the coordinates along this branch's contrasts, as if all parts were of one size. */
  private double[] heights(double[] direction) {
    double[] heights = new double[parts.size()];
    double sum = 0;
    double size = 0;
    for (int part = 0; part < heights.length; part++) {
      List<Integer> members = parts.get(part).players();
      double own = members.stream().mapToDouble(member -> direction[member]).sum();
      if (part > 0) {
        double contrast = sum / size - own / members.size();
        double along = contrast / Math.sqrt(1 / size + 1.0 / members.size());
        double each = along / Math.sqrt(1.0 / part + 1);
        heights[part] = -each;
        for (int before = 0; before < part; before++) {
          heights[before] += each / part;
        }
      }
      sum += own;
      size += members.size();
    }
    return heights;
  }
}
