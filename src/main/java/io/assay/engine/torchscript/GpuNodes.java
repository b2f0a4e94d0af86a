package io.assay.engine.torchscript;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Counts GPUs by what the driver puts among a host's or a container's device nodes. */
final class GpuNodes {
  private GpuNodes() {}

  /**
   * Returns how many GPUs a process can see.
   *
   * @param devices the folder of device nodes
   * @param visible CUDA_VISIBLE_DEVICES, if it is set
   */
  static int count(Path devices, @Nullable String visible) {
    int nodes = 0;
    try (DirectoryStream<Path> found = Files.newDirectoryStream(devices, "nvidia[0-9]*")) {
      for (Path node : found) {
        nodes += node.getFileName().toString().matches("nvidia\\d+") ? 1 : 0;
      }
    } catch (IOException e) { // no such folder: no driver
      return 0;
    }
    return visible == null ? nodes : Math.min(nodes, listed(visible));
  }

  private static int listed(String visible) {
    int listed = 0;
    for (String entry : visible.split(",", -1)) {
      if (entry.isBlank() || entry.strip().startsWith("-")) {
        break; // CUDA hides what follows
      }
      listed++;
    }
    return listed;
  }
}
