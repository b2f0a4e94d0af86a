package io.assay.engine.tree;

import io.assay.engine.tree.OnnxTreeNode.Weight;
import io.assay.model.tree.Forest;
import io.assay.model.tree.Forest.Summation;
import io.assay.model.tree.Node;
import io.assay.model.tree.Tree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * What the trees of an ONNX node add up to, in the numbers and in the order of ONNX Runtime: trees
 * first, then base values, which are a last tree of one leaf here. It departs from the standard in
 * places, and what it does counts:
 *
 * <ul>
 *   <li>A classifier of two labels whose leaves name the first class alone has one score s, and
 *       gives 1 - s and s if no weight is negative, else -s and s; with {@code LOGISTIC} always the
 *       logistic function of -s and s. Other transforms are not applied.
 *   <li>One output is not transformed.
 * </ul>
 */
final class OnnxForest {
  /** How far a node's cover may be from the sum of its children's: float32 counts. */
  private static final double COVER_TOLERANCE = 1e-4;

  private static final long MOST_VALUES = 1 << 26; // of one tree

  private final List<List<OnnxTreeNode>> trees;
  private final OnnxAttributes attributes;
  private final OnnxScores scores;

  private OnnxForest(List<List<OnnxTreeNode>> trees, OnnxAttributes attributes, OnnxScores scores) {
    this.trees = trees;
    this.attributes = attributes;
    this.scores = scores;
  }

  /**
   * Builds the forest of a node.
   *
   * @param node an ensemble of trees
   * @param features how many values a row has
   * @param input the type of the graph's input
   * @throws HiddenTrees if the node does something that sums of trees do not
   * @throws IllegalArgumentException if its trees are none
   */
  static Forest of(OnnxNode node, int features, int input) throws HiddenTrees {
    OnnxAttributes attributes = node.attributes();
    OnnxScores scores = OnnxScores.of(node);
    boolean isNew = node.operator().equals("TreeEnsemble");
    List<List<OnnxTreeNode>> trees =
        isNew
            ? OnnxEnsemble5.trees(attributes, scores.count())
            : OnnxEnsemble.trees(
                attributes, scores.isClassifier() ? "class" : "target", scores.count());
    if (trees.isEmpty()) {
      throw new IllegalArgumentException("its " + node.operator() + " has no trees");
    }
    return new OnnxForest(trees, attributes, scores).forest(features, input);
  }

  private Forest forest(int features, int input) throws HiddenTrees {
    boolean isOpposed = scores.isOpposed(trees);
    boolean hasCovers = trees.stream().allMatch(OnnxForest::hasCovers) && hasDifferentCovers();
    double divisor = scores.isMean() ? trees.size() : 1;
    List<Tree> sum = new ArrayList<>(trees.size() + 2);
    for (int number = 0; number < trees.size(); number++) {
      try {
        sum.add(tree(trees.get(number), isOpposed, hasCovers, divisor));
      } catch (IllegalArgumentException broken) {
        throw new IllegalArgumentException(
            "tree %d: %s".formatted(number, broken.getMessage()), broken);
      }
    }
    for (double[] last : scores.last(trees)) {
      if (Arrays.stream(last).anyMatch(value -> value != 0)) {
        sum.add(constant(hasCovers ? 1 : Double.NaN, last));
      }
    }
    int outputs = isOpposed ? 2 : scores.count();
    return new Forest(
        features, sum, Collections.nCopies(outputs, 0.0), scores.link(trees), summation(input));
  }

  /** Float64 inputs or numbers make ONNX Runtime add up in float64. */
  private Summation summation(int input) {
    boolean isDouble = input == OnnxGraph.DOUBLE || scores.isMean();
    for (String tensor :
        List.of(
            "nodes_values_as_tensor",
            "class_weights_as_tensor",
            "target_weights_as_tensor",
            "leaf_weights")) {
      isDouble |= attributes.isDouble(tensor);
    }
    return isDouble ? Summation.FLOAT64 : Summation.FLOAT32;
  }

  private static Tree tree(
      List<OnnxTreeNode> nodes, boolean isOpposed, boolean hasCovers, double divisor)
      throws HiddenTrees {
    int first = isOpposed ? 0 : Integer.MAX_VALUE;
    int last = isOpposed ? 1 : 0;
    for (OnnxTreeNode node : nodes) {
      for (Weight each : node.weights()) {
        first = Math.min(first, each.output());
        last = Math.max(last, each.output());
      }
    }
    if ((long) nodes.size() * (last - first + 1) > MOST_VALUES) {
      throw new IllegalArgumentException(
          "its %d nodes add to %d outputs; need at most %d values"
              .formatted(nodes.size(), last - first + 1, MOST_VALUES));
    }
    List<Node> all = new ArrayList<>(nodes.size());
    for (OnnxTreeNode node : nodes) {
      double cover = hasCovers ? node.cover() : Double.NaN;
      if (node.question() != null) {
        all.add(OnnxSplits.node(node.question(), node.yes(), node.no(), cover));
      } else {
        Double[] values = new Double[last - first + 1];
        Arrays.fill(values, 0.0);
        for (Weight each : node.weights()) {
          add(values, each.output() - first, each.weight() / divisor, isOpposed);
        }
        all.add(Node.leaf(cover, values));
      }
    }
    return Tree.of(all, first);
  }

  private static void add(Double[] values, int place, double weight, boolean isOpposed) {
    if (isOpposed) {
      values[0] -= weight;
      values[1] += weight;
    } else {
      values[place] += weight;
    }
  }

  private static Tree constant(double cover, double... values) {
    Double[] boxed = Arrays.stream(values).boxed().toArray(Double[]::new);
    return Tree.of(List.of(Node.leaf(cover, boxed)), 0);
  }

  /** Returns whether hit rates are counts: those of a node are the sum of its children's. */
  private static boolean hasCovers(List<OnnxTreeNode> nodes) {
    for (OnnxTreeNode node : nodes) {
      double cover = node.cover();
      if (!(cover >= 0 && cover < Double.POSITIVE_INFINITY)) {
        return false;
      }
      if (node.question() != null) {
        double sum = nodes.get(node.yes()).cover() + nodes.get(node.no()).cover();
        if (!(Math.abs(sum - cover) <= COVER_TOLERANCE * cover)) {
          return false;
        }
      }
    }
    return true;
  }

  /** Returns false of hit rates that are all the same, such as the 1 that converters write. */
  private boolean hasDifferentCovers() {
    double first = trees.get(0).get(0).cover();
    return trees.stream().flatMap(List::stream).anyMatch(node -> node.cover() != first);
  }
}
