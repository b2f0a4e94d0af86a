package io.assay.attribution.tree.table;

import io.assay.attribution.tree.ResultColumns;
import io.assay.attribution.tree.ResultColumns.Order;
import io.assay.attribution.tree.Semivalue;
import io.assay.model.tree.Tree;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the leaves of a subtree give to every column, for each pattern of a row, in float64: the
 * tables before they are rounded.
 */
final class SubtreeValues {
  private final Subtree subtree;
  private final ResultColumns columns;
  private final Semivalue index;

  /** For each value of a leaf, the tables by column. */
  private final Map<Integer, Map<Integer, double[]>> tables = new TreeMap<>();

  /**
   * Works out the tables.
   *
   * @param background the weight of the background's rows of each pattern; empty where absent
   *     features go both ways in the shares of the training data
   */
  SubtreeValues(Subtree subtree, TreeQuestion question, double[] background) {
    this.subtree = subtree;
    this.columns = question.columns();
    this.index = question.index();
    for (int leaf = 0; leaf < subtree.leaves(); leaf++) {
      add(leaf, background);
    }
  }

  private void add(int leaf, double[] background) {
    int[] satisfied = subtree.satisfied(leaf);
    int[] players = subtree.players(leaf);
    LeafShares shares =
        background.length == 0
            ? independent(leaf, players)
            : counted(players.length, satisfied, background);
    ofOne(shares, players).forEach((column, ofOne) -> add(leaf, column, ofOne, satisfied));
  }

  private LeafShares independent(int leaf, int[] players) {
    double[] shares = new double[players.length];
    for (int player = 0; player < players.length; player++) {
      shares[player] = subtree.share(players[player], leaf);
    }
    return new LeafShares.Independent(shares);
  }

  private static LeafShares counted(int players, int[] satisfied, double[] background) {
    double[] shares = new double[1 << players];
    for (int pattern = 0; pattern < background.length; pattern++) {
      shares[satisfied[pattern]] += background[pattern];
    }
    return new LeafShares.Counted(players, shares);
  }

  /** By column, the values of a leaf of 1; a pair's own is taken off its two players by halves. */
  private Map<Integer, double[]> ofOne(LeafShares shares, int[] players) {
    LeafValues values = new LeafValues(shares, index.nodes(players.length), columns.order());
    Map<Integer, double[]> ofOne = new TreeMap<>();
    int sets = 1 << players.length;
    for (int player = 0; player < players.length; player++) {
      int feature = feature(players[player]);
      double[] single = ofOne.computeIfAbsent(columns.of(feature), absent -> new double[sets]);
      values.addPlayer(player, 1, single);
      for (int other = 0; other < players.length && columns.order() == Order.PAIRS; other++) {
        if (other != player) {
          values.addPair(player, other, -0.5, single);
        }
        if (other < player) {
          int pair = columns.of(feature(players[other]), feature);
          values.addPair(player, other, 1, ofOne.computeIfAbsent(pair, a -> new double[sets]));
        }
      }
    }
    return ofOne;
  }

  private int feature(int digit) {
    return subtree.digits().get(digit).feature();
  }

  private void add(int leaf, int column, double[] ofOne, int[] satisfied) {
    Tree tree = subtree.tree().tree();
    for (int place = 0; place < tree.width(); place++) {
      double value = tree.value(subtree.node(leaf), place);
      double[] table =
          tables
              .computeIfAbsent(place, absent -> new TreeMap<>())
              .computeIfAbsent(column, absent -> new double[satisfied.length]);
      for (int pattern = 0; pattern < table.length; pattern++) {
        table[pattern] += value * ofOne[satisfied[pattern]];
      }
    }
  }

  /** What is done with a table. */
  interface Taker {
    /**
     * Takes a table.
     *
     * @param place of the value in a leaf
     * @param values one a pattern
     */
    void take(int place, int column, double[] values);
  }

  /** Hands out the tables, by the value of a leaf and then by column. */
  void forEach(Taker taker) {
    tables.forEach(
        (place, columns) -> columns.forEach((column, table) -> taker.take(place, column, table)));
  }
}
