package io.assay.spark.metrics;

import io.assay.spark.device.ExecutorDevices;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.jspecify.annotations.Nullable;

/** An executor's part: gauges of its work, and a word to the driver every second. */
final class ExecutorMetrics implements ExecutorPlugin {
  private final ProcessWork work = ProcessWork.ofThisProcess();
  private final DeviceUse use = new DeviceUse(ExecutorDevices::use, System::nanoTime);
  private final Set<String> shown = new HashSet<>();
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
    if (context == null) {
      return;
    }
    look(context);
    List<Beat.Attempt> underWay = work.underWay();
    if (underWay.isEmpty() && wasIdle) {
      return;
    }
    wasIdle = underWay.isEmpty();
    long memory = ProcessMemory.resident();
    try {
      context.send(
          new Beat(context.executorID(), memory, use.devices().size(), use.busy(), underWay));
    } catch (Exception e) { // progress is a courtesy: work goes on without it
      wasIdle = false;
    }
  }

  /**
   * Looks at the devices, and shows those that are new: a process knows its own when it used it.
   */
  private void look(PluginContext executor) {
    use.note();
    use.devices().stream()
        .filter(shown::add)
        .forEach(device -> Gauges.ofDevice(device, use, executor.metricRegistry()));
  }

  @Override
  public void shutdown() {
    if (beats != null) {
      beats.close();
    }
  }
}
