package io.assay.engine.tree;

import io.assay.model.tree.CategorySplit;
import io.assay.model.tree.Node;
import io.assay.model.tree.NumericSplit;
import io.assay.model.tree.NumericSplit.Missing;
import io.assay.model.tree.Split;
import io.assay.model.tree.Tree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Set;

/**
 * A tree of a model file. Questions are numbered from 0, the root, and leaves apart from them: a
 * child below 0 is the leaf {@code -1 - child}. Source: {@code Tree::NumericalDecision} and {@code
 * Tree::CategoricalDecision} of LightGBM 4.
 */
final class LightGbmTree {
  /** The lines that are read of a tree; the others say nothing of its predictions. */
  static final Set<String> KEYS =
      Set.of(
          "num_leaves",
          "num_cat",
          "split_feature",
          "threshold",
          "decision_type",
          "left_child",
          "right_child",
          "leaf_value",
          "leaf_count",
          "internal_count",
          "cat_boundaries",
          "cat_threshold",
          "is_linear",
          "shrinkage");

  private static final int CATEGORICAL = 1;
  private static final int DEFAULT_LEFT = 2;
  private static final int MISSING_SHIFT = 2;
  private static final int MISSING_NONE = 0;
  private static final int MISSING_ZERO = 1;
  private static final int MOST_DECISION = 11;
  private static final long MOST_WORD = 0xffff_ffffL;
  private static final int WORD_BITS = 32;

  /** Rows reach LightGBM's trees with all values up to this size as 0. */
  private static final double LARGEST_ZERO = 1e-35f;

  private final LightGbmSection lines;
  private final int questions;
  private final int categorySets;

  private LightGbmTree(LightGbmSection lines) {
    this.lines = lines;
    this.questions = lines.integer("num_leaves", 1, Integer.MAX_VALUE - 1) - 1;
    this.categorySets = lines.has("num_cat") ? lines.integer("num_cat", 0, questions) : 0;
  }

  /**
   * Reads a tree.
   *
   * @param features how many values a row has
   * @param output that its leaves add to
   * @throws io.assay.AssayException MODEL_UNREADABLE if it is damaged, or has linear models in its
   *     leaves
   */
  static Tree of(LightGbmSection lines, int features, int output) {
    if (!lines.optional("is_linear").orElse("0").strip().equals("0")) {
      throw lines.unreadable(
          "is_linear is %s: its leaves hold linear models, not numbers; train the model with"
              + " linear_tree=false",
          LightGbmSection.quoted(lines.text("is_linear")));
    }
    return new LightGbmTree(lines).build(features, output);
  }

  private Tree build(int features, int output) {
    double[] values = lines.numbers("leaf_value", questions + 1);
    List<Node> nodes = new ArrayList<>(2 * questions + 1);
    if (questions == 0) {
      nodes.add(Node.leaf(0, values[0])); // nobody asks for the shares of a lone leaf
      return Tree.of(nodes, output);
    }
    addQuestions(nodes, features);
    double[] counts = counts("leaf_count", questions + 1);
    for (int leaf = 0; leaf <= questions; leaf++) {
      nodes.add(Node.leaf(counts[leaf], values[leaf]));
    }
    return checked(nodes, output);
  }

  private Tree checked(List<Node> nodes, int output) {
    Tree tree;
    try {
      tree = Tree.of(nodes, output);
    } catch (IllegalArgumentException damage) {
      throw lines.unreadable(
          "%s (nodes from %d are the leaves from 0)", damage.getMessage(), questions);
    }
    if (tree.nodes() != nodes.size()) {
      throw lines.unreadable(
          "%d of %d nodes can be reached from the root; need all", tree.nodes(), nodes.size());
    }
    return tree;
  }

  private void addQuestions(List<Node> nodes, int features) {
    long[] looked = lines.integers("split_feature", questions, 0, features - 1);
    double[] thresholds = lines.thresholds("threshold", questions);
    long[] decisions = lines.integers("decision_type", questions, 0, MOST_DECISION);
    long[] left = lines.integers("left_child", questions, -1 - questions, questions - 1);
    long[] right = lines.integers("right_child", questions, -1 - questions, questions - 1);
    double[] counts = counts("internal_count", questions);
    List<BitSet> sets = categories();
    for (int node = 0; node < questions; node++) {
      int feature = (int) looked[node];
      int decision = (int) decisions[node];
      double threshold = thresholds[node];
      boolean isCategory = (decision & CATEGORICAL) != 0;
      boolean isOfMissing = !isCategory && threshold == Double.POSITIVE_INFINITY;
      Split split =
          isCategory
              ? category(feature, set(sets, node, threshold))
              : isOfMissing ? missing(feature, decision) : numeric(feature, threshold, decision);
      int below = place(isOfMissing ? right[node] : left[node]);
      int above = place(isOfMissing ? left[node] : right[node]);
      nodes.add(Node.inner(split, below, above, counts[node]));
    }
  }

