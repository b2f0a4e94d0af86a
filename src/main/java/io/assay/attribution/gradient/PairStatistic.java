package io.assay.attribution.gradient;

/** A number that antithetic pairs of gradients under noise estimate. */
enum PairStatistic {
  /** The mean gradient. */
  MEAN {
    @Override
    double value(Means of) {
      return of.mean;
    }

    @Override
    double variance(Means of) {
      return of.meanVariance();
    }
  },
  /** The mean of the gradient's square. */
  MEAN_SQUARE {
    @Override
    double value(Means of) {
      return of.square;
    }

    @Override
    double variance(Means of) {
      return of.squareVariance();
    }
  },
  /** The gradient's variance, without bias: what the mean's own variance hides is added. */
  VARIANCE {
    @Override
    double value(Means of) {
      return Means.rounded(of.square - of.mean * of.mean + of.meanVariance(), of.square);
    }

    @Override
    double variance(Means of) {
      double covariance = (of.product - of.mean * of.square) / (of.pairs - 1);
      double variance =
          of.squareVariance()
              - 4 * of.mean * covariance
              + 4 * of.mean * of.mean * of.meanVariance();
      return Means.rounded(variance, of.squareSquare / of.pairs);
    }
  };

  /** Returns the estimate. */
  abstract double value(Means of);

  /** Returns the estimate's own variance, by the delta method. */
  abstract double variance(Means of);

  /**
   * Means over the pairs, of m, m m, q, q q and m q as in {@link io.assay.model.NoiseMoments}.
   * Differences that the rounding of the sums to float32 may have made count as none.
   */
  record Means(
      int pairs,
      double mean,
      double meanSquare,
      double square,
      double squareSquare,
      double product) {
    private static final double ROUNDING = 0x1p-21;

    /** Returns the variance of the mean of m. */
    double meanVariance() {
      return rounded(meanSquare - mean * mean, meanSquare) / (pairs - 1);
    }

    /** Returns the variance of the mean of q. */
    double squareVariance() {
      return rounded(squareSquare - square * square, squareSquare) / (pairs - 1);
    }

    static double rounded(double difference, double of) {
      return difference <= ROUNDING * of ? 0 : difference;
    }
  }
}
