package io.assay.spark.device;

import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The way to a device. Tasks that share a GPU take turns on it, a batch a turn, in the order in
 * which they came, and read, decode and write meanwhile; so one batch lies in its memory at once.
 * On the CPU nobody waits.
 */
public final class DeviceLane {
  private final ModelDevice device;
  private final ReentrantLock turn = new ReentrantLock(true);
  private final LongAdder waitedNanos = new LongAdder();
  private long turns;
  private int underWay;

  /** The ends of turns less their beginnings; those under way have begun alone. */
  private long endsLessBeginnings;

  DeviceLane(ModelDevice device) {
    this.device = device;
  }

  /**
   * Does work on the device when its turn has come. Work may do further work on the same device.
   *
   * @throws CancellationException if the task is killed while it waits
   */
  public <T> T use(Supplier<T> work) {
    return device.isGpu() ? inTurn(work) : timed(work);
  }

  private <T> T inTurn(Supplier<T> work) {
    long came = System.nanoTime();
    try {
      turn.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("the task was killed");
    } finally {
      waitedNanos.add(System.nanoTime() - came);
    }
    try {
      return turn.getHoldCount() == 1 ? timed(work) : work.get();
    } finally {
      turn.unlock();
    }
  }

  private <T> T timed(Supplier<T> work) {
    begin();
    try {
      return work.get();
    } finally {
      end();
    }
  }

  private synchronized void begin() {
    underWay++;
    endsLessBeginnings -= System.nanoTime();
  }

  private synchronized void end() {
    underWay--;
    turns++;
    endsLessBeginnings += System.nanoTime();
  }

  /** Returns how many tasks wait now, about. */
  int waiting() {
    return turn.getQueueLength();
  }

  /** Returns how the device was used so far, by turns under way too. */
  public synchronized LaneUse soFar() {
    long busyNanos = endsLessBeginnings + underWay * System.nanoTime();
    return new LaneUse(turns, waitedNanos.sum(), busyNanos);
  }
}
