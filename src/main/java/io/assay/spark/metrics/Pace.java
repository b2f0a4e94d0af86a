package io.assay.spark.metrics;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * How fast a run goes: the mean over the last half minute, and from how much it varies within it,
 * how long the rest may take.
 */
final class Pace {
  /** Looked back so far. */
  static final double WINDOW_SECONDS = 30;

  private static final int MOST_SEEN = 3600;

  /** Into so many parts the window is cut, to see how much they differ. */
  private static final int PARTS = 6;

  /** Student's t that is exceeded in 5 %, with 1 to 5 degrees of freedom. */
  private static final double[] CRITICAL = {6.31, 2.92, 2.35, 2.13, 2.02};

  /** No rest is known better than to so much of itself. */
  private static final double LEAST_DOUBT = 0.05;

  /** Nor worse: a rest takes at least a quarter and at most four times of what it seems to. */
  private static final double MOST_DOUBT = 0.75;

  private final Deque<Seen> seen = new ArrayDeque<>();

  private record Seen(double seconds, long rows, long calls) {}

  /** Forgets everything: what comes before the first row says nothing of the rows. */
  void begin() {
    seen.clear();
  }

  /** Notes how far the run is. */
  void note(double seconds, long rows, long calls) {
    seen.addLast(new Seen(seconds, rows, calls));
    while (seen.size() > 2
        && seconds - seen.getFirst().seconds > WINDOW_SECONDS
        && (rows > second().rows || seen.size() > MOST_SEEN)) {
      seen.removeFirst();
    }
  }

  /** What remains first must still tell of rows: batches may take longer than the window. */
  private Seen second() {
    Iterator<Seen> from = seen.iterator();
    from.next();
    return from.next();
  }

  /** Returns rows a second; 0 if nothing is known. */
  double rowsPerSecond() {
    return seen.isEmpty() ? 0 : rate(seen.getFirst(), seen.getLast());
  }

  /** Returns calls of the model a second; 0 if nothing is known. */
  double callsPerSecond() {
    if (seen.isEmpty()) {
      return 0;
    }
    double seconds = seen.getLast().seconds - seen.getFirst().seconds;
    return seconds <= 0 ? 0 : Math.max(0, seen.getLast().calls - seen.getFirst().calls) / seconds;
  }

  /** Returns how long rows will take. */
  Range left(long rows) {
    double rate = rowsPerSecond();
    if (rows <= 0) {
      return new Range(0, 0);
    }
    if (rate <= 0) {
      return Range.UNKNOWN;
    }
    double doubt = doubt(rate);
    return new Range(rows / (rate * (1 + doubt)), rows / (rate * (1 - doubt)));
  }

  /** Returns by what share of itself the rate may be off. */
  private double doubt(double rate) {
    List<Seen> all = List.copyOf(seen);
    int parts = Math.min(PARTS, all.size() - 1);
    if (parts < 2) {
      return MOST_DOUBT;
    }
    double squares = 0;
    for (int part = 0; part < parts; part++) {
      Seen from = all.get(part * (all.size() - 1) / parts);
      Seen to = all.get((part + 1) * (all.size() - 1) / parts);
      double off = rate(from, to) - rate;
      squares += off * off;
    }
    double error = Math.sqrt(squares / (parts - 1) / parts);
    return Math.min(MOST_DOUBT, Math.max(LEAST_DOUBT, CRITICAL[parts - 2] * error / rate));
  }

  private static double rate(Seen from, Seen to) {
    double seconds = to.seconds - from.seconds;
    return seconds <= 0 ? 0 : Math.max(0, to.rows - from.rows) / seconds;
  }
}
