package io.assay.attribution.tree;

import io.assay.model.tree.Forest;
import io.assay.model.tree.Tree;
import io.assay.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The path-dependent game of a tree, coalition by coalition: a question on a feature of the
 * coalition is answered by the row, any other by the shares of the training data. Values are those
 * of the definition, over all 2^u coalitions of the u features that the tree looks at.
 */
final class BruteForceTrees {
  private BruteForceTrees() {}

  /**
   * Values of an output, [column], pairs taken off their features as interactions do.
   *
   * @param row of the input
   */
  static double[] values(
      Forest forest,
      int output,
      Tensor input,
      int row,
      ResultColumns columns,
      Semivalue semivalue) {
    double[] values = new double[columns.size()];
    for (Tree tree : forest.trees()) {
      int place = output - tree.firstOutput();
      if (place >= 0 && place < tree.width()) {
        Game game = new Game(tree, place, input, row);
        int[] features = game.players.stream().mapToInt(Integer::intValue).toArray();
        new GameTable(game.worth()).addTo(values, columns, semivalue, features);
      }
    }
    return values;
  }

  /** Returns the worth of the empty coalition, base score included. */
  static double expected(Forest forest, int output) {
    double expected = forest.base(output);
    for (Tree tree : forest.trees()) {
      int place = output - tree.firstOutput();
      if (place >= 0 && place < tree.width()) {
        expected += mean(tree, 0, place);
      }
    }
    return expected;
  }

  private static double mean(Tree tree, int node, int place) {
    if (tree.isLeaf(node)) {
      return tree.value(node, place);
    }
    int left = tree.left(node);
    int right = tree.right(node);
    return tree.share(node, left) * mean(tree, left, place)
        + tree.share(node, right) * mean(tree, right, place);
  }

  private static final class Game {
    private final Tree tree;
    private final int place;
    private final Tensor input;
    private final int row;
    private final List<Integer> players;

    Game(Tree tree, int place, Tensor input, int row) {
      this.tree = tree;
      this.place = place;
      this.input = input;
      this.row = row;
      SortedSet<Integer> asked = new TreeSet<>();
      for (int node = 0; node < tree.nodes(); node++) {
        if (!tree.isLeaf(node)) {
          asked.add(tree.split(node).feature());
        }
      }
      this.players = new ArrayList<>(asked);
    }

    double[] worth() {
      double[] worth = new double[1 << players.size()];
      for (int coalition = 0; coalition < worth.length; coalition++) {
        worth[coalition] = worth(0, coalition);
      }
      return worth;
    }

    private double worth(int node, int coalition) {
      if (tree.isLeaf(node)) {
        return tree.value(node, place);
      }
      int feature = tree.split(node).feature();
      int left = tree.left(node);
      int right = tree.right(node);
      if ((coalition >> players.indexOf(feature) & 1) == 1) {
        return worth(tree.split(node).goesLeft(input.at(row, feature)) ? left : right, coalition);
      }
      return tree.share(node, left) * worth(left, coalition)
          + tree.share(node, right) * worth(right, coalition);
    }
  }
}
