package io.assay.report;

import java.util.List;

/**
 * The rows that could not be explained.
 *
 * @param counts rows by column and reason, most first
 * @param examples some of the rows
 */
public record RejectSummary(List<Count> counts, List<Example> examples) {
  /** Copies the lists. */
  public RejectSummary {
    counts = List.copyOf(counts);
    examples = List.copyOf(examples);
  }

  /** No row was rejected. */
  public static RejectSummary none() {
    return new RejectSummary(List.of(), List.of());
  }

  /**
   * How many rows one fault of one column cost.
   *
   * @param column the input column
   * @param reason what is wrong, as in the rejects table
   * @param rows how many rows
   */
  public record Count(String column, String reason, long rows) {}

  /**
   * A rejected row.
   *
   * @param rowId the row
   * @param column the input column
   * @param reason what is wrong
   * @param value the value found, shortened
   */
  public record Example(String rowId, String column, String reason, String value) {}
}
