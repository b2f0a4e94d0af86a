package io.assay.table;

import java.io.Serializable;

/** How a float64 number becomes the float32 number that a model is shown. Threads may share it. */
@FunctionalInterface
public interface Rounding extends Serializable {
  /** The nearest float32 number. */
  Rounding NEAREST = (place, value) -> (float) value;

  /**
   * Rounds a number.
   *
   * @param place where it stands in a row's input, from 0
   * @param value the number; NaN must stay NaN, and what float32 cannot stand for become infinite
   */
  float round(int place, double value);
}
