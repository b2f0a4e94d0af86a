package io.assay.baseline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Random orders in which players appear, each with its reverse, and the coalitions that form on the
 * way. The orders are those of the coordinates of random directions in the plane where coordinates
 * sum to zero, which gives every order the same chance; up to players - 1 directions at a time are
 * at right angles to each other, so that no two orders are nearly the same.
 *
 * <p>Source: Mitchell, Cooper, Frank and Holmes (2022), Sampling Permutations for Shapley Value
 * Estimation, arXiv 2104.12199, section 4.2 (orthogonal spherical codes).
 */
public final class PermutationDesign {
  /** A direction that keeps so little of its length beside the others is drawn anew. */
  private static final double LEAST_LENGTH = 1e-6;

  private final int players;
  private final List<int[]> orders;
  private final List<int[]> chains = new ArrayList<>();
  private final List<BitSet> halves = new ArrayList<>();

  private PermutationDesign(int players, List<int[]> orders) {
    this.players = players;
    this.orders = orders;
    Map<BitSet, Integer> places = new HashMap<>();
    for (int[] order : orders) {
      chains.add(chain(order, places));
    }
  }

  /**
   * Draws a design in which every order is equally likely.
   *
   * @param players at least 1
   * @param pairs how many orders, each with its reverse, at least 1
   * @param random draws them
   * @throws IllegalArgumentException if there is no player or no pair
   */
  public static PermutationDesign drawn(int players, int pairs, RandomGenerator random) {
    return drawn(players, pairs, random, PermutationDesign::order);
  }

  /**
   * Draws a design whose orders are made of random directions by a rule.
   *
   * @param players at least 1
   * @param pairs how many orders, each with its reverse, at least 1
   * @param random draws the directions
   * @param rule makes an order, every player once, of a direction: one coordinate a player, which
   *     sum to zero
   * @throws IllegalArgumentException if there is no player or no pair, or if the rule makes what is
   *     no order
   */
  public static PermutationDesign drawn(
      int players, int pairs, RandomGenerator random, Function<double[], int[]> rule) {
    if (players < 1 || pairs < 1) {
      throw new IllegalArgumentException(
          "cannot draw " + pairs + " pairs of orders of " + players + " players; need 1 of each");
    }
    int[] all = IntStream.range(0, players).toArray();
    List<int[]> orders = new ArrayList<>(pairs);
    List<double[]> block = new ArrayList<>();
    while (orders.size() < pairs) {
      if (block.size() >= players - 1) {
        block.clear();
      }
      double[] direction = direction(players, block, random);
      block.add(direction);
      int[] order = rule.apply(direction.clone());
      if (!Arrays.equals(Arrays.stream(order).sorted().toArray(), all)) {
        throw new IllegalArgumentException(
            "an order of " + players + " players is " + Arrays.toString(order));
      }
      orders.add(order);
    }
    return new PermutationDesign(players, orders);
  }

  /** Draws a unit vector at right angles to the ones vector and to those given. */
  private static double[] direction(int players, List<double[]> others, RandomGenerator random) {
    double[] direction = new double[players];
    if (players == 1) {
      return direction;
    }
    double kept = 0;
    while (kept < LEAST_LENGTH) {
      for (int player = 0; player < players; player++) {
        direction[player] = random.nextGaussian();
      }
      double drawn = Math.sqrt(dot(direction, direction));
      project(direction, others);
      project(direction, others); // once more, for what rounding left over
      double left = Math.sqrt(dot(direction, direction));
      kept = left / drawn;
      for (int player = 0; player < players; player++) {
        direction[player] /= left;
      }
    }
    return direction;
  }

  private static void project(double[] vector, List<double[]> others) {
    double mean = Arrays.stream(vector).sum() / vector.length;
    for (int i = 0; i < vector.length; i++) {
      vector[i] -= mean;
    }
    for (double[] other : others) {
      double along = dot(vector, other);
      for (int i = 0; i < vector.length; i++) {
        vector[i] -= along * other[i];
      }
    }
  }

  private static double dot(double[] one, double[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += one[i] * other[i];
    }
    return sum;
  }

  private static int[] order(double[] direction) {
    return IntStream.range(0, direction.length)
        .boxed()
        .sorted((one, other) -> Double.compare(direction[one], direction[other]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /** Finds or adds the coalitions of an order; of a pair, the one with player 0 is kept. */
  private int[] chain(int[] order, Map<BitSet, Integer> places) {
    int[] chain = new int[players - 1];
    BitSet present = new BitSet(players);
    for (int size = 1; size < players; size++) {
      present.set(order[size - 1]);
      BitSet half = (BitSet) present.clone();
      boolean isSecond = !half.get(0);
      if (isSecond) {
        half.flip(0, players);
      }
      int next = halves.size();
      int place = places.computeIfAbsent(half, absent -> next);
      if (place == next) {
        halves.add(half);
      }
      chain[size - 1] = 2 * place + (isSecond ? 1 : 0);
    }
    return chain;
  }

  /** Returns how many players there are. */
  public int players() {
    return players;
  }

  /** Returns how many orders there are, not counting their reverses. */
  public int pairs() {
    return orders.size();
  }

  /** Returns the player who appears at a place of an order, both counted from 0. */
  public int player(int pair, int place) {
    return orders.get(pair)[place];
  }

  /**
   * Returns which of {@link #coalitions} the first players of an order form. The first ones of its
   * reverse form the complements: the coalition at the number with its last bit flipped.
   *
   * @param pair which order
   * @param size how many players have appeared, 1 to players - 1
   */
  public int coalition(int pair, int size) {
    return chains.get(pair)[size - 1];
  }

  /**
   * Returns the coalitions that form on the way in all orders and their reverses, each once, but
   * for the empty and the full one: coalition 2i + 1 is the complement of coalition 2i. There are
   * at most 2 (players - 1) a pair.
   */
  public Coalitions coalitions() {
    return Coalitions.paired(players, halves);
  }
}
