package io.assay.engine.tree;

import io.assay.engine.tree.OnnxSplits.Mode;
import io.assay.engine.tree.OnnxSplits.Question;
import io.assay.engine.tree.OnnxTreeNode.Weight;
import io.assay.model.tree.NumericSplit.Missing;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * Trees as {@code TreeEnsemble} of ai.onnx.ml 5 has them: lists of inner nodes, lists of leaves,
 * each of one output, and the inner nodes that are roots. Of leaves nothing says how many training
 * rows came to them, so that there are no covers.
 */
final class OnnxEnsemble5 {
  private final long outputs;
  private final long[] features;
  private final double[] modes;
  private final double[] numbers;
  private final List<List<Double>> members;
  private final long[][] children; // yes, no
  private final long[][] isLeaf; // yes, no
  private final long[] missing;
  private final long[] leafOutputs;
  private final double[] leafWeights;
  private final long[] roots;
  private final int[] places;

  private OnnxEnsemble5(OnnxAttributes attributes, long outputs) {
    this.outputs = outputs;
    this.features = attributes.numbers("nodes_featureids");
    this.modes = attributes.tensor("nodes_modes");
    this.numbers = attributes.tensor("nodes_splits");
    this.children =
        new long[][] {
          attributes.numbers("nodes_truenodeids"), attributes.numbers("nodes_falsenodeids")
        };
    this.isLeaf =
        new long[][] {
          attributes.numbers("nodes_trueleafs"), attributes.numbers("nodes_falseleafs")
        };
    this.missing = attributes.numbers("nodes_missing_value_tracks_true");
    this.leafOutputs = attributes.numbers("leaf_targetids");
    this.leafWeights = attributes.tensor("leaf_weights");
    this.roots = attributes.numbers("tree_roots");
    this.members = members(attributes.tensor("membership_values"));
    this.places = new int[features.length];
    Arrays.fill(places, -1);
    checkLengths();
  }

  /**
   * Returns the trees of a node.
   *
   * @throws IllegalArgumentException if they are none
   */
  static List<List<OnnxTreeNode>> trees(OnnxAttributes attributes, long outputs) {
    OnnxEnsemble5 ensemble = new OnnxEnsemble5(attributes, outputs);
    List<List<OnnxTreeNode>> trees = new ArrayList<>();
    for (long root : ensemble.roots) {
      trees.add(ensemble.tree(root));
    }
    return trees;
  }

  /** Cuts the list of members into sets, which NaN stands between, one for each member node. */
  private List<List<Double>> members(double[] values) {
    List<List<Double>> sets = new ArrayList<>();
    int from = 0;
    for (int node = 0; node < modes.length; node++) {
      int to = from;
      if (Mode.of(modes[node]) == Mode.BRANCH_MEMBER) {
        while (to < values.length && !Double.isNaN(values[to])) {
          to++;
        }
      }
      sets.add(Arrays.stream(values, from, to).boxed().toList());
      from = Mode.of(modes[node]) == Mode.BRANCH_MEMBER ? Math.min(to + 1, values.length) : from;
    }
    return sets;
  }

  private void checkLengths() {
    int nodes = features.length;
    boolean fits =
        modes.length == nodes
            && numbers.length == nodes
            && (missing.length == 0 || missing.length == nodes);
    for (int side = 0; side < 2; side++) {
      fits &= children[side].length == nodes && isLeaf[side].length == nodes;
    }
    if (!fits) {
      throw new IllegalArgumentException(
          "lists of nodes have different lengths; need %d entries, as nodes_featureids has"
              .formatted(nodes));
    }
    if (leafOutputs.length != leafWeights.length) {
      throw new IllegalArgumentException(
          "leaf_targetids and leaf_weights have %d and %d entries; need as many of each"
              .formatted(leafOutputs.length, leafWeights.length));
    }
  }

  private List<OnnxTreeNode> tree(long root) {
    List<OnnxTreeNode> nodes = new ArrayList<>();
    List<Integer> order = new ArrayList<>();
    Deque<Integer> open = new ArrayDeque<>();
    open.add(entered(root, order));
    while (!open.isEmpty()) { // gives all inner nodes of the tree their places
      int node = open.remove();
      for (int side = 0; side < 2; side++) {
        if (isLeaf[side][node] == 0) {
          open.add(entered(children[side][node], order));
        }
      }
    }
    int leaves = order.size();
    for (int node : order) {
      int[] to = new int[2];
      for (int side = 0; side < 2; side++) {
        to[side] = isLeaf[side][node] == 0 ? places[(int) children[side][node]] : leaves++;
      }
      nodes.add(OnnxTreeNode.inner(question(node), to[0], to[1], Double.NaN));
    }
    for (int node : order) {
      for (int side = 0; side < 2; side++) {
        if (isLeaf[side][node] != 0) {
          nodes.add(leaf(children[side][node]));
        }
      }
    }
    return nodes;
  }

  private int entered(long node, List<Integer> order) {
    if (node < 0 || node >= places.length) {
      throw new IllegalArgumentException(
          "there is a child or root %d; need 0 to %d".formatted(node, places.length - 1));
    }
    if (places[(int) node] >= 0) {
      throw new IllegalArgumentException("node %d has two parents; need trees".formatted(node));
    }
    places[(int) node] = order.size();
    order.add((int) node);
    return (int) node;
  }

  private OnnxTreeNode leaf(long leaf) {
    if (leaf < 0 || leaf >= leafWeights.length) {
      throw new IllegalArgumentException(
          "there is a leaf %d; need 0 to %d".formatted(leaf, leafWeights.length - 1));
    }
    long output = leafOutputs[(int) leaf];
    if (output < 0 || output >= outputs) {
      throw new IllegalArgumentException(
          "leaf %d adds to output %d; need 0 to %d".formatted(leaf, output, outputs - 1));
    }
    return OnnxTreeNode.leaf(
        Double.NaN, List.of(new Weight((int) output, leafWeights[(int) leaf])));
  }

  private Question question(int node) {
    boolean isTrueIfMissing = missing.length > 0 && missing[node] == 1;
    return new Question(
        Math.toIntExact(features[node]),
        Mode.of(modes[node]),
        numbers[node],
        members.get(node),
        isTrueIfMissing ? Missing.LEFT : Missing.RIGHT);
  }
}
