package io.assay.spark.metrics;

import io.assay.spark.device.LaneUse;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * How busy the devices of a process are: by how much their turns grew in the last half minute,
 * against the clock. 1 is a GPU that never waits for a task; the CPU, where tasks run beside each
 * other, has as many as were at work.
 */
final class DeviceUse {
  private static final long WINDOW_NANOS = 30_000_000_000L;

  private final Supplier<Map<String, LaneUse>> lanes;
  private final LongSupplier nanos;
  private final Deque<Seen> seen = new ArrayDeque<>();

  private record Seen(long nanos, Map<String, LaneUse> lanes) {
    private long busy(String device) {
      LaneUse use = lanes.get(device);
      return use == null ? 0 : use.busyNanos();
    }
  }

  /**
   * Begins to look.
   *
   * @param lanes tells how each device was used so far
   * @param nanos a clock
   */
  DeviceUse(Supplier<Map<String, LaneUse>> lanes, LongSupplier nanos) {
    this.lanes = lanes;
    this.nanos = nanos;
    note();
  }

  /** Looks: to be called every second. */
  synchronized void note() {
    seen.addLast(look());
    while (seen.size() > 2 && seen.getLast().nanos - seen.getFirst().nanos > WINDOW_NANOS) {
      seen.removeFirst();
    }
  }

  private Seen look() {
    return new Seen(nanos.getAsLong(), new TreeMap<>(lanes.get()));
  }

  /** Returns the devices that were used so far. */
  synchronized Set<String> devices() {
    return seen.getLast().lanes.keySet();
  }

  /** Returns how a device was used so far. */
  LaneUse soFar(String device) {
    return lanes.get().getOrDefault(device, new LaneUse(0, 0, 0));
  }

  /** Returns how busy a device is: turns at a time, on the mean of the last half minute. */
  synchronized double busy(String device) {
    Seen first = seen.getFirst();
    Seen now = look();
    long passed = now.nanos - first.nanos;
    return passed <= 0 ? 0 : (double) (now.busy(device) - first.busy(device)) / passed;
  }

  /** Returns how busy all devices are together. */
  synchronized double busy() {
    return devices().stream().mapToDouble(this::busy).sum();
  }
}
