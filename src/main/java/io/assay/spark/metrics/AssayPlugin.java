package io.assay.spark.metrics;

import org.apache.spark.SparkConf;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.SparkPlugin;

/**
 * Shows Assay's numbers among Spark's metrics, to whatever sink is configured, and lets the driver
 * know every second how far executors are. Sessions that {@code assay} opens have it; others take
 * {@code spark.plugins=io.assay.spark.metrics.AssayPlugin}.
 *
 * <p>The driver's metrics, {@code run.*}, are of the run that is under way or was last: committed
 * shards exactly, and those under way as they are; when it has ended they are the manifest's
 * counts. An executor's, {@code executor.*}, are of the work that it did since it was started, with
 * work that was done again.
 */
public final class AssayPlugin implements SparkPlugin {
  private static final String SETTING = "spark.plugins";

  /** Spark makes it by its name. */
  public AssayPlugin() {}

  /** Adds the plugin to settings, unless it is there. */
  public static void addTo(SparkConf settings) {
    String name = AssayPlugin.class.getName();
    String others = settings.get(SETTING, "");
    if (!others.contains(name)) {
      settings.set(SETTING, others.isBlank() ? name : others + "," + name);
    }
  }

  @Override
  public DriverPlugin driverPlugin() {
    return new DriverMetrics();
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return new ExecutorMetrics();
  }
}
