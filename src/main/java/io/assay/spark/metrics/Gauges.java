package io.assay.spark.metrics;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import java.util.function.Supplier;

/** Numbers that are looked up when somebody asks for them. */
final class Gauges {
  private Gauges() {}

  /** Adds a number. */
  static <T> void add(MetricRegistry registry, String name, Supplier<T> value) {
    Gauge<T> gauge = value::get;
    registry.register(name, gauge);
  }

  /**
   * Adds what counts hold.
   *
   * @param prefix of their names
   */
  static void ofCounts(String prefix, Supplier<Counts> counts, MetricRegistry registry) {
    add(registry, prefix + ".rows-read", () -> counts.get().read());
    add(registry, prefix + ".rows-attributed", () -> counts.get().attributed());
    add(registry, prefix + ".rows-rejected", () -> counts.get().rejected());
    add(registry, prefix + ".batches", () -> counts.get().batches());
    add(registry, prefix + ".largest-batch", () -> counts.get().largestBatch());
    add(registry, prefix + ".forward-calls", () -> counts.get().calls().forward());
    add(registry, prefix + ".gradient-calls", () -> counts.get().calls().gradient());
    add(registry, prefix + ".seconds-in-methods", () -> counts.get().spent().methods() / 1e9);
    add(registry, prefix + ".seconds-for-device", () -> counts.get().spent().device() / 1e9);
    add(registry, prefix + ".seconds-reading", () -> counts.get().spent().reading() / 1e9);
    add(registry, prefix + ".seconds-writing", () -> counts.get().spent().writing() / 1e9);
    add(registry, prefix + ".largest-gap", () -> counts.get().largestGap());
  }

  /**
   * Adds what is known of a device.
   *
   * @param name such as {@code gpu-0}
   */
  static void ofDevice(String name, DeviceUse use, MetricRegistry registry) {
    String prefix = "executor.device." + name;
    add(registry, prefix + ".turns", () -> use.soFar(name).turns());
    add(registry, prefix + ".seconds-busy", () -> use.soFar(name).busyNanos() / 1e9);
    add(registry, prefix + ".seconds-waited", () -> use.soFar(name).waitedNanos() / 1e9);
    add(registry, prefix + ".busy", () -> use.busy(name));
  }
}
