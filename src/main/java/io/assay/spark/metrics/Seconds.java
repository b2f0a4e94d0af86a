package io.assay.spark.metrics;

import java.util.Timer;
import java.util.TimerTask;

/** Does something every second, on a thread of its own that keeps no program alive. */
final class Seconds implements AutoCloseable {
  private static final long SECOND_MILLIS = 1000;

  private final Timer timer;

  private Seconds(Timer timer) {
    this.timer = timer;
  }

  /**
   * Begins, after the first second.
   *
   * @param work throws nothing
   */
  static Seconds every(String thread, Runnable work) {
    Timer timer = new Timer(thread, true);
    timer.schedule(
        new TimerTask() {
          @Override
          public void run() {
            work.run();
          }
        },
        SECOND_MILLIS,
        SECOND_MILLIS);
    return new Seconds(timer);
  }

  /** Begins nothing more; what is under way goes on to its end. */
  @Override
  public void close() {
    timer.cancel();
  }
}
