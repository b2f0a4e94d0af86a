package io.assay.fakes;

import io.assay.model.BackwardRule;

/** Weights times the input, plus a bias: a dense layer, a convolution, an average, as a matrix. */
final class LinearOp implements Op {
  private final double[][] weights; // [out][in]
  private final double[] bias;

  LinearOp(double[][] weights, double[] bias) {
    this.weights = weights;
    this.bias = bias;
  }

  @Override
  public double[] forward(double[][] in) {
    double[] sums = bias.clone();
    for (int unit = 0; unit < sums.length; unit++) {
      for (int i = 0; i < in[0].length; i++) {
        sums[unit] += weights[unit][i] * in[0][i];
      }
    }
    return sums;
  }

  @Override
  public double[][] backward(double[][] in, double[] gradient) {
    double[] back = new double[in[0].length];
    for (int unit = 0; unit < gradient.length; unit++) {
      for (int i = 0; i < back.length; i++) {
        back[i] += weights[unit][i] * gradient[unit];
      }
    }
    return new double[][] {back};
  }

  @Override
  public double[][] backward(double[][] in, double[] gradient, BackwardRule rule) {
    if (rule instanceof BackwardRule.Guided || rule instanceof BackwardRule.Deconvolution) {
      return backward(in, gradient);
    }
    double[] values = forward(in);
    double[] back = new double[in[0].length];
    for (int unit = 0; unit < values.length; unit++) {
      double sum = strengthened(bias[unit], 1, rule);
      for (int i = 0; i < back.length; i++) {
        sum += strengthened(weights[unit][i], in[0][i], rule) * in[0][i];
      }
      double share = gradient[unit] * values[unit] / stabilised(sum, rule);
      for (int i = 0; i < back.length; i++) {
        back[i] += share * strengthened(weights[unit][i], in[0][i], rule);
      }
    }
    return new double[][] {back};
  }

  private static double strengthened(double weight, double value, BackwardRule rule) {
    if (rule instanceof BackwardRule.LrpZPlus) {
      return weight * value > 0 ? weight : 0;
    }
    return rule instanceof BackwardRule.LrpGamma strong
        ? weight + strong.gamma() * Math.max(0, weight)
        : weight;
  }

  private static double stabilised(double sum, BackwardRule rule) {
    double epsilon = rule instanceof BackwardRule.LrpEpsilon stable ? stable.epsilon() : 1e-9;
    return sum < 0 ? sum - epsilon : sum + epsilon;
  }
}
