package io.assay.engine.tree;

import java.util.List;

/**
 * A node of an ONNX graph.
 *
 * @param operator what it does, such as {@code Cast}
 * @param inputs names of what goes in, in order
 * @param outputs names of what comes out, in order
 * @param attributes what else is said of it
 */
record OnnxNode(
    String operator, List<String> inputs, List<String> outputs, OnnxAttributes attributes) {
  /** Copies the lists. */
  OnnxNode {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  /** Returns whether it is an ensemble of trees. */
  boolean isTrees() {
    return switch (operator) {
      case "TreeEnsemble", "TreeEnsembleClassifier", "TreeEnsembleRegressor" -> true;
      default -> false;
    };
  }
}
