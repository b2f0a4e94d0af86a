package io.assay.engine.tree;

import io.assay.engine.tree.FilePart.Fields;
import io.assay.model.tree.CategorySplit;
import io.assay.model.tree.Node;
import io.assay.model.tree.NumericSplit;
import io.assay.model.tree.Split;
import io.assay.model.tree.Tree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One tree of an XGBoost file: lists with an entry a node. A node is a leaf if its left child is
 * -1; then its condition is its value. Nodes that pruning deleted are still there, but no node's
 * child.
 */
final class XgboostTree {
  private final Fields fields;
  private final int nodes;
  private final NumberList left;
  private final NumberList right;
  private final NumberList features;
  private final NumberList conditions;
  private final NumberList defaultLeft;
  private final Optional<NumberList> covers;
  private final XgboostCategories categories;

  private XgboostTree(Fields fields) {
    this.fields = fields;
    this.left = fields.numbers("left_children");
    this.nodes = left.size();
    this.right = numbers("right_children");
    this.features = numbers("split_indices");
    this.conditions = numbers("split_conditions");
    this.defaultLeft = numbers("default_left");
    this.covers =
        fields.has("sum_hessian") ? Optional.of(numbers("sum_hessian")) : Optional.empty();
    this.categories = XgboostCategories.of(fields, nodes);
  }

  /** Returns the numbers under a name, of which there must be one a node. */
  private NumberList numbers(String name) {
    NumberList numbers = fields.numbers(name);
    if (numbers.size() != nodes) {
      throw new IllegalArgumentException(
          "%s has %d entries, left_children has %d; need one a node"
              .formatted(name, numbers.size(), nodes));
    }
    return numbers;
  }

  /**
   * Turns the part of a file into a tree.
   *
   * @param output that the tree adds to; the first one if leaves hold one value an output
   * @param outputs of the model
   * @param weight of the tree, in single precision; 1 of those that have none
   * @throws IllegalArgumentException if the part is no tree
   */
  static Tree read(Fields fields, int output, int outputs, float weight) {
    XgboostTree tree = new XgboostTree(fields);
    int width = width(fields);
    if (width == 1) {
      return Tree.of(tree.nodes(tree.scalars(weight)), output);
    }
    if (width != outputs) {
      throw new IllegalArgumentException(
          "leaves have %d values, the model %d outputs; need as many".formatted(width, outputs));
    }
    return Tree.of(tree.nodes(tree.vectors(width, weight)), 0);
  }

  /** Files before 2.0 state 0 of leaves of one value. */
  private static int width(Fields fields) {
    int stated =
        fields.has("tree_param") ? fields.fields("tree_param").count("size_leaf_vector", 1) : 1;
    return Math.max(1, stated);
  }

  private interface LeafValues {
    Double[] of(int node);
  }

  private LeafValues scalars(float weight) {
    return node -> new Double[] {(double) (conditions.single(node) * weight)};
  }

  /**
   * Leaves of one value an output: among the weights of all nodes, or, where a file has them apart,
   * at the place that the right child of a leaf tells.
   */
  private LeafValues vectors(int width, float weight) {
    boolean areApart = fields.has("leaf_weights");
    NumberList values = fields.numbers(areApart ? "leaf_weights" : "base_weights");
    return node -> {
      long from = (long) (areApart ? right.whole(node) : node) * width;
      if (from < 0 || from + width > values.size()) {
        throw new IllegalArgumentException(
            "leaf %d has its values from place %d, there are %d; need %d a leaf"
                .formatted(node, from, values.size(), width));
      }
      Double[] leaf = new Double[width];
      Arrays.setAll(leaf, place -> (double) (values.single((int) from + place) * weight));
      return leaf;
    };
  }

  private List<Node> nodes(LeafValues leaves) {
    List<Node> all = new ArrayList<>(nodes);
    for (int node = 0; node < nodes; node++) {
      double cover = covers.isPresent() ? covers.get().single(node) : Double.NaN;
      all.add(left.whole(node) == -1 ? Node.leaf(cover, leaves.of(node)) : inner(node, cover));
    }
    return all;
  }

  private Node inner(int node, double cover) {
    try {
      return categories.has(node)
          ? Node.inner(categorySplit(node), right.whole(node), left.whole(node), cover)
          : Node.inner(numericSplit(node), left.whole(node), right.whole(node), cover);
    } catch (IllegalArgumentException refused) {
      throw new IllegalArgumentException("node " + node + ": " + refused.getMessage(), refused);
    }
  }

  private Split numericSplit(int node) {
    if (!Float.isFinite(conditions.single(node))) {
      throw new IllegalArgumentException(
          "the threshold is " + conditions.single(node) + "; need a finite number");
    }
    return NumericSplit.less(
        features.whole(node),
        conditions.single(node),
        isDefaultLeft(node) ? NumericSplit.Missing.LEFT : NumericSplit.Missing.RIGHT);
  }

  /** Categories of the set go to the file's right child, which is our left one. */
  private Split categorySplit(int node) {
    return new CategorySplit(
        features.whole(node),
        categories.of(node),
        isDefaultLeft(node) ? CategorySplit.Missing.RIGHT : CategorySplit.Missing.LEFT,
        CategorySplit.Fractions.TRUNCATED_UNLESS_NEGATIVE);
  }

  private boolean isDefaultLeft(int node) {
    return defaultLeft.whole(node) != 0;
  }
}
