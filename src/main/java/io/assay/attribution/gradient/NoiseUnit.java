package io.assay.attribution.gradient;

/** What the standard deviation of noise is a share of. */
public enum NoiseUnit {
  /**
   * Each feature's own standard deviation over the background, with its weights. A single reference
   * row has none: the row's range takes its place.
   */
  SPREAD,
  /** The largest minus the smallest value of the row, for inputs of one unit such as pixels. */
  ROW_RANGE,
  /** The input's own unit: the same for every feature and row. */
  INPUT
}
