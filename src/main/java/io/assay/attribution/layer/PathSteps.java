package io.assay.attribution.layer;

import io.assay.attribution.Quadrature;

/** The limits of how finely a path is cut. */
final class PathSteps {
  private PathSteps() {}

  /** Refuses a number of panels. */
  static void check(String key, int steps) {
    check(key, 1, steps);
  }

  /** Refuses a number of nodes of a rule. */
  static void check(String key, Quadrature.Rule rule, int steps) {
    check(key, rule == Quadrature.Rule.TRAPEZOID ? 2 : 1, steps);
  }

  private static void check(String key, int least, int steps) {
    if (steps < least || steps > 10_000) {
      throw new IllegalArgumentException(
          key + ".steps is " + steps + "; need " + least + " to 10000");
    }
  }
}
