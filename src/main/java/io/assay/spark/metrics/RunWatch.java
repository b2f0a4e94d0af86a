package io.assay.spark.metrics;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How far a run is, on its driver: what shards that are committed did, exactly, and what attempts
 * under way did, as executors last said. An attempt that failed or that another one overtook is no
 * longer counted, so that no row counts twice.
 */
final class RunWatch {
  /** An executor that was silent for so many seconds is gone. */
  private static final double SILENCE_SECONDS = 20;

  /** Spark makes the driver's plugin and gives no way to it: runs and plugin meet here. */
  private static volatile RunWatch current = new RunWatch("", System::nanoTime);

  private final String runId;
  private final LongSupplier nanos;
  private final long start;
  private final BitSet done = new BitSet();
  private final Map<String, Heard> executors = new HashMap<>();
  private final Pace pace = new Pace();
  private long rows;
  private int shards;
  private int shardsBefore;
  private Counts before = Counts.NONE;
  private Counts committed = Counts.NONE;

  private record Heard(double seconds, Beat beat) {}

  /**
   * Begins to watch.
   *
   * @param nanos a clock
   */
  RunWatch(String runId, LongSupplier nanos) {
    this.runId = runId;
    this.nanos = nanos;
    this.start = nanos.getAsLong();
  }

  /** Returns the run of this driver that is under way, or was last. */
  static RunWatch current() {
    return current;
  }

  /** Makes this the run of which the driver's metrics are. */
  void show() {
    current = this;
  }

  /** Returns the run. */
  String runId() {
    return runId;
  }

  /** Says what is to be done, and what was done in an earlier attempt. */
  synchronized void begin(long rowsInAll, int shardsInAll, int shardsDone, Counts alreadyDone) {
    rows = rowsInAll;
    shards = shardsInAll;
    shardsBefore = shardsDone;
    before = alreadyDone;
    committed = alreadyDone;
    pace.begin();
    note();
  }

  /** Says that there is more to be done. */
  synchronized void more(long rowsInAll, int shardsInAll) {
    rows = rowsInAll;
    shards = shardsInAll;
    note();
  }

  /** Says that a shard is committed. */
  synchronized void committed(int shard, Counts counts) {
    done.set(shard);
    committed = committed.plus(counts);
  }

  /** Hears what an executor is at. */
  synchronized void heard(Beat beat) {
    executors.put(beat.executor(), new Heard(seconds(), beat));
  }

  /** Notes how far the run is, for its pace: to be called every second. */
  synchronized void note() {
    Counts now = counts();
    pace.note(seconds(), now.read(), now.calls().all());
  }

  /** Returns seconds since the watch began. */
  double seconds() {
    return (nanos.getAsLong() - start) / 1e9;
  }

  /** Returns how far the run is. */
  synchronized Standing now() {
    executors.values().removeIf(heard -> seconds() - heard.seconds > SILENCE_SECONDS);
    Counts counts = counts();
    return new Standing(
        runId,
        rows,
        counts,
        committed,
        before.read(),
        shards,
        shardsBefore + done.cardinality(),
        pace.rowsPerSecond(),
        pace.callsPerSecond(),
        pace.left(rows - counts.read()),
        (int) executors.values().stream().filter(heard -> isAtIt(heard.beat)).count(),
        executors.values().stream().mapToLong(heard -> heard.beat.processBytes()).sum(),
        executors.values().stream().mapToInt(heard -> heard.beat.devices()).sum(),
        executors.values().stream().mapToDouble(heard -> heard.beat.busy()).sum());
  }

  private boolean isAtIt(Beat beat) {
    return beat.shards().stream().anyMatch(attempt -> attempt.runId().equals(runId));
  }

  /** Adds to what is committed the furthest attempt at each other shard. */
  private Counts counts() {
    Map<Integer, Counts> underWay = new HashMap<>();
    for (Heard heard : executors.values()) {
      for (Beat.Attempt attempt : heard.beat.shards()) {
        if (attempt.runId().equals(runId) && !done.get(attempt.shard())) {
          underWay.merge(attempt.shard(), attempt.counts(), RunWatch::further);
        }
      }
    }
    return underWay.values().stream().reduce(committed, Counts::plus);
  }

  private static Counts further(Counts one, Counts other) {
    return one.read() >= other.read() ? one : other;
  }
}
