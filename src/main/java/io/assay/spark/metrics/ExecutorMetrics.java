package io.assay.spark.metrics;

import java.util.List;
import java.util.Map;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.jspecify.annotations.Nullable;

/** An executor's part: gauges of its work, and a word to the driver every second. */
final class ExecutorMetrics implements ExecutorPlugin {
  private final ProcessWork work = ProcessWork.ofThisProcess();
  private @Nullable Seconds beats;
  private @Nullable PluginContext context;
  private boolean wasIdle = true;

  @Override
  public void init(PluginContext executor, Map<String, String> settings) {
    context = executor;
    Gauges.ofCounts("executor", work::counts, executor.metricRegistry());
    Gauges.add(
        executor.metricRegistry(),
        "executor.shards-under-way",
        () -> (long) work.underWay().size());
    Gauges.add(executor.metricRegistry(), "executor.process-bytes", ProcessMemory::resident);
    beats = Seconds.every("assay-beat", this::beat);
  }

  private void beat() {
    List<Beat.Attempt> underWay = work.underWay();
    if (context == null || (underWay.isEmpty() && wasIdle)) {
      return;
    }
    wasIdle = underWay.isEmpty();
    try {
      context.send(new Beat(context.executorID(), ProcessMemory.resident(), underWay));
    } catch (Exception e) { // progress is a courtesy: work goes on without it
      wasIdle = false;
    }
  }

  @Override
  public void shutdown() {
    if (beats != null) {
      beats.close();
    }
  }
}
