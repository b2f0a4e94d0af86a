package io.assay.spark.metrics;

import com.codahale.metrics.MetricRegistry;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.jspecify.annotations.Nullable;

/** The driver's part: hears the executors, and shows the run that is under way. */
final class DriverMetrics implements DriverPlugin {
  @Override
  public void registerMetrics(String application, PluginContext driver) {
    MetricRegistry registry = driver.metricRegistry();
    Gauges.ofCounts("run", () -> RunWatch.current().now().counts(), registry);
    Gauges.add(registry, "run.rows", () -> RunWatch.current().now().rows());
    Gauges.add(registry, "run.shards", () -> RunWatch.current().now().shards());
    Gauges.add(registry, "run.shards-done", () -> RunWatch.current().now().shardsDone());
    Gauges.add(registry, "run.rows-per-second", () -> RunWatch.current().now().rowsPerSecond());
    Gauges.add(registry, "run.calls-per-second", () -> RunWatch.current().now().callsPerSecond());
    Gauges.add(registry, "run.seconds-left", () -> RunWatch.current().now().left().high());
    Gauges.add(registry, "run.executors", () -> RunWatch.current().now().executors());
    Gauges.add(registry, "run.process-bytes", () -> RunWatch.current().now().processBytes());
    Gauges.add(registry, "run.devices", () -> RunWatch.current().now().devices());
    Gauges.add(registry, "run.devices-busy", () -> RunWatch.current().now().devicesBusy());
  }

  @Override
  @SuppressWarnings("NullAway") // Spark asks for null where there is no answer
  public @Nullable Object receive(Object message) {
    if (message instanceof Beat beat) {
      RunWatch.current().heard(beat);
    }
    return null;
  }
}
