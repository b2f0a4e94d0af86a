package io.assay.engine.tree;

import io.assay.engine.tree.OnnxSplits.Question;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A node of a tree as an ONNX file has it. The first node of a tree is its root.
 *
 * @param question of an inner node; null of a leaf
 * @param yes the place of the true child within the tree; read of an inner node alone
 * @param no the place of the false child within the tree; read of an inner node alone
 * @param cover how often training rows came here, as the file says; NaN if it does not
 * @param weights of a leaf
 */
record OnnxTreeNode(
    @Nullable Question question, int yes, int no, double cover, List<Weight> weights) {
  /**
   * What a leaf adds to an output.
   *
   * @param output the number of the output
   * @param weight what is added
   */
  record Weight(int output, double weight) {}

  /** Copies the list. */
  OnnxTreeNode {
    weights = List.copyOf(weights);
  }

  static OnnxTreeNode inner(Question question, int yes, int no, double cover) {
    return new OnnxTreeNode(question, yes, no, cover, List.of());
  }

  static OnnxTreeNode leaf(double cover, List<Weight> weights) {
    return new OnnxTreeNode(null, -1, -1, cover, weights);
  }
}
