package io.assay.attribution.shapley.surrogate;

import io.assay.baseline.Baseline;
import io.assay.baseline.Coalitions;
import io.assay.baseline.FeatureGroups;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The games that boosted trees play against a baseline, exactly. With x the explained row, b a
 * reference of weight w and, for a leaf of value c, A the players who fail it with b and B those
 * who fail it with x, the coalition S reaches the leaf where A lies in S and B does not meet S:
 *
 * <pre>
 * v(S)  = start + sum over leaves and b of c w [A in S] [B and S disjoint]
 * phi_i = sum over leaves and b of c w a' b' / (|A| + |B|)!,  A and B disjoint, with
 *   a' b' =  (|A| - 1)! |B|!   for i in A
 *   a' b' = -|A|! (|B| - 1)!   for i in B
 * </pre>
 *
 * <p>References with the same A are one to a leaf. What a leaf gives depends on the row by B alone,
 * so it is worked out once for every B that occurs and then looked up. A row takes as many steps as
 * there are conditions on the ways to all leaves, whatever the number of references. An object is
 * for one thread.
 *
 * <p>Source: Shapley values of a unanimity-like term as in Laberge and Pequignot (2022),
 * Understanding Interventional TreeSHAP, arXiv 2209.15123, theorem 2.
 */
public final class TreeGame {
  private final BoostedTrees trees;
  private final Leaves leaves;
  private final double[] reached; // [patterns] value x weight of references failing within it
  private final double[] weights; // [patterns] value x weight of references failing just these
  private final double[][] shapley; // [patterns of the row], each [players of the leaf] once known
  private final double[][] shares; // [in][out] (in - 1)! out! / (in + out)!
  private @Nullable Placed placed;

  /** The coalitions valued last, sorted for every leaf. */
  private record Placed(List<Integer> players, Coalitions coalitions, LeafCoalitions sorted) {}

  /**
   * Prepares the games against a baseline.
   *
   * @param groups which features are one player
   * @throws IllegalArgumentException if the three have not the same features
   */
  public TreeGame(BoostedTrees trees, Baseline baseline, FeatureGroups groups) {
    this.trees = trees;
    this.leaves = Leaves.of(trees, groups);
    this.weights = new double[leaves.patterns()];
    this.shapley = new double[leaves.patterns()][];
    float[] references = baseline.rows().values();
    for (int reference = 0; reference < baseline.size(); reference++) {
      int[] failures = leaves.failures(references, reference * trees.features());
      for (int leaf = 0; leaf < failures.length; leaf++) {
        weights[leaves.patterns(leaf) + failures[leaf]] +=
            baseline.weight(reference) * leaves.value(leaf);
      }
    }
    this.reached = sumsOfSubsets(leaves, weights);
    this.shares = shares(deepest(leaves));
  }

  private static int deepest(Leaves leaves) {
    int most = 0;
    for (int leaf = 0; leaf < leaves.size(); leaf++) {
      most = Math.max(most, leaves.players(leaf));
    }
    return most;
  }

  /** Returns for every leaf and pattern the sum over all patterns within it. */
  private static double[] sumsOfSubsets(Leaves leaves, double[] each) {
    double[] sums = each.clone();
    for (int leaf = 0; leaf < leaves.size(); leaf++) {
      int first = leaves.patterns(leaf);
      int patterns = 1 << leaves.players(leaf);
      for (int bit = 1; bit < patterns; bit <<= 1) {
        for (int pattern = 0; pattern < patterns; pattern++) {
          if ((pattern & bit) != 0) {
            sums[first + pattern] += sums[first + (pattern ^ bit)];
          }
        }
      }
    }
    return sums;
  }

  private static double[][] shares(int most) {
    double[][] shares = new double[most + 1][most + 1];
    for (int in = 1; in <= most; in++) {
      shares[in][0] = 1.0 / in;
      for (int out = 1; in + out <= most; out++) {
        shares[in][out] = shares[in][out - 1] * out / (in + out);
      }
    }
    return shares;
  }

  /**
   * Returns the exact Shapley values of a row.
   *
   * @param inputs holds the row
   * @param offset where its first value stands
   * @param into takes one value a player, all of the groups
   */
  public void shapley(float[] inputs, int offset, double[] into) {
    Arrays.fill(into, 0);
    int[] failures = leaves.failures(inputs, offset);
    for (int leaf = 0; leaf < failures.length; leaf++) {
      int at = leaves.patterns(leaf) + failures[leaf];
      double[] known = shapley[at];
      if (known == null) {
        known = shapley(leaf, failures[leaf]);
        shapley[at] = known;
      }
      for (int bit = 0; bit < known.length; bit++) {
        into[leaves.player(leaf, bit)] += known[bit];
      }
    }
  }

  /** Sums over the references, those of one pattern at once. */
  private double[] shapley(int leaf, int out) {
    int first = leaves.patterns(leaf);
    int open = (1 << leaves.players(leaf)) - 1 & ~out;
    int outs = Integer.bitCount(out);
    double[] values = new double[leaves.players(leaf)];
    double lost = 0;
    for (int in = open; in >= 0; in = in == 0 ? -1 : in - 1 & open) { // subsets of open
      double weight = weights[first + in];
      if (weight != 0) {
        int ins = Integer.bitCount(in);
        lost += weight * shares[outs][ins];
        double gained = weight * shares[ins][outs];
        for (int bit = 0; bit < values.length; bit++) {
          values[bit] += (in >> bit & 1) * gained;
        }
      }
    }
    for (int bit = 0; bit < values.length; bit++) {
      values[bit] -= (out >> bit & 1) * lost;
    }
    return values;
  }

  /**
   * Values coalitions of a row.
   *
   * @param inputs holds the row
   * @param offset where its first value stands
   * @param players which players the coalitions are of, ascending; all others are absent
   * @param coalitions of these players, numbered from 0
   * @param into takes one value a coalition
   */
  public void values(
      float[] inputs, int offset, List<Integer> players, Coalitions coalitions, double[] into) {
    Placed known = placed;
    if (known == null || known.coalitions != coalitions || !known.players.equals(players)) {
      known = new Placed(players, coalitions, new LeafCoalitions(leaves, players, coalitions));
      placed = known;
    }
    Arrays.fill(into, 0, coalitions.size(), trees.start());
    known.sorted.add(leaves.failures(inputs, offset), reached, into);
  }
}
