package io.assay.model.tree;

import java.util.stream.DoubleStream;

/**
 * Smaller values go left.
 *
 * @param feature the position in a row's input
 * @param cut a value goes left if it is less than this: finite, or negative infinity if nothing but
 *     what is missing may go left
 * @param missing what counts as missing, and where it goes
 */
public record NumericSplit(int feature, double cut, Missing missing) implements Split {
  /** Zeros of LightGBM: what it takes for 0 where 0 means missing. */
  private static final float LARGEST_ZERO = 1e-35f;

  /** What counts as missing, and where it goes. */
  public enum Missing {
    /** NaN goes left. */
    LEFT,
    /** NaN goes right. */
    RIGHT,
    /** NaN and zero go left. */
    ZERO_LEFT,
    /** NaN and zero go right. */
    ZERO_RIGHT
  }

  /** Checks that the feature is none of the negative ones and the cut is one of those. */
  public NumericSplit {
    if (feature < 0) {
      throw new IllegalArgumentException("feature is " + feature + "; need 0 or more");
    }
    if (!(cut < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("threshold is " + cut + "; need a finite number");
    }
  }

  /** Values less than a threshold go left. */
  public static NumericSplit less(int feature, double threshold, Missing missing) {
    return new NumericSplit(feature, threshold, missing);
  }

  /** Values up to a threshold go left, the threshold among them. */
  public static NumericSplit atMost(int feature, double threshold, Missing missing) {
    return new NumericSplit(feature, Math.nextUp(threshold), missing);
  }

  @Override
  public boolean goesLeft(double value) {
    return switch (missing) {
      case RIGHT -> value < cut;
      case LEFT -> !(value >= cut);
      case ZERO_RIGHT -> value < cut && !isZero(value);
      case ZERO_LEFT -> !(value >= cut) || isZero(value);
    };
  }

  @Override
  public DoubleStream cuts() {
    return switch (missing) {
      case LEFT, RIGHT -> DoubleStream.of(cut);
      case ZERO_LEFT, ZERO_RIGHT ->
          DoubleStream.of(cut, -LARGEST_ZERO, Math.nextUp((double) LARGEST_ZERO));
    };
  }

  private static boolean isZero(double value) {
    return Math.abs(value) <= LARGEST_ZERO;
  }

  /** Returns the least float32 that goes right: float32 values may be compared with it. */
  float bound() {
    float rounded = (float) cut;
    return rounded < cut ? Math.nextUp(rounded) : rounded;
  }

  @Override
  public float[] boundaries() {
    return switch (missing) {
      case LEFT, RIGHT -> new float[] {bound()};
      case ZERO_LEFT, ZERO_RIGHT -> new float[] {bound(), -LARGEST_ZERO, Math.nextUp(LARGEST_ZERO)};
    };
  }

  @Override
  public void sides(float[] values, int rows, byte[] left) {
    float bound = bound();
    switch (missing) {
      case RIGHT -> {
        for (int row = 0; row < rows; row++) {
          left[row] = (byte) (values[row] < bound ? 1 : 0);
        }
      }
      case LEFT -> {
        for (int row = 0; row < rows; row++) {
          left[row] = (byte) (values[row] >= bound ? 0 : 1);
        }
      }
      case ZERO_LEFT, ZERO_RIGHT -> {
        for (int row = 0; row < rows; row++) {
          left[row] = (byte) (goesLeft(values[row]) ? 1 : 0);
        }
      }
    }
  }
}
