package io.assay.job;

import java.io.Serializable;
import java.util.Locale;

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
    /** Bytes. */
    BINARY,
    /** Arrays of numbers. */
    ARRAY_OF_NUMBERS,
    /** Anything else. */
    OTHER;

    String inWords() {
      return switch (this) {
        case BINARY -> "bytes";
        case STRING -> "text";
        case ARRAY_OF_NUMBERS -> "an array of numbers";
        default -> name().toLowerCase(Locale.ROOT);
      };
    }
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
