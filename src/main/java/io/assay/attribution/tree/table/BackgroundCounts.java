package io.assay.attribution.tree.table;

import io.assay.attribution.tree.RowBlock;
import io.assay.baseline.Baseline;
import java.util.ArrayList;
import java.util.List;

/** How much of a background has each pattern of a subtree: all that tables need to know of it. */
final class BackgroundCounts {
  private BackgroundCounts() {}

  /** Returns for each subtree the weight of each pattern; rows are added in their order. */
  static List<double[]> of(List<Subtree> subtrees, Baseline background, ForestRanks ranks) {
    List<PatternCode> codes = new ArrayList<>();
    List<double[]> weights = new ArrayList<>();
    for (Subtree subtree : subtrees) {
      codes.add(new PatternCode(subtree.digits()));
      weights.add(new double[subtree.patterns()]);
    }
    RowBlock block = new RowBlock(ranks.features());
    int[][] ranked = ranks.room();
    int[] patterns = new int[RowBlock.MOST_ROWS];
    for (int from = 0; from < background.size(); from += RowBlock.MOST_ROWS) {
      block.fill(background.rows(), from, Math.min(background.size(), from + RowBlock.MOST_ROWS));
      ranks.rank(block, ranked);
      for (int subtree = 0; subtree < codes.size(); subtree++) {
        codes.get(subtree).write(ranked, block.rows(), patterns);
        add(background, from, block.rows(), patterns, weights.get(subtree));
      }
    }
    return weights;
  }

  private static void add(
      Baseline background, int from, int rows, int[] patterns, double[] weights) {
    for (int row = 0; row < rows; row++) {
      weights[patterns[row]] += background.weight(from + row);
    }
  }
}
