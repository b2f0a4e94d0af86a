package io.assay.engine.torchscript;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GpuNodesTest {
  @Test
  void nodesOfGpusAreCountedAndNoOthers(@TempDir Path devices) throws IOException {
    for (String node :
        List.of("nvidia0", "nvidia1", "nvidia10", "nvidiactl", "nvidia-uvm", "nvidia0x", "null")) {
      Files.createFile(devices.resolve(node));
    }

    assertThat(GpuNodes.count(devices, null)).isEqualTo(3);
    assertThat(GpuNodes.count(devices, "1,0")).isEqualTo(2);
    assertThat(GpuNodes.count(devices, "1,-1,0")).isEqualTo(1);
    assertThat(GpuNodes.count(devices, "")).isZero();
    assertThat(GpuNodes.count(devices, "0,1,2,3,4")).isEqualTo(3);
  }

  @Test
  void withoutADriverThereAreNone(@TempDir Path devices) {
    assertThat(GpuNodes.count(devices, null)).isZero();
    assertThat(GpuNodes.count(devices.resolve("none"), null)).isZero();
  }
}
