package io.assay.attribution.shapley;

import io.assay.baseline.Coalitions;
import io.assay.baseline.PermutationDesign;
import java.util.Arrays;

/**
 * The mean of what each player adds when players appear in the orders of a design and in their
 * reverses. With u(S) = v(S) - v(S's complement), an order and its reverse together give the player
 * at place j
 *
 * <pre>
 * c_j = (u(first j + 1) - u(first j)) / 2,   u(none) = -D,   u(all) = D = v(all) - v(none)
 * </pre>
 *
 * The variance of a player's mean over n pairs is estimated from what c varies between pairs, with
 * two refinements. Orthogonal orders put a player near the ends of an order almost exactly as often
 * as they should; so what c varies with z, the squared distance of the player's place from the
 * middle, is found by regression from eight pairs on, and counted only in the share that the last,
 * unfinished block of orthogonal orders leaves open. Of orders of branches the block balances only
 * what goes with coordinates, not with their signs, which is 4 / pi^2 for branches of two. And a
 * variance from n - 1 degrees of freedom is mixed with the mean of all players' variances as if
 * that had two, without which few pairs would too often seem sure.
 */
final class PermutationEstimator implements Estimator {
  /** From so many pairs on, the slope along z is worth its degree of freedom. */
  private static final int FEWEST_FOR_SLOPE = 8;

  private static final double POOLED_FREEDOM = 2;

  /** Share of the variance of the product of two signs that goes with the product itself. */
  private static final double SIGNS = 4 / (Math.PI * Math.PI);

  private final int players;
  private final int pairs;
  private final Coalitions coalitions;
  private final int[] who; // [pairs, players]
  private final int[] chain; // [pairs, players - 1]
  private final double[] distances; // z less its mean: [pairs, players]
  private final double[] spread; // sum of its squares: [players]
  private final double open; // share of what varies with z that is left in the mean

  private PermutationEstimator(PermutationDesign design, double balance) {
    this.players = design.players();
    this.pairs = design.pairs();
    if (pairs < 2 && players > 1) {
      throw new IllegalArgumentException("one pair of orders has no standard error; need two");
    }
    this.coalitions = design.coalitions();
    this.who = new int[Math.multiplyExact(pairs, players)];
    this.chain = new int[pairs * (players - 1)];
    for (int pair = 0; pair < pairs; pair++) {
      for (int place = 0; place < players; place++) {
        who[pair * players + place] = design.player(pair, place);
      }
      for (int size = 1; size < players; size++) {
        chain[pair * (players - 1) + size - 1] = design.coalition(pair, size);
      }
    }
    this.distances = distances();
    this.spread = new double[players];
    for (int at = 0; at < distances.length; at++) {
      spread[at % players] += distances[at] * distances[at];
    }
    this.open = 1 - balance * (1 - unfinished());
  }

  /**
   * Takes orders in which every player may come at any place.
   *
   * @throws IllegalArgumentException if a single pair leaves nothing to tell the error from
   */
  static PermutationEstimator ofOrders(PermutationDesign design) {
    return new PermutationEstimator(design, 1);
  }

  /**
   * Takes orders in which branches of a hierarchy stay together.
   *
   * @throws IllegalArgumentException if a single pair leaves nothing to tell the error from
   */
  static PermutationEstimator ofBranches(PermutationDesign design) {
    return new PermutationEstimator(design, SIGNS);
  }

  private double[] distances() {
    double[] distances = new double[who.length];
    double[] means = new double[players];
    for (int at = 0; at < who.length; at++) { // pairs, places
      double fromMiddle = at % players - (players - 1) / 2.0;
      double square = fromMiddle * fromMiddle;
      distances[at - at % players + who[at]] = square;
      means[who[at]] += square / pairs;
    }
    for (int at = 0; at < who.length; at++) { // pairs, players
      distances[at] -= means[at % players];
    }
    return distances;
  }

  /** Returns which share of a variance the last, unfinished block leaves in the mean. */
  private double unfinished() {
    int block = Math.max(1, players - 1);
    double last = pairs % block;
    return last * (1 - last / block) / pairs;
  }

  @Override
  public Coalitions coalitions() {
    return coalitions;
  }

  @Override
  public void explain(
      double[] values, int offset, double empty, double full, double[] into, double[] variances) {
    double[] added = added(values, offset, full - empty);
    Arrays.fill(into, 0);
    for (int at = 0; at < added.length; at++) { // pairs, players
      into[at % players] += added[at];
    }
    for (int player = 0; player < players; player++) {
      into[player] /= pairs;
    }
    double[] squares = new double[players];
    double[] slopes = new double[players];
    for (int at = 0; at < added.length; at++) {
      double deviation = added[at] - into[at % players];
      squares[at % players] += deviation * deviation;
      slopes[at % players] += deviation * distances[at];
    }
    double pooled = 0;
    for (int player = 0; player < players; player++) {
      variances[player] = variance(squares[player], slopes[player], spread[player]);
      pooled += variances[player] / players;
    }
    double freedom = pairs - 1;
    for (int player = 0; player < players; player++) {
      double mixed = freedom * variances[player] + POOLED_FREEDOM * pooled;
      variances[player] = mixed / (freedom + POOLED_FREEDOM) / pairs;
    }
  }

  /** Returns the variance of one pair's contribution, as far as it is left in the mean. */
  private double variance(double squares, double slope, double spread) {
    if (pairs < FEWEST_FOR_SLOPE || spread == 0) {
      return squares / Math.max(1, pairs - 1);
    }
    double explained = Math.min(squares, slope * slope / spread);
    return (squares - explained) / (pairs - 2) + open * explained / (pairs - 1);
  }

  /** Returns what every player adds in each pair, [pairs, players]. */
  private double[] added(double[] values, int offset, double gain) {
    double[] added = new double[pairs * players];
    for (int pair = 0; pair < pairs; pair++) {
      double before = -gain;
      for (int place = 0; place < players; place++) {
        double now = gain;
        if (place < players - 1) {
          int at = chain[pair * (players - 1) + place];
          now = values[offset + at] - values[offset + (at ^ 1)];
        }
        added[pair * players + who[pair * players + place]] = (now - before) / 2;
        before = now;
      }
    }
    return added;
  }
}
