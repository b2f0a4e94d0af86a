package io.assay.spark.metrics;

import java.io.Serializable;
import org.apache.spark.SparkContext;
import org.jspecify.annotations.Nullable;

/**
 * Counts what the tasks of a run do. It is made on the driver and travels with the tasks.
 *
 * <p>What is exact, and what is live: the reports of committed shards are exact, each shard once,
 * and the manifest is made of them. Accumulators and metrics are live: Spark counts an accumulator
 * once for each shard's first successful attempt, so that rows of failed attempts are missing from
 * it; the metrics of an executor are of the work that it did, so that what is done again counts
 * again.
 */
public final class RunMeter implements Serializable {
  private static final long serialVersionUID = 1;

  private final String runId;
  private final @Nullable Accumulators accumulators;

  private RunMeter(String runId, @Nullable Accumulators accumulators) {
    this.runId = runId;
    this.accumulators = accumulators;
  }

  /**
   * Returns a meter that is shown in Spark's pages.
   *
   * @param runId the run
   */
  public static RunMeter of(SparkContext spark, String runId) {
    return new RunMeter(runId, new Accumulators(spark));
  }

  /** Returns a meter that nobody looks at. */
  public static RunMeter none() {
    return new RunMeter("", null);
  }

  /**
   * Begins to count an attempt at a shard, in its task.
   *
   * @param shard its number, from 0
   */
  public ShardMeter shard(int shard) {
    return new ShardMeter(runId, shard, accumulators);
  }
}
