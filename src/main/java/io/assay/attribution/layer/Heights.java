package io.assay.attribution.layer;

/** What is shown of a map. */
public enum Heights {
  /** What is over zero, in the map's own unit. */
  POSITIVE,
  /** All, in the map's own unit. */
  SIGNED,
  /** What is over zero, scaled from 0 to 1 within each row: ranks positions, not rows. */
  UNIT;

  private static final double NOT_ZERO = 1e-7;

  /** Shapes a map, before and after it is resized. */
  double[] shaped(double[] map) {
    if (this == SIGNED) {
      return map;
    }
    double[] positive = new double[map.length];
    for (int i = 0; i < map.length; i++) {
      positive[i] = Math.max(0, map[i]);
    }
    return this == UNIT ? scaled(positive) : positive;
  }

  private static double[] scaled(double[] map) {
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (double height : map) {
      least = Math.min(least, height);
      most = Math.max(most, height);
    }
    double[] scaled = new double[map.length];
    for (int i = 0; i < map.length; i++) {
      scaled[i] = (map[i] - least) / (most - least + NOT_ZERO);
    }
    return scaled;
  }
}
