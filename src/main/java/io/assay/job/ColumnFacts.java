package io.assay.job;

import java.io.Serializable;

/**
 * A column that the input has.
 *
 * @param name its name
 * @param kind what can be done with it
 * @param type its type in Spark's words, for messages
 */
public record ColumnFacts(String name, Kind kind, String type) implements Serializable {
  /** What can be done with a column. */
  public enum Kind {
    /** Integers and floating-point numbers. */
    NUMERIC,
    /** True and false. */
    BOOLEAN,
    /** Decimal numbers. */
    DECIMAL,
    /** Text. */
    STRING,
    /** Arrays of numbers. */
    ARRAY_OF_NUMBERS,
    /** Anything else. */
    OTHER
  }

  /** Returns whether each value is one number. */
  boolean isNumber() {
    return kind == Kind.NUMERIC || kind == Kind.BOOLEAN || kind == Kind.DECIMAL;
  }

  /** Returns whether each value is one category. */
  boolean isCategory() {
    return kind == Kind.STRING || isNumber();
  }
}
