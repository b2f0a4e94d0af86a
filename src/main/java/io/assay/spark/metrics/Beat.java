package io.assay.spark.metrics;

import java.io.Serializable;
import java.util.List;

/**
 * What an executor tells the driver, every second while it works.
 *
 * @param executor its id
 * @param processBytes what its process holds of the machine's memory; 0 if the system does not tell
 * @param devices how many devices it has used
 * @param busy how busy they are together: turns at a time
 * @param shards what it is at
 */
record Beat(String executor, long processBytes, int devices, double busy, List<Attempt> shards)
    implements Serializable {
  Beat {
    shards = List.copyOf(shards);
  }

  /**
   * An attempt at a shard under way.
   *
   * @param runId the run
   * @param shard its number
   * @param counts what was done so far
   */
  record Attempt(String runId, int shard, Counts counts) implements Serializable {}
}
