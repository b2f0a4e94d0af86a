package io.assay.global.surrogate;

import io.assay.global.InputColumn;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What the questions about each column do for a tree's predictions. */
final class Explained {
  private Explained() {}

  /**
   * Returns by how much the squared error of each row falls at the questions about each column, as
   * a share of the scores' variance. Over all columns this is what the leaf's prediction is better
   * than the root's.
   *
   * @return [rows, columns]; NaN if the scores do not vary
   */
  static double[] byColumn(SurrogateTree tree, Answered rows, List<InputColumn> columns) {
    Map<Integer, Integer> columnOf = new HashMap<>();
    for (int column = 0; column < columns.size(); column++) {
      int number = column;
      columns.get(column).positions().forEach(position -> columnOf.put(position, number));
    }
    double variance = variance(rows);
    double[] explained = new double[rows.rows() * columns.size()];
    for (int row = 0; row < rows.rows(); row++) {
      TreeNode node = tree.nodes().get(0);
      while (!node.isLeaf()) {
        float value = rows.input().at(row * rows.width() + node.feature());
        TreeNode next = tree.nodes().get(node.sendsLeft(value) ? node.left() : node.right());
        double lowered =
            square(rows.scores().at(row) - node.prediction())
                - square(rows.scores().at(row) - next.prediction());
        int column = Objects.requireNonNull(columnOf.get(node.feature()));
        explained[row * columns.size() + column] += lowered / variance;
        node = next;
      }
    }
    return explained;
  }

  private static double variance(Answered rows) {
    double mean = 0;
    for (float score : rows.scores().values()) {
      mean += score / (double) rows.rows();
    }
    double variance = 0;
    for (float score : rows.scores().values()) {
      variance += square(score - mean) / rows.rows();
    }
    return variance;
  }

  private static double square(double value) {
    return value * value;
  }
}
