package io.assay.model.tree;

import java.util.stream.DoubleStream;

/**
 * The question of an inner node: does a row go left? All that libraries do differently, strict and
 * weak thresholds, float32 and float64, what is missing and where it goes, is settled here.
 */
public sealed interface Split permits NumericSplit, CategorySplit {
  /** Returns the position in a row's input that is looked at. */
  int feature();

  /**
   * Returns whether a row goes left.
   *
   * @param value of the feature; NaN is missing. A float32 value widened gives what the library
   *     gives for it
   */
  boolean goesLeft(double value);

  /**
   * Returns where the answer to a float64 number may change: numbers that are less than the same
   * ones of these go the same way. {@link #boundaries} has the like for float32.
   */
  DoubleStream cuts();

  /**
   * Asks the question of many rows at once.
   *
   * @param values of the feature, one a row
   * @param rows how many, from the first
   * @param left takes 1 for a row that goes left, 0 for one that goes right
   */
  void sides(float[] values, int rows, byte[] left);

  /**
   * Returns where the answer may change: from one of these float32 values to just below the next it
   * is the same, and so it is below the first. NaN has its own.
   */
  float[] boundaries();
}
