package io.assay.aggregate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a {@link QuantileSketch} counted, in ascending order and summed up: what questions are put
 * to.
 */
final class Quantiles {
  /** So that 0.035 of 200 is rank 7 though the product is a little over 7 in float64. */
  private static final double ROUNDING = 1e-14;

  private final double min;
  private final double max;
  private double[] lows = new double[16];
  private double[] answers = new double[16];
  private double[] highs = new double[16];
  private long[] upTo = new long[16];
  private int size;

  private Quantiles(double min, double max) {
    this.min = min;
    this.max = max;
  }

  static Quantiles of(QuantileSketch sketch) {
    Quantiles quantiles = new Quantiles(sketch.min(), sketch.max());
    BucketCounts buckets = sketch.buckets();
    if (buckets == null) {
      quantiles.addKept(sketch.kept(), sketch.zeros());
    } else {
      for (int page = Resolution.PAGES - 1; page >= 0; page--) {
        quantiles.addNegative(buckets, sketch.resolution(), page);
      }
      for (int page = 0; page < Resolution.PAGES; page++) {
        quantiles.addPositive(buckets, sketch.resolution(), page);
      }
    }
    return quantiles;
  }

  private void addKept(float[] ascending, long zeros) {
    boolean isZeroDue = zeros > 0;
    for (float value : ascending) {
      if (isZeroDue && value > 0) {
        add(0, 0, 0, zeros);
        isZeroDue = false;
      }
      add(value, value, value, 1);
    }
    if (isZeroDue) {
      add(0, 0, 0, zeros);
    }
  }

  private void addNegative(BucketCounts buckets, Resolution resolution, int page) {
    if (Resolution.isNegative(page) && buckets.has(page)) {
      for (int place = resolution.pageSize() - 1; place >= 0; place--) {
        add(
            -resolution.greatest(page, place),
            -resolution.answer(page, place),
            -resolution.least(page, place),
            buckets.count(page, place));
      }
    }
  }

  private void addPositive(BucketCounts buckets, Resolution resolution, int page) {
    if (!Resolution.isNegative(page) && buckets.has(page)) {
      for (int place = 0; place < resolution.pageSize(); place++) {
        add(
            resolution.least(page, place),
            resolution.answer(page, place),
            resolution.greatest(page, place),
            buckets.count(page, place));
      }
    }
  }

  private void add(double low, double answer, double high, long count) {
    if (count == 0) {
      return;
    }
    if (size == upTo.length) {
      lows = Arrays.copyOf(lows, 2 * size);
      answers = Arrays.copyOf(answers, 2 * size);
      highs = Arrays.copyOf(highs, 2 * size);
      upTo = Arrays.copyOf(upTo, 2 * size);
    }
    lows[size] = inRange(low);
    answers[size] = inRange(answer);
    highs[size] = inRange(high);
    upTo[size] = count + (size == 0 ? 0 : upTo[size - 1]);
    size++;
  }

  /** No value is beyond the least and the greatest; and -0 becomes 0. */
  private double inRange(double value) {
    return Math.max(min, Math.min(max, value)) + 0.0;
  }

  /** Returns about the least value whose rank is at least {@code share} of the count. */
  double quantile(double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("quantile " + share + "; need 0 to 1");
    }
    if (size == 0 || share == 0) {
      return min;
    }
    if (share == 1) {
      return max;
    }
    double exact = share * upTo[size - 1];
    long rank = Math.max(1, (long) Math.ceil(exact * (1 - ROUNDING)));
    int found = Arrays.binarySearch(upTo, 0, size, rank);
    return answers[found >= 0 ? found : -found - 1];
  }

  /** Returns about how many values are at most {@code limit}; a bucket counts by its part. */
  long countUpTo(double limit) {
    int below = 0;
    int above = size;
    while (below < above) {
      int middle = (below + above) >>> 1;
      if (highs[middle] <= limit) {
        below = middle + 1;
      } else {
        above = middle;
      }
    }
    long sure = below == 0 ? 0 : upTo[below - 1];
    if (below == size || limit < lows[below]) {
      return sure;
    }
    double part = (limit - lows[below]) / (highs[below] - lows[below]);
    return sure + (long) (part * (upTo[below] - sure));
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
      long upToEdge = countUpTo(edge);
      counts.add(upToEdge - before);
      before = upToEdge;
    }
    return new Histogram(min, max, counts);
  }
}
