package io.assay.run;

/**
 * Why a row that could be read cannot be explained.
 *
 * @param row its position in the batch
 * @param kind what is wrong
 * @param detail the label found, or the method whose result is not finite
 */
public record RowFault(int row, Kind kind, String detail) {
  /** What is wrong. */
  public enum Kind {
    /** The label names no output of the model. */
    UNKNOWN_LABEL,
    /** A score or an attribution is not a finite number. */
    NOT_FINITE_RESULT
  }
}
