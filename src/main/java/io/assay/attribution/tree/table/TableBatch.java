package io.assay.attribution.tree.table;

import io.assay.attribution.tree.table.Lane.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Some subtrees whose patterns are held at once, and their tables by the column that they add to.
 */
final class TableBatch {
  /** How many subtrees there are at most: their patterns should stay in a core's own cache. */
  static final int MOST_SUBTREES = 64;

  private final List<PatternCode> codes;
  private final List<Lane> lanes;

  /**
   * Builds the tables of some subtrees.
   *
   * @param background for each subtree the weights of its patterns, or none
   */
  TableBatch(List<Subtree> subtrees, List<double[]> background, TreeQuestion question) {
    this.codes = subtrees.stream().map(subtree -> new PatternCode(subtree.digits())).toList();
    Map<Integer, List<Table>> byLane = new TreeMap<>();
    int columns = question.columns().size();
    for (int number = 0; number < subtrees.size(); number++) {
      int of = number;
      int first = subtrees.get(number).tree().tree().firstOutput();
      new SubtreeValues(subtrees.get(number), question, background.get(number))
          .forEach(
              (place, column, values) ->
                  byLane
                      .computeIfAbsent(
                          (first + place) * columns + column, absent -> new ArrayList<>())
                      .add(new Table(of, values)));
    }
    this.lanes = new ArrayList<>();
    byLane.forEach((lane, tables) -> lanes.add(new Lane(lane / columns, lane % columns, tables)));
  }

  /**
   * Adds what the subtrees give to the rows.
   *
   * @param ranks [feature][row]
   * @param patterns room for {@link #MOST_SUBTREES} times the rows
   * @param sums [output][column][row]
   */
  void add(int[][] ranks, int rows, int[][] patterns, double[][][] sums) {
    for (int subtree = 0; subtree < codes.size(); subtree++) {
      codes.get(subtree).write(ranks, rows, patterns[subtree]);
    }
    for (Lane lane : lanes) {
      lane.add(patterns, rows, sums);
    }
  }

  /** Returns how much memory the tables take. */
  long bytes() {
    return lanes.stream().mapToLong(Lane::bytes).sum();
  }
}
