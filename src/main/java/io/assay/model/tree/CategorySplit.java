package io.assay.model.tree;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

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
  public float[] boundaries() {
    List<Float> changes = new ArrayList<>();
    for (int category = 0; category <= left.length(); category++) {
      boolean isIn = left.get(category);
      boolean wasIn = category > 0 && left.get(category - 1);
      if (isIn != wasIn) {
        changes.add(atLeast(category));
      }
      if (isIn && fractions == Fractions.UNKNOWN) {
        changes.add(atLeast(category));
        changes.add(Math.nextUp((float) category));
      }
    }
    float[] boundaries = new float[changes.size()];
    for (int at = 0; at < boundaries.length; at++) {
      boundaries[at] = changes.get(at);
    }
    return boundaries;
  }

  private float atLeast(int category) {
    if (category == 0 && fractions == Fractions.TRUNCATED) {
      return Math.nextUp(-1f);
    }
    float rounded = (float) category;
    return rounded < category ? Math.nextUp(rounded) : rounded;
  }

  @Override
  public DoubleStream cuts() {
    IntStream categories = IntStream.rangeClosed(0, left.length());
    return fractions == Fractions.TRUNCATED
        ? categories.mapToDouble(category -> category == 0 ? Math.nextUp(-1.0) : category)
        : categories
            .asDoubleStream()
            .flatMap(category -> DoubleStream.of(category, Math.nextUp(category)));
  }

  @Override
  public void sides(float[] values, int rows, byte[] into) {
    for (int row = 0; row < rows; row++) {
      into[row] = (byte) (goesLeft(values[row]) ? 1 : 0);
    }
  }
}
