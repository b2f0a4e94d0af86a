package io.assay.spark.metrics;

import io.assay.AssayException;
import java.io.PrintWriter;
import java.io.Writer;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.spark.SparkContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * Says how far a run is: in one line that renews itself every second on a terminal, by an event in
 * the log every half minute elsewhere, and in a file that is renewed every five seconds for those
 * who look from outside. Threads may share it.
 */
public final class Progress {
  private static final double LOG_EVERY_SECONDS = 30;
  private static final double FILE_EVERY_SECONDS = 5;
  private static final String EXPLAINING = "explaining";

  private final PrintWriter terminal;
  private final int columns;
  private final Level level;
  private RunWatch watch = new RunWatch("", System::nanoTime);
  private Counts before = Counts.NONE;
  private double begun;
  private double logged;
  private double filed;
  private String phase = "";
  private String startedAt = "";
  private Consumer<RunProgress> file = written -> {};
  private @Nullable Seconds ticker;
  private @Nullable Forecast forecast;

  private Progress(PrintWriter terminal, int columns, Level level) {
    this.terminal = terminal;
    this.columns = columns;
    this.level = level;
  }

  /**
   * Writes one line that renews itself; what happens is logged at the level of debugging alone.
   *
   * @param columns of the terminal
   */
  public static Progress terminal(PrintWriter terminal, int columns) {
    return new Progress(terminal, columns, Level.DEBUG);
  }

  /** Writes events to the log. */
  public static Progress log() {
    return new Progress(new PrintWriter(Writer.nullWriter()), 0, Level.INFO);
  }

  /** Says nothing. */
  public static Progress silent() {
    return new Progress(new PrintWriter(Writer.nullWriter()), 0, Level.TRACE);
  }

  /** Names what is being done now. */
  public synchronized void phase(String what) {
    phase = what;
    if (isTerminal()) {
      print(ProgressLine.truncated(what, columns));
    } else if (!what.equals(EXPLAINING)) {
      Event.of("phase").with("what", what).log(level);
    }
  }

  /**
   * A run begins, or goes on.
   *
   * @param runId the run
   * @param sink takes how far it is, every few seconds, until {@link #end}
   */
  public synchronized void open(String runId, Consumer<RunProgress> sink) {
    watch = new RunWatch(runId, System::nanoTime);
    watch.show();
    file = sink;
    filed = 0;
    startedAt = Instant.now().toString();
    write();
    ticker = Seconds.every("assay-progress", this::tick);
  }

  /**
   * Says what is to be done.
   *
   * @param rows in all
   * @param shards in all
   * @param shardsDone in an earlier attempt
   * @param alreadyDone what they did
   */
  public synchronized void begin(long rows, int shards, int shardsDone, Counts alreadyDone) {
    watch.begin(rows, shards, shardsDone, alreadyDone);
    before = alreadyDone;
    begun = watch.seconds();
    logged = begun;
    phase = EXPLAINING;
    Event.of("run-begun")
        .with("run", watch.runId())
        .with("rows", rows)
        .with("rows_done", alreadyDone.read())
        .with("shards", shards)
        .with("shards_done", shardsDone)
        .log(level);
  }

  /**
   * Says that there is more to be done.
   *
   * @param rows in all
   * @param shards in all
   */
  public synchronized void more(long rows, int shards) {
    watch.more(rows, shards);
    phase = EXPLAINING;
    Event.of("run-goes-on").with("rows", rows).with("shards", shards).log(level);
  }

  /**
   * Listens to what Spark tells of tasks and executors, until what is returned is closed.
   *
   * @param first the number of the shard that the first partition is
   */
  public synchronized RunListener listen(SparkContext spark, int first) {
    return RunListener.on(spark, watch, first);
  }

  /** Says that a shard is committed, and what it did. */
  public synchronized void committed(int shard, Counts counts) {
    watch.committed(shard, counts);
    Event.of("shard-committed")
        .with("run", watch.runId())
        .with("shard", shard)
        .with("rows", counts.read())
        .with("rejected", counts.rejected())
        .with("seconds", counts.spent().methods() / 1e9)
        .log(Level.DEBUG);
  }

  /**
   * Returns what this attempt at the run was going to cost, as its first rows told if it was not
   * over too soon, and what it cost.
   *
   * @param all what all committed shards did, those of earlier attempts among them
   */
  public synchronized RunCost cost(Counts all, RunCost.Frame frame) {
    return RunCost.of(all.less(before), Optional.ofNullable(forecast), frame);
  }

  private synchronized void tick() {
    if (ticker == null) {
      return; // it ended while this waited for its turn
    }
    watch.note();
    Standing now = watch.now();
    if (phase.equals(EXPLAINING)) {
      foresee(now);
      say(now);
    }
    if (watch.seconds() - filed >= FILE_EVERY_SECONDS) {
      write();
    }
  }

  private void foresee(Standing now) {
    if (forecast == null && Forecast.isDue(now, watch.seconds() - begun)) {
      forecast = Forecast.of(now, watch.seconds() - begun, before);
    }
  }

  private void say(Standing now) {
    if (isTerminal()) {
      print(ProgressLine.of(now, columns));
    } else if (watch.seconds() - logged >= LOG_EVERY_SECONDS) {
      logged = watch.seconds();
      Event.of("progress")
          .with("run", now.runId())
          .with("rows_done", now.counts().read())
          .with("rows", now.rows())
          .with("rejected", now.counts().rejected())
          .with("rows_per_second", now.rowsPerSecond())
          .with("calls_per_second", now.callsPerSecond())
          .with("largest_batch", now.counts().largestBatch())
          .with("shards_done", now.shardsDone())
          .with("shards", now.shards())
          .with("executors", now.executors())
          .with("seconds_left_low", now.left().low())
          .with("seconds_left_high", now.left().high())
          .log(level);
    }
  }

  private RunProgress written() {
    return RunProgress.of(watch.now(), phase, startedAt, Instant.now().toString());
  }

  private void write() {
    filed = watch.seconds();
    write(written());
  }

  private void write(RunProgress words) {
    try {
      file.accept(words);
    } catch (RuntimeException e) { // progress is a courtesy: the run goes on without it
      Event.of("progress-unwritten").with("why", String.valueOf(e.getMessage())).log(Level.DEBUG);
    }
  }

  /** Says that the run failed, in the log and in its file, and ends. */
  public synchronized void failed(AssayException failure) {
    end();
    Event.of("run-failed")
        .with("run", watch.runId())
        .with("code", failure.code())
        .with("message", String.valueOf(failure.getMessage()))
        .log(level);
    write(written().failed(failure.code().toString(), String.valueOf(failure.getMessage())));
  }

  /** Says that the run is complete. */
  public synchronized void done(RunCost cost) {
    Event event = Event.of("run-done").with("run", watch.runId());
    if (cost.actual() != null) {
      event =
          event
              .with("rows", cost.actual().rows())
              .with("calls", cost.actual().calls())
              .with("seconds", cost.actual().seconds())
              .with("rows_per_second", cost.actual().rowsPerSecond());
    }
    event.log(level);
  }

  /** Leaves the line clean; from here on nothing is written into the file. */
  public synchronized void end() {
    if (ticker != null) {
      ticker.close();
      ticker = null;
    }
    if (isTerminal()) {
      print("");
    }
  }

  private boolean isTerminal() {
    return columns > 0;
  }

  private void print(String line) {
    terminal.print("\r\033[K" + line);
    terminal.flush();
  }
}
