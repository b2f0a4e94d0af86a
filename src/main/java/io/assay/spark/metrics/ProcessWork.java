package io.assay.spark.metrics;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the tasks of this process do. Spark gives a task no way to the plugin that speaks for its
 * executor, so both meet here, in the one object that a process has of it.
 */
final class ProcessWork {
  private static final ProcessWork OF_THIS_PROCESS = new ProcessWork();

  private final Set<ShardMeter> underWay = ConcurrentHashMap.newKeySet();
  private Counts ended = Counts.NONE;

  /** Returns the object of this process. */
  static ProcessWork ofThisProcess() {
    return OF_THIS_PROCESS;
  }

  /** An attempt begins. */
  void begin(ShardMeter attempt) {
    underWay.add(attempt);
  }

  /** An attempt ended, done or not. */
  synchronized void end(ShardMeter attempt) {
    if (underWay.remove(attempt)) {
      ended = ended.plus(attempt.counts());
    }
  }

  /** Returns what was done in this process, failed attempts among it. */
  synchronized Counts counts() {
    return underWay.stream().map(ShardMeter::counts).reduce(ended, Counts::plus);
  }

  /** Returns what is being done. */
  List<Beat.Attempt> underWay() {
    return underWay.stream()
        .map(each -> new Beat.Attempt(each.runId(), each.shard(), each.counts()))
        .toList();
  }
}
