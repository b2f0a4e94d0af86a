package io.assay.spark.metrics;

import io.assay.run.BatchExplainer.Turn;
import io.assay.run.MethodTotals;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Counts what one attempt at a shard does. Threads of the task may share it. */
public final class ShardMeter implements AutoCloseable {
  private static final long MEMORY_EVERY_NANOS = 1_000_000_000;

  private final String runId;
  private final int shard;
  private final @Nullable Accumulators accumulators;
  private Counts soFar = Counts.NONE;
  private Counts methods = Counts.NONE;
  private long memoryReadAt = System.nanoTime() - 2 * MEMORY_EVERY_NANOS;

  ShardMeter(String runId, int shard, @Nullable Accumulators accumulators) {
    this.runId = runId;
    this.shard = shard;
    this.accumulators = accumulators;
    if (accumulators != null) {
      ProcessWork.ofThisProcess().begin(this);
    }
  }

  /** Returns work whose time is that of reading and decoding. */
  public <T> Callable<T> reading(Callable<T> work) {
    return () -> {
      long start = System.nanoTime();
      T result = work.call();
      add(Counts.time(new Counts.Spent(0, 0, System.nanoTime() - start, 0)));
      return result;
    };
  }

  /** Returns work whose time is that of summing up, encoding and writing. */
  public <T> Callable<T> writing(Callable<T> work) {
    return () -> {
      long start = System.nanoTime();
      T result = work.call();
      add(Counts.time(new Counts.Spent(0, 0, 0, System.nanoTime() - start)));
      return result;
    };
  }

  /** Returns turns at a device of which the time until they come is counted. */
  public Turn waiting(Turn turn) {
    return new Turn() {
      @Override
      public <T> T take(Supplier<T> work) {
        long came = System.nanoTime();
        return turn.take(
            () -> {
              add(Counts.time(new Counts.Spent(0, System.nanoTime() - came, 0, 0)));
              return work.get();
            });
      }
    };
  }

  /**
   * Says that a batch went through all methods.
   *
   * @param rows in the batch
   * @param totals what each method did since the shard began
   */
  public synchronized void explained(int rows, List<MethodTotals> totals) {
    Counts all = Counts.NONE.withMethods(totals);
    add(all.less(methods).withBatch(rows));
    methods = all;
    lookAtMemory();
  }

  /**
   * Says that a batch is written.
   *
   * @param read rows of it that were read
   * @param attributed rows of it that were explained
   * @param rejected the others
   */
  public void written(long read, long attributed, long rejected) {
    add(Counts.rows(read, attributed, rejected));
  }

  private synchronized void add(Counts more) {
    soFar = soFar.plus(more);
    if (accumulators != null) {
      accumulators.add(more);
    }
  }

  private void lookAtMemory() {
    long now = System.nanoTime();
    if (accumulators != null && now - memoryReadAt > MEMORY_EVERY_NANOS) {
      memoryReadAt = now;
      accumulators.memory(ProcessMemory.resident());
    }
  }

  /** Returns the run. */
  String runId() {
    return runId;
  }

  /** Returns the shard's number. */
  int shard() {
    return shard;
  }

  /** Returns what was done so far. */
  public synchronized Counts counts() {
    return soFar;
  }

  /** Ends the attempt, done or not. */
  @Override
  public void close() {
    ProcessWork.ofThisProcess().end(this);
  }
}
