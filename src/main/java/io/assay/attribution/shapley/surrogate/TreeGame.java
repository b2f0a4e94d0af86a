package io.assay.attribution.shapley.surrogate;

import io.assay.baseline.Baseline;
import io.assay.baseline.Coalitions;
import io.assay.baseline.FeatureGroups;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The games that boosted trees play against a baseline, exactly. With x the explained row, b a
 * reference of weight w and, for a leaf of value c, A the players without whom b misses the leaf
 * and B those with whom x misses it, the coalition S reaches the leaf where A lies in S and B does
 * not meet S:
 *
 * <pre>
 * v(S)  = start + sum over leaves and b of c w [A in S] [B and S disjoint]
 * phi_i = sum over leaves and b of c w q_i / (|A| + |B|)!,  A and B disjoint, with
 *   q_i =  (|A| - 1)! |B|!   for i in A
 *   q_i = -|A|! (|B| - 1)!   for i in B
 * </pre>
 *
 * <p>Rows go down a tree with 64 references at a time as the bits of a word: those that go the way
 * of the row stay together, the others are parted by who decides. Coalitions go down in words of
 * 64, too. Nothing is kept of a row. An object is for one thread.
 *
 * <p>Source: Laberge and Pequignot (2022), Understanding Interventional TreeSHAP, arXiv 2209.15123,
 * theorem 2, with references merged.
 */
public final class TreeGame {
  private final BoostedTrees trees;
  private final int players;
  private final List<TreeDescent> descents = new ArrayList<>(); // one for 64 references
  private @Nullable Valued valued;

  /** The coalitions valued last. */
  private static final class Valued {
    private final List<Integer> players;
    private final Coalitions coalitions;
    private final long[][] with; // [words of coalitions][players] those that each player is in

    Valued(List<Integer> players, Coalitions coalitions, long[][] with) {
      this.players = players;
      this.coalitions = coalitions;
      this.with = with;
    }
  }

  /**
   * Prepares the games against a baseline.
   *
   * @param groups which features are one player
   * @throws IllegalArgumentException if the three have not the same features
   */
  public TreeGame(BoostedTrees trees, Baseline baseline, FeatureGroups groups) {
    if (trees.features() != groups.features() || trees.features() != baseline.rows().rowLength()) {
      throw new IllegalArgumentException(
          "trees of %d features, groups of %d, a baseline of %d"
              .formatted(trees.features(), groups.features(), baseline.rows().rowLength()));
    }
    this.trees = trees;
    this.players = groups.size();
    for (int from = 0; from < baseline.size(); from += Long.SIZE) {
      descents.add(new TreeDescent(trees, baseline, from, groups));
    }
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
    for (TreeDescent descent : descents) {
      descent.addShapley(inputs, offset, into);
    }
  }

  /**
   * Values coalitions of a row.
   *
   * @param inputs holds the row
   * @param offset where its first value stands
   * @param those which players the coalitions are of, ascending; all others are absent
   * @param coalitions of these players, numbered from 0
   * @param into takes one value a coalition
   */
  public void values(
      float[] inputs, int offset, List<Integer> those, Coalitions coalitions, double[] into) {
    Valued known = valued;
    if (known == null || known.coalitions != coalitions || !known.players.equals(those)) {
      known = new Valued(those, coalitions, with(those, coalitions));
      valued = known;
    }
    Arrays.fill(into, 0, coalitions.size(), trees.start());
    for (int word = 0; word < known.with.length; word++) {
      for (TreeDescent descent : descents) {
        int from = word << 6;
        int size = Math.min(Long.SIZE, coalitions.size() - from);
        descent.addValues(inputs, offset, known.with[word], -1L >>> (Long.SIZE - size), from, into);
      }
    }
  }

  /** Returns for 64 coalitions at a time, and every player of the request, which it is in. */
  private long[][] with(List<Integer> those, Coalitions coalitions) {
    long[][] with = new long[(coalitions.size() + Long.SIZE - 1) / Long.SIZE][players];
    for (int coalition = 0; coalition < coalitions.size(); coalition++) {
      for (int i = 0; i < those.size(); i++) {
        if (coalitions.contains(coalition, i)) {
          with[coalition >> 6][those.get(i)] |= 1L << (coalition & 63);
        }
      }
    }
    return with;
  }
}
