package io.assay.global.surrogate;

import io.assay.global.Estimate;
import java.util.Locale;

/** A tree as people read it, one node a line. */
final class TreeText {
  private final SurrogateTree tree;
  private final Questions questions;
  private final boolean decides;
  private final StringBuilder text = new StringBuilder();

  /**
   * Prepares the text.
   *
   * @param decides whether the model decides between classes
   */
  private TreeText(SurrogateTree tree, Questions questions, boolean decides) {
    this.tree = tree;
    this.questions = questions;
    this.decides = decides;
  }

  /** Returns the text. */
  static String of(GrownTree grown, Questions questions) {
    TreeText text = new TreeText(grown.tree(), questions, grown.decides());
    text.head(grown);
    text.node(grown.tree().nodes().get(0), "all rows", "", "");
    return text.text.toString();
  }

  private void head(GrownTree grown) {
    Fidelity fidelity = grown.fidelity();
    line(
        "%s: %d leaves from %d rows and %d queries",
        Questions.plain(grown.target()), tree.leaves(), grown.trainingRows(), grown.queries());
    line("On %d rows held out:", fidelity.rows());
    line("  R2 %s", estimate(fidelity.r2()));
    line("  mean absolute error %s %s", estimate(fidelity.meanAbsError()), grown.unit());
    if (decides) {
      line("  decides as the model does in a share of %s", estimate(fidelity.agreement()));
    }
    line("Each line: mean score (standard deviation), share of rows.");
    text.append('\n');
  }

  private void node(TreeNode node, String words, String indent, String below) {
    String wins = decides ? String.format(Locale.ROOT, ", wins %.0f %%", 100 * node.wins()) : "";
    line(
        "%s%s: %s (%s), %.1f %%%s",
        indent,
        words,
        number(node.prediction()),
        number(node.deviation()),
        100 * node.share(),
        wins);
    if (!node.isLeaf()) {
      TreeNode left = tree.nodes().get(node.left());
      TreeNode right = tree.nodes().get(node.right());
      String missing = missing(node);
      String toLeft = questions.left(node) + (node.missingLeft() ? missing : "");
      String toRight = questions.right(node) + (node.missingLeft() ? "" : missing);
      node(left, toLeft, below + "├─ ", below + "│  ");
      node(right, toRight, below + "└─ ", below + "   ");
    }
  }

  private static String missing(TreeNode node) {
    return node.meetsMissing() && Float.isFinite(node.threshold()) ? " or missing" : "";
  }

  private void line(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  private static String estimate(Estimate estimate) {
    return Double.isNaN(estimate.low())
        ? number(estimate.value())
        : "%s (%s to %s)"
            .formatted(number(estimate.value()), number(estimate.low()), number(estimate.high()));
  }

  /** Returns a number to four digits. */
  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4g", value);
  }
}
