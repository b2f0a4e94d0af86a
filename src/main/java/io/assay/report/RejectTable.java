package io.assay.report;

import io.assay.report.RejectSummary.Example;
import io.assay.report.number.Numbers;
import java.util.List;

/**
 * The rejects as the page shows them.
 *
 * @param rejected how many rows were rejected
 * @param total the same in words
 * @param counts by column and reason, most first
 * @param omitted how many counts are left out
 * @param examples some of the rows
 */
record RejectTable(
    long rejected, String total, List<Row> counts, int omitted, List<Example> examples) {
  private static final int COUNTS = 50;
  private static final int EXAMPLES = 20;

  static RejectTable of(RejectSummary rejects, Manifest.Counts counts) {
    List<RejectSummary.Count> shown =
        rejects.counts().subList(0, Math.min(COUNTS, rejects.counts().size()));
    return new RejectTable(
        counts.rejected(),
        Numbers.count(counts.rejected(), "row"),
        shown.stream().map(count -> Row.of(count, counts.rowsIn())).toList(),
        rejects.counts().size() - shown.size(),
        rejects.examples().stream()
            .limit(EXAMPLES)
            .map(
                example ->
                    new Example(
                        example.rowId(),
                        example.column(),
                        Finding.words(example.reason()),
                        example.value()))
            .toList());
  }

  boolean isEmpty() {
    return counts.isEmpty();
  }

  /** What stands in place of the table where there are no counts. */
  String emptyText() {
    return rejected == 0
        ? "No row was rejected."
        : total + " could not be explained; the run\u2019s rejects table names them.";
  }

  boolean hasOmitted() {
    return omitted > 0;
  }

  boolean hasExamples() {
    return !examples.isEmpty();
  }

  /** A count as text. */
  record Row(String column, String reason, String rows, String share) {
    static Row of(RejectSummary.Count count, long rowsIn) {
      return new Row(
          count.column(),
          Finding.words(count.reason()),
          Numbers.count(count.rows()),
          Numbers.percent((double) count.rows() / rowsIn));
    }
  }
}
