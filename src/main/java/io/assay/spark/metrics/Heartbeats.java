package io.assay.spark.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import scala.jdk.javaapi.CollectionConverters;
import scala.jdk.javaapi.OptionConverters;

/** Reads the accumulators that travel with Spark's own heartbeats, every ten seconds. */
final class Heartbeats {
  private Heartbeats() {}

  /** Returns what an executor is at. */
  static Beat beat(
      SparkListenerExecutorMetricsUpdate update, String runId, Map<Long, Integer> shardOfTask) {
    List<Beat.Attempt> attempts = new ArrayList<>();
    for (var task : CollectionConverters.asJava(update.accumUpdates())) {
      long taskId = (Long) task._1();
      Integer shard = shardOfTask.get(taskId);
      if (shard != null) {
        attempts.add(new Beat.Attempt(runId, shard, counts(task._4())));
      }
    }
    return new Beat(update.execId(), 0, 0, 0, attempts);
  }

  private static Counts counts(scala.collection.Seq<AccumulableInfo> accumulators) {
    long rows = 0;
    long forward = 0;
    long gradient = 0;
    for (AccumulableInfo each : CollectionConverters.asJava(accumulators)) {
      String name = OptionConverters.toJava(each.name()).orElse("");
      switch (name) {
        case Accumulators.ROWS -> rows = number(each);
        case Accumulators.FORWARD -> forward = number(each);
        case Accumulators.GRADIENT -> gradient = number(each);
        default -> {}
      }
    }
    Counts counts = Counts.rows(rows, 0, 0);
    return counts.withCalls(new Counts.Calls(forward, gradient));
  }

  private static long number(AccumulableInfo accumulator) {
    return OptionConverters.toJava(accumulator.update())
        .filter(Number.class::isInstance)
        .map(value -> ((Number) value).longValue())
        .orElse(0L);
  }
}
