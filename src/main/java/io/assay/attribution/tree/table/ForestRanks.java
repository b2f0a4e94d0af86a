package io.assay.attribution.tree.table;

import io.assay.attribution.tree.RowBlock;
import io.assay.model.tree.Forest;
import io.assay.model.tree.Tree;
import java.util.Arrays;

/** The rankings of all features that a forest looks at. */
final class ForestRanks {
  private static final Ranking OF_NONE = new Ranking(new float[0]);

  private final Ranking[] rankings;

  ForestRanks(Forest forest) {
    float[][] boundaries = new float[forest.features()][0];
    int[] counts = new int[forest.features()];
    for (Tree tree : forest.trees()) {
      for (int node = 0; node < tree.nodes(); node++) {
        if (!tree.isLeaf(node)) {
          int feature = tree.split(node).feature();
          float[] own = tree.split(node).boundaries();
          int count = counts[feature];
          if (count + own.length > boundaries[feature].length) {
            boundaries[feature] = Arrays.copyOf(boundaries[feature], 2 * count + own.length);
          }
          System.arraycopy(own, 0, boundaries[feature], count, own.length);
          counts[feature] += own.length;
        }
      }
    }
    this.rankings = new Ranking[boundaries.length];
    for (int feature = 0; feature < rankings.length; feature++) {
      rankings[feature] =
          counts[feature] == 0
              ? OF_NONE
              : new Ranking(Arrays.copyOf(boundaries[feature], counts[feature]));
    }
  }

  /** Returns how many values a row has. */
  int features() {
    return rankings.length;
  }

  /** Returns the ranking of a feature. */
  Ranking of(int feature) {
    return rankings[feature];
  }

  /** Returns room for the ranks of a block, [feature][row]; none for features never looked at. */
  int[][] room() {
    int[][] room = new int[rankings.length][];
    for (int feature = 0; feature < room.length; feature++) {
      room[feature] = new int[rankings[feature] == OF_NONE ? 0 : RowBlock.MOST_ROWS];
    }
    return room;
  }

  /** Ranks the values of a block. */
  void rank(RowBlock block, int[][] ranks) {
    for (int feature = 0; feature < rankings.length; feature++) {
      if (rankings[feature] != OF_NONE) {
        rankings[feature].rank(block.column(feature), block.rows(), ranks[feature]);
      }
    }
  }
}
