package io.assay.spark.metrics;

import java.util.HashMap;
import java.util.Map;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskFailedReason;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.slf4j.event.Level;

/**
 * What Spark tells of a run's tasks: attempts that failed and executors that were lost, for the
 * log; and rows done, from executors' heartbeats, where a session has no {@link AssayPlugin}.
 */
public final class RunListener extends SparkListener implements AutoCloseable {
  private static final int LONGEST_REASON = 200;

  private final SparkContext spark;
  private final RunWatch watch;
  private final boolean hasPlugin;
  private final int first;
  private final Map<Long, Integer> shardOfTask = new HashMap<>();

  private RunListener(SparkContext spark, RunWatch watch, int first) {
    this.spark = spark;
    this.watch = watch;
    this.first = first;
    this.hasPlugin = spark.conf().get("spark.plugins", "").contains(AssayPlugin.class.getName());
  }

  /**
   * Listens to the tasks of shards.
   *
   * @param first the number of the shard that the first partition is
   */
  static RunListener on(SparkContext spark, RunWatch watch, int first) {
    RunListener listener = new RunListener(spark, watch, first);
    spark.addSparkListener(listener);
    return listener;
  }

  @Override
  public void onTaskStart(SparkListenerTaskStart start) {
    shardOfTask.put(start.taskInfo().taskId(), first + start.taskInfo().partitionId());
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd end) {
    shardOfTask.remove(end.taskInfo().taskId());
    if (end.reason() instanceof TaskFailedReason reason) {
      Event.of("task-failed")
          .with("run", watch.runId())
          .with("shard", first + end.taskInfo().partitionId())
          .with("attempt", end.taskInfo().attemptNumber())
          .with("executor", end.taskInfo().executorId())
          .with("why", shortened(reason.toErrorString()))
          .log(Level.WARN);
    }
  }

  @Override
  public void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
    Event.of("executor-lost")
        .with("run", watch.runId())
        .with("executor", removed.executorId())
        .with("why", shortened(removed.reason()))
        .log(Level.WARN);
  }

  @Override
  public void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate update) {
    if (!hasPlugin) {
      watch.heard(Heartbeats.beat(update, watch.runId(), shardOfTask));
    }
  }

  private static String shortened(String reason) {
    String line = reason.strip().lines().findFirst().orElse("");
    return line.length() <= LONGEST_REASON ? line : line.substring(0, LONGEST_REASON) + "...";
  }

  @Override
  public void close() {
    spark.removeSparkListener(this);
  }
}
