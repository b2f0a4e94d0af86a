package io.assay.spark.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The test's side of a {@link TaskGate}: here tasks arrive, and are let go. */
public final class Arrivals implements AutoCloseable {
  private final ServerSocket door;
  private final BlockingQueue<Arrival> waiting = new LinkedBlockingQueue<>();

  private Arrivals(ServerSocket door) {
    this.door = door;
  }

  /**
   * A task that has done its work and waits.
   *
   * @param process its executor's
   * @param shard its partition
   * @param attempt 0, and more of copies
   * @param way to it
   */
  public record Arrival(long process, int shard, int attempt, Socket way) {
    private static Arrival at(Socket way) throws IOException {
      String[] words =
          new BufferedReader(new InputStreamReader(way.getInputStream(), StandardCharsets.UTF_8))
              .readLine()
              .split(" ", -1);
      return new Arrival(
          Long.parseLong(words[0]), Integer.parseInt(words[1]), Integer.parseInt(words[2]), way);
    }

    /** Lets it report to Spark. */
    public void release() throws IOException {
      try (Socket open = way) {
        open.getOutputStream().write(1);
      }
    }
  }

  /** Begins to receive them. */
  public static Arrivals open() throws IOException {
    Arrivals arrivals = new Arrivals(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    Thread doorman = new Thread(arrivals::receive, "task-gate");
    doorman.setDaemon(true);
    doorman.start();
    return arrivals;
  }

  /** Returns where. */
  public int port() {
    return door.getLocalPort();
  }

  private void receive() {
    try {
      while (true) {
        waiting.add(Arrival.at(door.accept()));
      }
    } catch (IOException e) {
      assertThat(door.isClosed()).isTrue();
    }
  }

  /** Returns the next to arrive, if one does within a moment. */
  public Optional<Arrival> next() throws InterruptedException {
    return Optional.ofNullable(waiting.poll(20, TimeUnit.MILLISECONDS));
  }

  /** Closes the door, and lets everybody go who waits behind it. */
  @Override
  public void close() throws IOException {
    door.close();
    for (Arrival each : waiting) {
      each.release();
    }
  }
}
