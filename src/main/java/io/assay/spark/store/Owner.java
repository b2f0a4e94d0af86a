package io.assay.spark.store;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.UUID;

/**
 * A driver, as a lease names it.
 *
 * @param name a random name, its own
 * @param host the machine's name
 * @param process the process's number there
 * @param started when the process was started, in milliseconds, as far as the system tells: numbers
 *     are given again
 * @param beat how often it said that it lives
 */
record Owner(String name, String host, long process, long started, long beat) {
  /** Clocks of a machine are set right now and then, and start times with them. */
  private static final long SAME_START_MILLIS = 10_000;

  /** Returns what stands in a file that is not finished: a driver of whom nothing is known. */
  static Owner nobody() {
    return new Owner("", machine(), -1, 0, 0);
  }

  /** Returns this process. */
  static Owner self() {
    ProcessHandle process = ProcessHandle.current();
    return new Owner(UUID.randomUUID().toString(), machine(), process.pid(), started(process), 0);
  }

  /** Returns the same driver a beat later. */
  Owner at(long later) {
    return new Owner(name, host, process, started, later);
  }

  /** Returns whether its process has certainly ended: it was here, and is no more. */
  boolean isGone() {
    return process >= 0
        && host.equals(machine())
        && ProcessHandle.of(process).filter(this::is).isEmpty();
  }

  private boolean is(ProcessHandle found) {
    return found.isAlive() && Math.abs(started(found) - started) < SAME_START_MILLIS;
  }

  private static long started(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }

  private static String machine() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }

  @Override
  public String toString() {
    return process < 0 ? "whoever began to write it" : "process " + process + " on " + host;
  }
}
