package io.assay.spark.slices;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/** Where ranges of numbers begin that are to hold about as many values each. */
final class BinEdges {
  private static final int COARSEST = -308;
  private static final int FINEST = 340;

  private BinEdges() {}

  /**
   * Returns the edges between ranges, ascending. Each edge is the roundest number that cuts the
   * values at the same place; equal values stay together, so there may be fewer.
   *
   * @param sorted values, ascending, finite
   * @param count how many ranges, 2 or more
   * @return count - 1 edges or fewer; none of fewer than two different values
   */
  static List<Double> of(double[] sorted, int count) {
    TreeSet<Double> edges = new TreeSet<>();
    for (int range = 1; range < count && sorted.length > 0; range++) {
      int at = (int) ((long) range * sorted.length / count);
      int first = first(sorted, sorted[at]);
      int from = first > 0 ? first : above(sorted, sorted[at]);
      if (from < sorted.length) {
        edges.add(roundest(sorted[from - 1], sorted[from]));
      }
    }
    return List.copyOf(edges);
  }

  /** Returns the first position of a value. */
  private static int first(double[] sorted, double value) {
    int at = Arrays.binarySearch(sorted, value);
    int low = 0;
    while (low < at) {
      int middle = (low + at) >>> 1;
      if (sorted[middle] < value) {
        low = middle + 1;
      } else {
        at = middle;
      }
    }
    return low;
  }

  /** Returns the first position above a value. */
  private static int above(double[] sorted, double value) {
    return value == Double.MAX_VALUE ? sorted.length : insertion(sorted, Math.nextUp(value));
  }

  private static int insertion(double[] sorted, double value) {
    int at = Arrays.binarySearch(sorted, value);
    return at < 0 ? -at - 1 : first(sorted, value);
  }

  /** Returns the number of the fewest digits over {@code below} and at most {@code at}. */
  private static double roundest(double below, double at) {
    BigDecimal least = new BigDecimal(below);
    BigDecimal most = new BigDecimal(at);
    for (int scale = COARSEST; scale <= FINEST; scale++) {
      BigDecimal rounded = most.setScale(scale, RoundingMode.FLOOR);
      double found = rounded.doubleValue();
      if (rounded.compareTo(least) > 0 && found > below && found <= at) {
        return found;
      }
    }
    return at;
  }
}
