package io.assay.aggregate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The kept values of a {@link QuantileSketch} in ascending order with their cumulative counts: what
 * questions are put to.
 */
final class Quantiles {
  /** So that 0.035 of 200 is rank 7 though the product is a little over 7 in float64. */
  private static final double ROUNDING = 1e-14;

  private final float[] values;
  private final long[] upTo;
  private final double min;
  private final double max;

  private Quantiles(float[] values, long[] upTo, double min, double max) {
    this.values = values;
    this.upTo = upTo;
    this.min = min;
    this.max = max;
  }

  static Quantiles of(QuantileSketch sketch) {
    long[] kept = ascending(sketch.levels());
    float[] values = new float[kept.length];
    long[] upTo = new long[kept.length];
    long sum = 0;
    for (int i = 0; i < kept.length; i++) {
      values[i] = Float.intBitsToFloat(flipped((int) (kept[i] >> Integer.SIZE)));
      sum += 1L << (int) kept[i];
      upTo[i] = sum;
    }
    return new Quantiles(values, upTo, sketch.min(), sketch.max());
  }

  /** Returns value and level of every kept value as one number, ordered by value. */
  private static long[] ascending(float[][] levels) {
    long[] kept = new long[Arrays.stream(levels).mapToInt(level -> level.length).sum()];
    int at = 0;
    for (int level = 0; level < levels.length; level++) {
      for (float value : levels[level]) {
        kept[at++] = ((long) flipped(Float.floatToIntBits(value)) << Integer.SIZE) | level;
      }
    }
    Arrays.sort(kept);
    return kept;
  }

  /** Turns a float's bits into an int of the same order, and back. */
  private static int flipped(int bits) {
    return bits ^ ((bits >> 31) & Integer.MAX_VALUE);
  }

  /** Returns the least value whose rank is at least {@code share} of the count; NaN if empty. */
  double quantile(double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("quantile " + share + "; need 0 to 1");
    }
    if (values.length == 0 || share == 0) {
      return min;
    }
    if (share == 1) {
      return max;
    }
    double exact = share * upTo[upTo.length - 1];
    long rank = Math.max(1, (long) Math.ceil(exact * (1 - ROUNDING)));
    int found = Arrays.binarySearch(upTo, rank);
    return values[found >= 0 ? found : -found - 1];
  }

  /** Returns about how many values are at most {@code limit}. */
  long countUpTo(double limit) {
    int below = 0;
    int above = values.length;
    while (below < above) {
      int middle = (below + above) >>> 1;
      if (values[middle] <= limit) {
        below = middle + 1;
      } else {
        above = middle;
      }
    }
    return below == 0 ? 0 : upTo[below - 1];
  }

  /** Cuts the range from least to greatest into bins of equal width. */
  Histogram histogram(int bins) {
    if (bins < 1) {
      throw new IllegalArgumentException("bins is " + bins + "; need 1 or more");
    }
    List<Long> counts = new ArrayList<>();
    long before = 0;
    for (int bin = 1; bin <= bins; bin++) {
      double edge = bin == bins ? Double.POSITIVE_INFINITY : min + (max - min) * bin / bins;
      long upToEdge = values.length == 0 ? 0 : countUpTo(edge);
      counts.add(upToEdge - before);
      before = upToEdge;
    }
    return new Histogram(min, max, counts);
  }
}
