package io.assay.spark.metrics;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * The process that works on a run.
 *
 * @param host its machine's name
 * @param process its number there
 */
public record Driver(String host, long process) {
  /** Returns this process. */
  static Driver self() {
    return new Driver(machine(), ProcessHandle.current().pid());
  }

  /** Returns whether it certainly ended: it was on this machine, and is no more. */
  public boolean isGone() {
    return host.equals(machine()) && ProcessHandle.of(process).isEmpty();
  }

  private static String machine() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }
}
