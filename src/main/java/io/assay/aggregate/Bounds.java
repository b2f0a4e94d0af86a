package io.assay.aggregate;

/**
 * A two-sided interval.
 *
 * @param low NaN if nothing is known
 * @param high NaN if nothing is known
 */
record Bounds(double low, double high) {
  static final Bounds UNKNOWN = new Bounds(Double.NaN, Double.NaN);

  /** Returns what lies within a range. */
  Bounds within(double least, double most) {
    return new Bounds(Math.max(least, low), Math.min(most, high));
  }
}
