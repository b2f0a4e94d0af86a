package io.assay.run;

import io.assay.attribution.AttributionMethod;
import io.assay.attribution.Attributions;
import io.assay.attribution.MethodInfo.Completeness;

/** The completeness gaps of a result, as shares; none where values are not meant to add up. */
final class Gaps {
  private final double[] shares;

  private Gaps(double... shares) {
    this.shares = shares;
  }

  static Gaps of(AttributionMethod<?> method, Attributions result) {
    if (method.info().completeness() == Completeness.NONE) {
      return new Gaps();
    }
    int slots = result.slots();
    double[] shares = new double[result.rows() * slots];
    for (int position = 0; position < shares.length; position++) {
      shares[position] = result.completenessGapShare(position / slots, position % slots);
    }
    return new Gaps(shares);
  }

  /** Returns whether there are none. */
  boolean isEmpty() {
    return shares.length == 0;
  }

  /** Returns the gap of a position, row * slots + slot. */
  double share(int position) {
    return shares[position];
  }

  /** Returns the largest gap, of either sign, and how many are over a tolerance. */
  MethodTotals totals(double tolerance) {
    double largest = 0;
    long over = 0;
    for (double share : shares) {
      double gap = Math.abs(share);
      largest = Math.max(largest, gap);
      over += gap > tolerance ? 1 : 0;
    }
    return new MethodTotals("", 0, 0, 0, largest, over, 0);
  }
}
