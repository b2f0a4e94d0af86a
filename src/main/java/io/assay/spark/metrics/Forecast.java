package io.assay.spark.metrics;

/**
 * What a run was going to cost, as its first rows told.
 *
 * @param rows that this attempt at the run was to explain
 * @param seenRows of them, from which the rest follows
 * @param callsPerRow calls of the model
 * @param seconds of wall time, from the first to the last row
 * @param methodSeconds in the methods, summed over the tasks
 */
public record Forecast(
    long rows, long seenRows, double callsPerRow, Range seconds, double methodSeconds) {
  /** Of so many of the rows it is made. */
  static final double SHARE = 0.05;

  /** Before so many seconds a pace is that of starting. */
  private static final double FEWEST_SECONDS = 3;

  /**
   * Returns whether enough is seen, and not so much that there is nothing left to foretell.
   *
   * @param elapsed seconds since the first row
   */
  static boolean isDue(Standing now, double elapsed) {
    long seen = now.counts().read() - now.rowsBefore();
    long rows = now.rows() - now.rowsBefore();
    boolean isEnough = seen > 0 && elapsed >= FEWEST_SECONDS;
    return isEnough && seen >= SHARE * rows && seen < rows && now.left().isKnown();
  }

  /**
   * Extrapolates.
   *
   * @param elapsed seconds since the first row
   * @param before what an earlier attempt at the run did
   */
  static Forecast of(Standing now, double elapsed, Counts before) {
    long seen = now.counts().read() - before.read();
    long rows = now.rows() - before.read();
    Counts done = now.counts().less(before);
    return new Forecast(
        rows,
        seen,
        (double) done.calls().all() / seen,
        new Range(elapsed + now.left().low(), elapsed + now.left().high()),
        done.spent().methods() / 1e9 * rows / seen);
  }
}
