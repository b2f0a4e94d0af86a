package io.assay.fakes;

import io.assay.model.BackwardRule;
import io.assay.model.LayerInfo;
import java.util.List;

/**
 * Operations in the order of computation. Value 0 is the input, value k that of the k-th node.
 *
 * @param nodes what is computed; the last one gives the outputs
 */
record Graph(List<Node> nodes) {
  /**
   * An operation.
   *
   * @param info of the value
   * @param inputs the values that go in
   */
  record Node(LayerInfo info, Op op, List<Integer> inputs) {
    double[][] arguments(double[][] values) {
      return inputs.stream().map(value -> values[value]).toArray(double[][]::new);
    }
  }

  /** What an operation sends back. */
  private interface Step {
    double[][] back(int value, Op op, double[] gradient);
  }

  int last() {
    return nodes.size();
  }

  /** Returns the same up to a value, which is the last. */
  Graph upTo(int value) {
    return new Graph(nodes.subList(0, value));
  }

  /** Returns every value. */
  double[][] run(double[] input) {
    double[][] values = new double[nodes.size() + 1][];
    values[0] = input;
    return rerun(values, 0, input);
  }

  /** Returns every value, where one is held as given. */
  double[][] rerun(double[][] values, int held, double[] value) {
    double[][] fresh = values.clone();
    fresh[held] = value;
    for (int at = 1; at < fresh.length; at++) {
      if (at != held) {
        Node node = nodes.get(at - 1);
        fresh[at] = node.op().forward(node.arguments(fresh));
      }
    }
    return fresh;
  }

  /** Returns the gradients of an output with respect to all values. */
  double[][] gradients(double[][] values, int output) {
    return back(
        values,
        output,
        (value, op, gradient) -> op.backward(nodes.get(value - 1).arguments(values), gradient));
  }

  /** Returns what a rule sends back to all values from an output. */
  double[][] relevances(double[][] values, int output, BackwardRule rule) {
    return back(
        values,
        output,
        (value, op, gradient) ->
            op.backward(nodes.get(value - 1).arguments(values), gradient, rule));
  }

  /** Returns the multipliers of all values for an output. */
  double[][] multipliers(double[][] values, double[][] references, int output) {
    return back(
        values,
        output,
        (value, op, gradient) ->
            op.rescaled(
                nodes.get(value - 1).arguments(values),
                nodes.get(value - 1).arguments(references),
                gradient));
  }

  private double[][] back(double[][] values, int output, Step step) {
    double[][] gradients = new double[values.length][];
    for (int value = 0; value < values.length; value++) {
      gradients[value] = new double[values[value].length];
    }
    gradients[last()][output] = 1;
    for (int value = last(); value > 0; value--) {
      Node node = nodes.get(value - 1);
      double[][] parts = step.back(value, node.op(), gradients[value]);
      for (int argument = 0; argument < parts.length; argument++) {
        double[] into = gradients[node.inputs().get(argument)];
        for (int i = 0; i < into.length; i++) {
          into[i] += parts[argument][i];
        }
      }
    }
    return gradients;
  }
}
