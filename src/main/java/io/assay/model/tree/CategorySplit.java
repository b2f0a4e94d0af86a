package io.assay.model.tree;

import java.util.BitSet;
import java.util.stream.DoubleStream;

/**
 * Categories of a set go left, all other values right: other categories, ones never seen, negative
 * numbers.
 *
 * @param feature the position in a row's input, which holds the number of a category
 * @param left the categories that go left
 * @param missing where NaN goes
 * @param fractions what a number with a fraction is
 */
public record CategorySplit(int feature, BitSet left, Missing missing, Fractions fractions)
    implements Split {
  /** Where a missing value goes. */
  public enum Missing {
    /** NaN goes left. */
    LEFT,
    /** NaN goes right. */
    RIGHT
  }

  /** What a number with a fraction is. */
  public enum Fractions {
    /** The category of its whole part: 0 of what lies between -1 and 1. */
    TRUNCATED,
    /** The category of its whole part, and none if it is negative. */
    TRUNCATED_UNLESS_NEGATIVE,
    /** No category. */
    UNKNOWN
  }

  /** Copies the set, and checks that the feature is none of the negative ones. */
  public CategorySplit {
    if (feature < 0) {
      throw new IllegalArgumentException("feature is " + feature + "; need 0 or more");
    }
    left = (BitSet) left.clone();
  }

  /** Returns a copy of the categories that go left. */
  @Override
  public BitSet left() {
    return (BitSet) left.clone();
  }

  @Override
  public boolean goesLeft(double value) {
    if (Double.isNaN(value)) {
      return missing == Missing.LEFT;
    }
    int category = (int) value;
    return category >= 0
        && category < left.length()
        && left.get(category)
        && switch (fractions) {
          case TRUNCATED -> true;
          case TRUNCATED_UNLESS_NEGATIVE -> value >= 0;
          case UNKNOWN -> category == value;
        };
  }

  @Override
  public DoubleStream cuts() {
    if (fractions == Fractions.UNKNOWN) {
      return left.stream()
          .asDoubleStream()
          .flatMap(category -> DoubleStream.of(category, Math.nextUp(category)));
    }
    DoubleStream.Builder cuts = DoubleStream.builder();
    int end;
    for (int first = left.nextSetBit(0); first >= 0; first = left.nextSetBit(end)) {
      end = left.nextClearBit(first);
      boolean reachesBelow = first == 0 && fractions == Fractions.TRUNCATED;
      cuts.add(reachesBelow ? Math.nextUp(-1.0) : first).add(end);
    }
    return cuts.build();
  }

  @Override
  public float[] boundaries() {
    double[] cuts = cuts().toArray();
    float[] boundaries = new float[cuts.length];
    for (int at = 0; at < cuts.length; at++) {
      float rounded = (float) cuts[at];
      boundaries[at] = rounded < cuts[at] ? Math.nextUp(rounded) : rounded;
    }
    return boundaries;
  }

  @Override
  public void sides(float[] values, int rows, byte[] into) {
    for (int row = 0; row < rows; row++) {
      into[row] = (byte) (goesLeft(values[row]) ? 1 : 0);
    }
  }
}
