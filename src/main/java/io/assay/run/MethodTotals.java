package io.assay.run;

/**
 * What a method did in a shard.
 *
 * @param method its key
 * @param forwardCalls forward calls made for rows
 * @param gradientCalls gradient calls made for rows
 * @param sharedCalls forward calls that served whole batches
 * @param largestGap the largest |completeness gap| as a share; 0 where values are not meant to add
 *     up
 * @param rowsOver explained scalars whose gap is over the tolerance
 * @param seconds time in the method
 */
public record MethodTotals(
    String method,
    long forwardCalls,
    long gradientCalls,
    long sharedCalls,
    double largestGap,
    long rowsOver,
    double seconds)
    implements java.io.Serializable {
  /** Returns nothing done yet. */
  public static MethodTotals none(String method) {
    return new MethodTotals(method, 0, 0, 0, 0, 0, 0);
  }

  /** Returns both together. */
  public MethodTotals plus(MethodTotals other) {
    return new MethodTotals(
        method,
        forwardCalls + other.forwardCalls,
        gradientCalls + other.gradientCalls,
        sharedCalls + other.sharedCalls,
        Math.max(largestGap, other.largestGap),
        rowsOver + other.rowsOver,
        seconds + other.seconds);
  }
}
