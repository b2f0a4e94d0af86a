package io.assay.fakes;

import io.assay.model.LayerInfo;
import java.util.ArrayList;
import java.util.List;

/** Builds a network, layer by layer; each takes what the one before it gives. */
public final class NetBuilder {
  private final List<Integer> inputShape;
  private final List<Graph.Node> nodes = new ArrayList<>();

  NetBuilder(List<Integer> inputShape) {
    this.inputShape = inputShape;
  }

  /** Adds a dense layer. Weights are [out][in]. */
  public NetBuilder linear(String name, double[][] weights, double... bias) {
    return linear(name, "Linear", List.of(weights.length), weights, bias);
  }

  /** Adds a layer that is linear in what comes in: a convolution, an average. */
  public NetBuilder linear(
      String name, String type, List<Integer> shape, double[][] weights, double... bias) {
    return then(new LayerInfo(name, type, shape), new LinearOp(weights, bias), nodes.size());
  }

  /** Adds max(0, x). */
  public NetBuilder relu(String name) {
    return pointwise(name, "ReLU", PointwiseOp.RELU);
  }

  /** Adds x^2. */
  public NetBuilder square(String name) {
    return pointwise(name, "Square", PointwiseOp.SQUARE);
  }

  /** Adds tanh(x). */
  public NetBuilder tanh(String name) {
    return pointwise(name, "Tanh", PointwiseOp.TANH);
  }

  /** Adds the sum with the value of an earlier layer of the same length. */
  public NetBuilder add(String name, String other) {
    return then(new LayerInfo(name, "Add", lastShape()), PairOp.ADD, nodes.size(), value(other));
  }

  /** Adds the product with the value of an earlier layer of the same length. */
  public NetBuilder times(String name, String other) {
    return then(
        new LayerInfo(name, "Times", lastShape()), PairOp.TIMES, nodes.size(), value(other));
  }

  /** Returns the network. */
  public LayeredNet build() {
    return new LayeredNet(inputShape, new Graph(List.copyOf(nodes)));
  }

  NetBuilder then(LayerInfo info, Op op, Integer... inputs) {
    nodes.add(new Graph.Node(info, op, List.of(inputs)));
    return this;
  }

  int value(String name) {
    for (int node = 0; node < nodes.size(); node++) {
      if (nodes.get(node).info().name().equals(name)) {
        return node + 1;
      }
    }
    throw new IllegalArgumentException("no layer " + name);
  }

  private NetBuilder pointwise(String name, String type, Op op) {
    return then(new LayerInfo(name, type, lastShape()), op, nodes.size());
  }

  private List<Integer> lastShape() {
    return nodes.isEmpty() ? inputShape : nodes.get(nodes.size() - 1).info().shape();
  }
}
