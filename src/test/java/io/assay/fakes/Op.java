package io.assay.fakes;

import io.assay.model.BackwardRule;

/** One operation of a network: what comes out, and what goes back. Arrays are flat, row-major. */
interface Op {
  /** Returns the value. */
  double[] forward(double[][] in);

  /** Returns the gradient of each input, from that of the value. */
  double[][] backward(double[][] in, double[] gradient);

  /** Returns what a rule sends back to each input. */
  default double[][] backward(double[][] in, double[] gradient, BackwardRule rule) {
    return backward(in, gradient);
  }

  /** Returns what goes back to each input by the rescale rule. */
  default double[][] rescaled(double[][] in, double[][] reference, double[] gradient) {
    return backward(in, gradient);
  }
}
