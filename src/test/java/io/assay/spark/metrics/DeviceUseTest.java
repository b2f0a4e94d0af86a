package io.assay.spark.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.assay.spark.device.LaneUse;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DeviceUseTest {
  private final AtomicLong clock = new AtomicLong();
  private final Map<String, LaneUse> lanes = new TreeMap<>();
  private final DeviceUse use = new DeviceUse(() -> lanes, clock::get);

  /** Lets a second pass in which a device is at work for some of it. */
  private void second(String device, double busy) {
    clock.addAndGet(1_000_000_000);
    LaneUse before = lanes.getOrDefault(device, new LaneUse(0, 0, 0));
    lanes.put(
        device, new LaneUse(before.turns() + 1, 0, before.busyNanos() + Math.round(busy * 1e9)));
    use.note();
  }

  @Test
  void aDeviceIsAsBusyAsItsTurnsFillTheTime() {
    second("gpu-0", 0.5);
    second("gpu-0", 1);
    second("gpu-1", 0.3);

    assertThat(use.devices()).containsExactly("gpu-0", "gpu-1");
    assertThat(use.busy("gpu-0")).isCloseTo(0.5, within(1e-9));
    assertThat(use.busy("gpu-1")).isCloseTo(0.1, within(1e-9));
    assertThat(use.busy()).isCloseTo(0.6, within(1e-9));
    assertThat(use.soFar("gpu-0").turns()).isEqualTo(2);
  }

  @Test
  void whatWasLongAgoNoLongerCounts() {
    for (int i = 0; i < 60; i++) {
      second("cpu", 2); // two tasks side by side
    }
    double before = use.busy("cpu");
    for (int i = 0; i < 60; i++) {
      second("cpu", 0.25);
    }

    assertThat(before).isCloseTo(2, within(1e-9));
    assertThat(use.busy("cpu")).isCloseTo(0.25, within(1e-9));
  }

  @Test
  void whatWasNeverUsedIsIdle() {
    assertThat(use.devices()).isEmpty();
    assertThat(use.busy()).isZero();
    assertThat(use.busy("gpu-7")).isZero();
    assertThat(use.soFar("gpu-7")).isEqualTo(new LaneUse(0, 0, 0));
  }
}
