package io.assay.spark.metrics;

/**
 * Seconds that something may take.
 *
 * @param low at least, about
 * @param high at most, about; infinite if nothing is known
 */
public record Range(double low, double high) {
  static final Range UNKNOWN = new Range(0, Double.POSITIVE_INFINITY);

  /** Returns whether it says anything. */
  boolean isKnown() {
    return Double.isFinite(high);
  }
}
