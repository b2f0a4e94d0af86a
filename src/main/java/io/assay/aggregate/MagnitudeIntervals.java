package io.assay.aggregate;

/** Intervals for what the magnitudes of groups are on average, and for the groups' ranks. */
interface MagnitudeIntervals {
  /** Returns the interval of the mean magnitude. */
  Bounds meanAbs(int group);

  /** Returns the interval of the group's share of the sum of all mean magnitudes. */
  Bounds share(int group);

  /** Returns ranks and what bounds them. */
  RankIntervals ranks();

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
}
