package io.assay.attribution.tree;

/**
 * How much of a leaf's value one decision moves. A leaf that is reached if and only if certain
 * players are present and certain others absent has the derivative, along one or two of them and
 * averaged over the coalitions of the rest,
 *
 * <pre>
 * Shapley:  integral of q^p (1 - q)^r dq over 0 to 1  =  p! r! / (p + r + 1)!
 * Banzhaf:  2^-(p + r)
 * </pre>
 *
 * for p players that must be present and r that must be absent beside those.
 */
final class Betas {
  private final double[] values; // [present][absent]
  private final int width;

  /**
   * Works out a table.
   *
   * @param most the most players of a leaf
   */
  Betas(Semivalue semivalue, int most) {
    this.width = most + 1;
    this.values = new double[width * width];
    for (int present = 0; present < width; present++) {
      double value =
          semivalue == Semivalue.SHAPLEY ? 1.0 / (present + 1) : Math.scalb(1.0, -present);
      for (int absent = 0; present + absent < width; absent++) {
        values[present * width + absent] = value;
        value *= semivalue == Semivalue.SHAPLEY ? (absent + 1.0) / (present + absent + 2) : 0.5;
      }
    }
  }

  /** Returns the value for so many other players that must be present and absent. */
  double of(int present, int absent) {
    return values[present * width + absent];
  }
}
