package io.assay.spark.metrics;

import java.io.PrintWriter;
import java.io.Writer;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says how far a run is: one line that renews itself on a terminal, a log line now and then
 * elsewhere.
 */
public final class Progress {
  private static final Logger LOG = LoggerFactory.getLogger(Progress.class);
  private static final long LOG_EVERY_NANOS = 30_000_000_000L;

  private final PrintWriter terminal;
  private final boolean isTerminal;
  private long start = System.nanoTime();
  private long logged = start;
  private long rowsAtStart;
  private long rowsInAll;
  private long done;

  private Progress(PrintWriter terminal, boolean isTerminal) {
    this.terminal = terminal;
    this.isTerminal = isTerminal;
  }

  /** Writes one line that renews itself. */
  public static Progress terminal(PrintWriter terminal) {
    return new Progress(terminal, true);
  }

  /** Writes to the log, now and then. */
  public static Progress log() {
    return new Progress(new PrintWriter(Writer.nullWriter()), false);
  }

  /** Says nothing. */
  public static Progress silent() {
    return new Progress(new PrintWriter(Writer.nullWriter()), true);
  }

  /** Names what is being done now. */
  public void phase(String what) {
    if (isTerminal) {
      terminal.print("\r\033[K" + what + " ");
      terminal.flush();
    } else {
      LOG.info("{}", what);
    }
  }

  /**
   * Says what is to be done.
   *
   * @param rows in all
   * @param shards in all
   * @param shardsDone in an earlier attempt
   * @param alreadyDone what they did
   */
  public void begin(long rows, int shards, int shardsDone, Counts alreadyDone) {
    rowsInAll = rows;
    rowsAtStart = alreadyDone.read();
    done = alreadyDone.read();
    start = System.nanoTime();
  }

  /** Says that a shard is committed, and what it did. */
  public void committed(int shard, Counts counts) {
    done += counts.read();
    say(done);
  }

  private void say(long rows) {
    long now = System.nanoTime();
    double seconds = (now - start) / 1e9;
    double rate = (rows - rowsAtStart) / Math.max(seconds, 1e-3);
    String line =
        String.format(
            Locale.ROOT,
            "%,d of %,d rows, %,.0f rows/s, %s left",
            rows,
            rowsInAll,
            rate,
            duration((rowsInAll - rows) / Math.max(rate, 1e-9)));
    if (isTerminal) {
      phase(line);
    } else if (now - logged > LOG_EVERY_NANOS) {
      logged = now;
      LOG.info("{}", line);
    }
  }

  /** Leaves the line clean. */
  public void end() {
    if (isTerminal) {
      terminal.print("\r\033[K");
      terminal.flush();
    }
  }

  private static String duration(double seconds) {
    long whole = Math.round(seconds);
    return whole < 60
        ? whole + " s"
        : String.format(Locale.ROOT, "%d:%02d min", whole / 60, whole % 60);
  }
}
