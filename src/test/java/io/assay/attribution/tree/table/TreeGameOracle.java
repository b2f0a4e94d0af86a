package io.assay.attribution.tree.table;

import io.assay.attribution.tree.GameTable;
import io.assay.baseline.Baseline;
import io.assay.model.tree.Tree;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The values of a tree's game by its definition: every coalition of features is played, and every
 * effect weighed. Up to some ten features.
 */
final class TreeGameOracle {
  private final Tree tree;
  private final int features;
  private final Absence absence;

  TreeGameOracle(Tree tree, int features, Absence absence) {
    this.tree = tree;
    this.features = features;
    this.absence = absence;
  }

  /**
   * Returns the values of the columns.
   *
   * @param place of the value in a leaf
   * @return one a column: features, then perhaps their pairs
   */
  double[] columns(float[] row, int place, TreeQuestion question) {
    double[] values = new double[question.columns().size()];
    int[] all = IntStream.range(0, features).toArray();
    new GameTable(game(row, place)).addTo(values, question.columns(), question.index(), all);
    return values;
  }

  /** The worth of every coalition; bit j is feature j. */
  private double[] game(float[] row, int place) {
    double[] game = new double[1 << features];
    for (int coalition = 0; coalition < game.length; coalition++) {
      game[coalition] =
          absence instanceof Absence.Background background
              ? mean(row, coalition, place, background.rows())
              : expectation(0, row, coalition, place);
    }
    return game;
  }

  private double mean(float[] row, int coalition, int place, Baseline background) {
    double mean = 0;
    for (int reference = 0; reference < background.size(); reference++) {
      int from = reference * features;
      float[] mixed = Arrays.copyOfRange(background.rows().values(), from, from + features);
      for (int feature = 0; feature < features; feature++) {
        mixed[feature] = (coalition >> feature & 1) != 0 ? row[feature] : mixed[feature];
      }
      mean += background.weight(reference) * tree.value(tree.leafOf(mixed, 0), place);
    }
    return mean;
  }

  private double expectation(int node, float[] row, int coalition, int place) {
    if (tree.isLeaf(node)) {
      return tree.value(node, place);
    }
    int left = tree.left(node);
    int right = tree.right(node);
    int feature = tree.split(node).feature();
    if ((coalition >> feature & 1) != 0) {
      int child = tree.split(node).goesLeft(row[feature]) ? left : right;
      return expectation(child, row, coalition, place);
    }
    return tree.share(node, left) * expectation(left, row, coalition, place)
        + tree.share(node, right) * expectation(right, row, coalition, place);
  }
}
