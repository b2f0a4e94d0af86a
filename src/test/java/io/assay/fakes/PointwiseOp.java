package io.assay.fakes;

import io.assay.model.BackwardRule;

/** A function of each value by itself. */
enum PointwiseOp implements Op {
  /** The positive part. */
  RELU {
    @Override
    double value(double x) {
      return x <= 0 ? 0 : x; // what is not a number stays so
    }

    @Override
    double slope(double x) {
      return Double.isNaN(x) ? x : x > 0 ? 1 : 0;
    }
  },
  /** The square. */
  SQUARE {
    @Override
    double value(double x) {
      return x * x;
    }

    @Override
    double slope(double x) {
      return 2 * x;
    }
  },
  /** The hyperbolic tangent. */
  TANH {
    @Override
    double value(double x) {
      return Math.tanh(x);
    }

    @Override
    double slope(double x) {
      return 1 - Math.tanh(x) * Math.tanh(x);
    }
  };

  private static final double STILL = 1e-9;

  abstract double value(double x);

  abstract double slope(double x);

  @Override
  public double[] forward(double[][] in) {
    double[] values = new double[in[0].length];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(in[0][i]);
    }
    return values;
  }

  @Override
  public double[][] backward(double[][] in, double[] gradient) {
    double[] back = new double[gradient.length];
    for (int i = 0; i < back.length; i++) {
      back[i] = slope(in[0][i]) * gradient[i];
    }
    return new double[][] {back};
  }

  @Override
  public double[][] backward(double[][] in, double[] gradient, BackwardRule rule) {
    double[] back = new double[gradient.length];
    for (int i = 0; i < back.length; i++) {
      back[i] = sentBack(in[0][i], gradient[i], rule);
    }
    return new double[][] {back};
  }

  private double sentBack(double x, double gradient, BackwardRule rule) {
    boolean isPlain =
        rule instanceof BackwardRule.Guided || rule instanceof BackwardRule.Deconvolution;
    if (!isPlain) {
      return Math.abs(x) < STILL ? 0 : gradient * value(x) / x;
    }
    if (this != RELU) {
      return slope(x) * gradient;
    }
    double positive = Math.max(0, gradient);
    return rule instanceof BackwardRule.Guided ? slope(x) * positive : positive;
  }

  @Override
  public double[][] rescaled(double[][] in, double[][] reference, double[] gradient) {
    double[] back = new double[gradient.length];
    for (int i = 0; i < back.length; i++) {
      double x = in[0][i];
      double from = reference[0][i];
      double slope = Math.abs(x - from) < STILL ? slope(x) : (value(x) - value(from)) / (x - from);
      back[i] = slope * gradient[i];
    }
    return new double[][] {back};
  }
}
