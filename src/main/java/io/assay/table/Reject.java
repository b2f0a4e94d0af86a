package io.assay.table;

/**
 * A row that cannot be explained, and why. It is written to the rejects table, never to zero.
 *
 * @param rowId the row
 * @param column the input column at fault
 * @param reason what is wrong, for people and for counting
 * @param value the value found, shortened; "null" where there is none
 */
public record Reject(String rowId, String column, Reason reason, String value) {
  /** What is wrong with a row. */
  public enum Reason {
    /** The value is missing. */
    NULL,
    /** The value is not a number. */
    NAN,
    /** The value is infinite, or too large for float32. */
    INFINITE,
    /** The array has another number of elements than the model takes. */
    WRONG_WIDTH,
    /** The category has no place in the encoding. */
    UNKNOWN_CATEGORY,
    /** The label names no output of the model. */
    UNKNOWN_LABEL,
    /** The row id is missing. */
    NO_ROW_ID,
    /** The model gave a score, or the method a value, that is not a number. */
    NOT_FINITE_RESULT
  }
}
