package io.assay.table;

import java.util.Locale;

/**
 * A row that cannot be explained, and why. It is written to the rejects table, never to zero.
 *
 * @param rowId the row; empty where the reason is {@link Reason#NO_ROW_ID}
 * @param column the input column at fault, as the job names it
 * @param reason what is wrong, for people and for counting
 * @param value the value found, cut to 80 characters here; "null" where there is none
 */
public record Reject(String rowId, String column, Reason reason, String value) {
  private static final int LONGEST_VALUE = 80;

  /** Cuts a long value. */
  public Reject {
    value = shortened(value);
  }

  private static String shortened(String value) {
    if (value.length() <= LONGEST_VALUE) {
      return value;
    }
    int end = LONGEST_VALUE - 1;
    if (Character.isHighSurrogate(value.charAt(end - 1))) {
      end--;
    }
    return value.substring(0, end) + "…";
  }

  /** What is wrong with a row. */
  public enum Reason {
    /** The value is missing. */
    NULL,
    /** The value is not a number. */
    NAN,
    /** The value is infinite, or too large for float32. */
    INFINITE,
    /** The model tells the value from others, on both sides, that are the same in float32. */
    TOO_FINE,
    /** The array has another number of elements than the model takes. */
    WRONG_WIDTH,
    /** The category has no place in the encoding. */
    UNKNOWN_CATEGORY,
    /** The bytes are no image that can be read whole. */
    UNDECODABLE_IMAGE,
    /** The image has another size than the model takes, or too many pixels. */
    WRONG_SIZE,
    /** The file cannot be read. */
    MISSING_FILE,
    /** The text has no token. */
    EMPTY_TEXT,
    /** The text has more tokens than the model takes. */
    TOO_LONG_TEXT,
    /** The label names no output of the model. */
    UNKNOWN_LABEL,
    /** The row id is missing. */
    NO_ROW_ID,
    /** The model gave a score, or the method a value, that is not a number. */
    NOT_FINITE_RESULT;

    /** Returns the name as it stands in the rejects table, such as {@code wrong-width}. */
    public String key() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
