package io.assay.engine.tree;

import io.assay.engine.tree.OnnxSplits.Mode;
import io.assay.engine.tree.OnnxSplits.Question;
import io.assay.engine.tree.OnnxTreeNode.Weight;
import io.assay.model.tree.NumericSplit.Missing;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Trees as {@code TreeEnsembleClassifier} and {@code TreeEnsembleRegressor} of ai.onnx.ml 1 to 4
 * have them: parallel lists, one entry a node, each with the numbers of its tree and of itself, and
 * other lists with one entry a weight.
 */
final class OnnxEnsemble {
  private final String kind;
  private final long outputs;
  private final long[] treeIds;
  private final long[] nodeIds;
  private final long[] features;
  private final List<String> modes;
  private final double[] numbers;
  private final double[] covers;
  private final long[] yes;
  private final long[] no;
  private final long[] missing;
  private final Map<Id, List<Weight>> weights = new HashMap<>();

  private record Id(long tree, long node) {}

  /**
   * Reads the lists of a node.
   *
   * @param kind how names of lists of weights begin: class or target
   * @param outputs how many there are
   */
  private OnnxEnsemble(OnnxAttributes attributes, String kind, long outputs) {
    this.kind = kind;
    this.outputs = outputs;
    this.treeIds = attributes.numbers("nodes_treeids");
    this.nodeIds = attributes.numbers("nodes_nodeids");
    this.features = attributes.numbers("nodes_featureids");
    this.modes = attributes.texts("nodes_modes");
    this.numbers = attributes.values("nodes_values");
    this.covers = attributes.values("nodes_hitrates");
    this.yes = attributes.numbers("nodes_truenodeids");
    this.no = attributes.numbers("nodes_falsenodeids");
    this.missing = attributes.numbers("nodes_missing_value_tracks_true");
    checkLengths();
    collectWeights(attributes);
  }

  /**
   * Returns the trees of a node.
   *
   * @throws IllegalArgumentException if they are none
   */
  static List<List<OnnxTreeNode>> trees(OnnxAttributes attributes, String kind, long outputs) {
    return new OnnxEnsemble(attributes, kind, outputs).trees();
  }

  private void checkLengths() {
    checkLength("nodes_nodeids", nodeIds.length);
    checkLength("nodes_featureids", features.length);
    checkLength("nodes_modes", modes.size());
    checkLength("nodes_values", numbers.length);
    checkLength("nodes_truenodeids", yes.length);
    checkLength("nodes_falsenodeids", no.length);
    checkLength("nodes_hitrates", covers.length == 0 ? treeIds.length : covers.length);
    checkLength(
        "nodes_missing_value_tracks_true", missing.length == 0 ? treeIds.length : missing.length);
  }

  private void checkLength(String name, int length) {
    if (length != treeIds.length) {
      throw new IllegalArgumentException(
          "%s has %d entries; need %d, as nodes_treeids has"
              .formatted(name, length, treeIds.length));
    }
  }

  private void collectWeights(OnnxAttributes attributes) {
    long[] ofTrees = attributes.numbers(kind + "_treeids");
    long[] ofNodes = attributes.numbers(kind + "_nodeids");
    long[] ofOutputs = attributes.numbers(kind + "_ids");
    double[] values = attributes.values(kind + "_weights");
    if (ofNodes.length != ofTrees.length
        || ofOutputs.length != ofTrees.length
        || values.length != ofTrees.length) {
      throw new IllegalArgumentException(
          "%s_treeids, %1$s_nodeids, %1$s_ids and %1$s_weights have %d, %d, %d and %d entries; need"
                  .formatted(kind, ofTrees.length, ofNodes.length, ofOutputs.length, values.length)
              + " as many of each");
    }
    for (int i = 0; i < values.length; i++) {
      if (ofOutputs[i] < 0 || ofOutputs[i] >= outputs) {
        throw new IllegalArgumentException(
            "a leaf of tree %d adds to output %d; need 0 to %d"
                .formatted(ofTrees[i], ofOutputs[i], outputs - 1));
      }
      weights
          .computeIfAbsent(new Id(ofTrees[i], ofNodes[i]), absent -> new ArrayList<>(1))
          .add(new Weight((int) ofOutputs[i], values[i]));
    }
  }

  private List<List<OnnxTreeNode>> trees() {
    List<List<OnnxTreeNode>> trees = new ArrayList<>();
    Map<Long, Integer> known = new HashMap<>();
    int end;
    for (int start = 0; start < treeIds.length; start = end) {
      end = start + 1;
      while (end < treeIds.length && treeIds[end] == treeIds[start]) {
        end++;
      }
      if (known.put(treeIds[start], start) != null) {
        throw new IllegalArgumentException(
            "nodes of tree %d do not stand together".formatted(treeIds[start]));
      }
      trees.add(tree(start, end));
    }
    return trees;
  }

  private List<OnnxTreeNode> tree(int start, int end) {
    Map<Long, Integer> places = new HashMap<>();
    for (int i = start; i < end; i++) {
      if (places.put(nodeIds[i], i - start) != null) {
        throw new IllegalArgumentException(
            "tree %d has two nodes %d".formatted(treeIds[i], nodeIds[i]));
      }
    }
    List<OnnxTreeNode> nodes = new ArrayList<>(end - start);
    for (int i = start; i < end; i++) {
      double cover = covers.length == 0 ? Double.NaN : covers[i];
      nodes.add(
          modes.get(i).equals("LEAF")
              ? OnnxTreeNode.leaf(cover, weightsOf(i))
              : OnnxTreeNode.inner(
                  question(i), place(places, i, yes), place(places, i, no), cover));
    }
    return nodes;
  }

  private List<Weight> weightsOf(int leaf) {
    List<Weight> found =
        Objects.requireNonNullElse(
            weights.get(new Id(treeIds[leaf], nodeIds[leaf])), Collections.emptyList());
    if (found.isEmpty()) {
      throw new IllegalArgumentException(
          "leaf %d of tree %d has no weight".formatted(nodeIds[leaf], treeIds[leaf]));
    }
    return found;
  }

  private int place(Map<Long, Integer> places, int node, long[] children) {
    Integer place = places.get(children[node]);
    if (place == null) {
      throw new IllegalArgumentException(
          "node %d of tree %d has the child %d, which its tree has not"
              .formatted(nodeIds[node], treeIds[node], children[node]));
    }
    return place;
  }

  private Question question(int node) {
    boolean isTrueIfMissing = missing.length > 0 && missing[node] == 1;
    return new Question(
        Math.toIntExact(features[node]),
        Mode.of(modes.get(node)),
        numbers[node],
        List.of(),
        isTrueIfMissing ? Missing.LEFT : Missing.RIGHT);
  }
}
