package io.assay.spark;

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
  static Progress silent() {
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

  /** Sets how many rows there are, and how many were done in an earlier attempt. */
  void begin(long rows, long alreadyDone) {
    rowsInAll = rows;
    rowsAtStart = alreadyDone;
    start = System.nanoTime();
  }

  /** Says how many rows are done. */
  void done(long rows) {
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
