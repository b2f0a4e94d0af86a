package io.assay.spark.ml;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * How one value of a row comes from values before it. It travels; what computes is opened from it,
 * once for each thread, because stages may keep state of the row they are at.
 */
interface Formula extends Serializable {
  /** What computes, for one thread at a time. */
  @FunctionalInterface
  interface Opened {
    /**
     * Returns the value, in the form that functions of Scala take: a number, a string, a vector, a
     * row.
     *
     * @param registers the values before it, by number
     */
    @Nullable Object value(@Nullable Object[] registers);
  }

  /** Opens the formula. */
  Opened open();

  /**
   * A value as it stands.
   *
   * @param register its number
   */
  record Register(int register) implements Formula {
    @Override
    public Opened open() {
      return registers -> registers[register];
    }
  }
}
