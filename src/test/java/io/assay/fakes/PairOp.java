package io.assay.fakes;

/** Two values of the same length, value by value. */
enum PairOp implements Op {
  /** The sum. */
  ADD {
    @Override
    public double[] forward(double[][] in) {
      double[] sums = in[0].clone();
      for (int i = 0; i < sums.length; i++) {
        sums[i] += in[1][i];
      }
      return sums;
    }

    @Override
    public double[][] backward(double[][] in, double[] gradient) {
      return new double[][] {gradient, gradient};
    }
  },
  /** The product. */
  TIMES {
    @Override
    public double[] forward(double[][] in) {
      return products(in[0], in[1]);
    }

    @Override
    public double[][] backward(double[][] in, double[] gradient) {
      return new double[][] {products(gradient, in[1]), products(gradient, in[0])};
    }
  };

  private static double[] products(double[] left, double[] right) {
    double[] products = left.clone();
    for (int i = 0; i < products.length; i++) {
      products[i] *= right[i];
    }
    return products;
  }
}
