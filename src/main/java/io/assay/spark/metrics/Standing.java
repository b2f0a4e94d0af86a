package io.assay.spark.metrics;

/**
 * How far a run is.
 *
 * @param runId the run
 * @param rows in all
 * @param counts what was done, in shards that are committed or under way
 * @param committed what was done in committed shards
 * @param rowsBefore rows that an earlier attempt at the run did
 * @param shards in all
 * @param shardsDone committed
 * @param rowsPerSecond over the last half minute
 * @param callsPerSecond of the model, over the last half minute
 * @param left how long the rest may take
 * @param executors at work, as far as they say
 * @param processBytes what their processes hold of their machines' memory, together
 * @param devices that they have used
 * @param devicesBusy how busy these are together: turns at a time
 */
record Standing(
    String runId,
    long rows,
    Counts counts,
    Counts committed,
    long rowsBefore,
    int shards,
    int shardsDone,
    double rowsPerSecond,
    double callsPerSecond,
    Range left,
    int executors,
    long processBytes,
    int devices,
    double devicesBusy) {
  /** Returns the share of the rows that are done, 0 to 1. */
  double share() {
    return rows == 0 ? 1 : Math.min(1, (double) counts.read() / rows);
  }
}
