package io.assay.attribution.shapley.surrogate;

/**
 * How boosted trees grow.
 *
 * @param trees how many at most, 1 to 10,000
 * @param depth how many splits lie between a root and a leaf at most, 1 to 6
 * @param shrinkage which share of a leaf's mean residual is taken, above 0 to 1
 * @param leastInputs how many inputs a leaf holds at least, 1 or more
 */
public record Growth(int trees, int depth, double shrinkage, int leastInputs) {
  /** Checks the numbers. */
  public Growth {
    require(trees >= 1 && trees <= 10_000, "trees is %s; need 1 to 10000", trees);
    require(depth >= 1 && depth <= 6, "depth is %s; need 1 to 6", depth);
    require(shrinkage > 0 && shrinkage <= 1, "shrinkage is %s; need above 0 to 1", shrinkage);
    require(leastInputs >= 1, "least inputs is %s; need 1 or more", leastInputs);
  }

  private static void require(boolean holds, String message, Object value) {
    if (!holds) {
      throw new IllegalArgumentException(message.formatted(value));
    }
  }

  /**
   * Returns 100 trees of depth 6: on a small network of 12 features, of all that were tried with as
   * many leaves, these left least over. Three times as many, each of a third, gained a tenth.
   */
  public static Growth standard() {
    return new Growth(100, 6, 0.3, 10);
  }
}