  private int place(long child) {
    return (int) (child < 0 ? questions - 1 - child : child);
  }

  private double[] counts(String key, int count) {
    if (lines.has("leaf_count") && lines.has("internal_count")) {
      return lines.numbers(key, count);
    }
    double[] unknown = new double[count];
    Arrays.fill(unknown, Double.NaN);
    return unknown;
  }

  private static Split numeric(int feature, double threshold, int decision) {
    boolean isLeft = (decision & DEFAULT_LEFT) != 0;
    return switch (decision >> MISSING_SHIFT) {
      case MISSING_NONE -> new NumericSplit(feature, cut(threshold), side(threshold >= 0));
      case MISSING_ZERO ->
          new NumericSplit(
              feature, cut(threshold), isLeft ? Missing.ZERO_LEFT : Missing.ZERO_RIGHT);
      default -> new NumericSplit(feature, cut(threshold), side(isLeft));
    };
  }

  /**
   * The question whether a value is missing, of a threshold above all values: yes goes left here,
   * where LightGBM sends it right.
   */
  private static Split missing(int feature, int decision) {
    boolean isRight = (decision & DEFAULT_LEFT) == 0;
    Missing side =
        switch (decision >> MISSING_SHIFT) {
          case MISSING_NONE -> Missing.RIGHT;
          case MISSING_ZERO -> isRight ? Missing.ZERO_LEFT : Missing.ZERO_RIGHT;
          default -> side(isRight);
        };
    return new NumericSplit(feature, Double.NEGATIVE_INFINITY, side);
  }

  private static Missing side(boolean isLeft) {
    return isLeft ? Missing.LEFT : Missing.RIGHT;
  }

  /** Returns the least number that goes right, if what counts as 0 goes where 0 goes. */
  private static double cut(double threshold) {
    if (Math.abs(threshold) > LARGEST_ZERO) {
      return Math.nextUp(threshold);
    }
    return threshold < 0 ? -LARGEST_ZERO : Math.nextUp(LARGEST_ZERO);
  }

  private static Split category(int feature, BitSet left) {
    return new CategorySplit(
        feature, left, CategorySplit.Missing.RIGHT, CategorySplit.Fractions.TRUNCATED);
  }

  private BitSet set(List<BitSet> sets, int node, double number) {
    if (!(number >= 0 && number < sets.size() && number == Math.rint(number))) {
      throw lines.unreadable(
          "threshold[%d] is %s, the number of a set of categories; need 0 to %d",
          node, number, sets.size() - 1);
    }
    return sets.get((int) number);
  }

  private List<BitSet> categories() {
    List<BitSet> sets = new ArrayList<>();
    if (categorySets == 0) {
      return sets;
    }
    long[] bounds = lines.integers("cat_boundaries", categorySets + 1, 0, Integer.MAX_VALUE);
    checkNeverFalling(bounds);
    long[] words = lines.integers("cat_threshold", (int) bounds[categorySets], 0, MOST_WORD);
    for (int set = 0; set < categorySets; set++) {
      sets.add(bits(words, (int) bounds[set], (int) bounds[set + 1]));
    }
    return sets;
  }

  private void checkNeverFalling(long[] bounds) {
    for (int at = 1; at < bounds.length; at++) {
      if (bounds[at] < bounds[at - 1]) {
        throw lines.unreadable(
            "cat_boundaries[%d] is %d, before it %d; need numbers that never fall",
            at, bounds[at], bounds[at - 1]);
      }
    }
  }

  private static BitSet bits(long[] words, int from, int to) {
    long[] pairs = new long[(to - from + 1) / 2];
    for (int word = from; word < to; word++) {
      int place = word - from;
      pairs[place / 2] |= words[word] << (place % 2 * WORD_BITS);
    }
    return BitSet.valueOf(pairs);
  }
}
