package io.assay.aggregate;

/** Intervals for what the magnitudes of groups are on average, and for the groups' ranks. */
interface MagnitudeIntervals {
  /** Returns the interval of the mean magnitude. */
  Bounds meanAbs(int group);

  /** Returns the interval of the group's share of the sum of all mean magnitudes. */
  Bounds share(int group);

  /** Returns ranks and what bounds them. */
  RankIntervals ranks();
}
