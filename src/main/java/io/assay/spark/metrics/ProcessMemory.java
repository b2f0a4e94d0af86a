package io.assay.spark.metrics;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What this process holds of the machine's memory: Java's heap, and the native memory of the model,
 * of which Java knows nothing.
 */
final class ProcessMemory {
  private static final Path STATUS = Path.of("/proc/self/status");

  private ProcessMemory() {}

  /** Returns the resident bytes of this process, or 0 where the system does not tell. */
  static long resident() {
    try {
      return resident(Files.readAllLines(STATUS, StandardCharsets.UTF_8));
    } catch (IOException e) {
      return 0;
    }
  }

  /** Returns the resident bytes that a {@code /proc/PID/status} tells, 0 if it does not. */
  static long resident(List<String> status) {
    for (String line : status) {
      if (line.startsWith("VmRSS:")) {
        String kilobytes = line.replaceAll("[^0-9]", "");
        return kilobytes.isEmpty() ? 0 : Long.parseLong(kilobytes) << 10;
      }
    }
    return 0;
  }
}
