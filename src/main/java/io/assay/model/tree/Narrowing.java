package io.assay.model.tree;

import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.DoubleStream;

/**
 * Rounds float64 numbers to float32 so that a forest cannot tell: rows are float32, but some
 * libraries compare float64 numbers with float64 thresholds. A number becomes the nearest float32
 * number, unless a threshold lies between the two: then it becomes the neighbour on its other side.
 * Where thresholds lie on both sides, within one step of float32, no float32 number is right. A
 * number costs a multiplication and a look at a few bits, and a search among the thresholds only
 * where one is near.
 */
public final class Narrowing implements Serializable {
  private static final long serialVersionUID = 1;
  private static final int BITS_A_CUT = 32;
  private static final int GOLDEN_RATIO = 0x9E3779B9;

  private final double[][] cuts; // by feature: where the side of a number changes, ascending
  private final long[][] near; // by feature: bits at the hashes of the cuts' nearest float32

  private Narrowing(double[][] cuts) {
    this.cuts = cuts;
    this.near = new long[cuts.length][];
    for (int feature = 0; feature < cuts.length; feature++) {
      near[feature] = marks(cuts[feature]);
    }
  }

  /** Returns the rounding that a forest cannot tell from the numbers themselves. */
  public static Narrowing of(Forest forest) {
    DoubleStream.Builder[] found = new DoubleStream.Builder[forest.features()];
    Arrays.setAll(found, feature -> DoubleStream.builder());
    for (Tree tree : forest.trees()) {
      for (int node = 0; node < tree.nodes(); node++) {
        if (!tree.isLeaf(node)) {
          Split split = tree.split(node);
          split.cuts().forEach(found[split.feature()]);
        }
      }
    }
    double[][] cuts = new double[found.length][];
    for (int feature = 0; feature < cuts.length; feature++) {
      cuts[feature] = found[feature].build().sorted().distinct().toArray();
    }
    return new Narrowing(cuts);
  }

  private static long[] marks(double[] cuts) {
    int words = Integer.highestOneBit(Math.max(1, cuts.length * BITS_A_CUT / Long.SIZE)) * 2;
    long[] marks = new long[words];
    for (double cut : cuts) {
      int hash = hash((float) cut, words);
      marks[hash / Long.SIZE] |= 1L << hash;
    }
    return marks;
  }

  /** A float32 number is separated from what is rounded to it by cuts alone that round to it. */
  private static int hash(float value, int words) {
    int mixed = Float.floatToRawIntBits(value + 0.0f) * GOLDEN_RATIO;
    return (mixed ^ (mixed >>> (Integer.SIZE / 2))) & (words * Long.SIZE - 1);
  }

  /**
   * Rounds a number.
   *
   * @param feature its position in a row's input
   * @param value any number; NaN stays NaN, and what float32 cannot stand for becomes infinite
   */
  public float round(int feature, double value) {
    float nearest = (float) value;
    long[] marks = near[feature];
    int hash = hash(nearest, marks.length);
    boolean isNear = (marks[hash / Long.SIZE] >>> hash & 1) != 0;
    return isNear && nearest != value ? chosen(cuts[feature], value, nearest) : nearest;
  }

  private static float chosen(double[] cuts, double value, float nearest) {
    if (!Float.isFinite(nearest) || areTogether(cuts, value, nearest)) {
      return nearest;
    }
    float other = nearest > value ? Math.nextDown(nearest) : Math.nextUp(nearest);
    return Float.isFinite(other) && areTogether(cuts, value, other)
        ? other
        : Float.POSITIVE_INFINITY;
  }

  /** Returns whether two numbers are less than the same cuts. */
  private static boolean areTogether(double[] cuts, double one, double other) {
    return upTo(cuts, one) == upTo(cuts, other);
  }

  /** Returns how many cuts are at most a number. */
  private static int upTo(double[] cuts, double value) {
    int low = 0;
    int high = cuts.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (cuts[middle] <= value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
