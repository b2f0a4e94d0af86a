package io.assay.spark.metrics;

import io.assay.run.MethodTotals;
import java.io.Serializable;
import java.util.List;

/**
 * What was done with some rows.
 *
 * @param read rows read
 * @param attributed rows explained by every method
 * @param rejected rows that could not be explained
 * @param batches batches explained
 * @param largestBatch rows of the largest of them
 * @param calls of the model
 * @param spent time by what it went into
 * @param largestGap the largest |completeness gap|, as a share; 0 where values are not meant to add
 *     up
 */
public record Counts(
    long read,
    long attributed,
    long rejected,
    long batches,
    int largestBatch,
    Calls calls,
    Spent spent,
    double largestGap)
    implements Serializable {
  /** Nothing done yet. */
  public static final Counts NONE = new Counts(0, 0, 0, 0, 0, Calls.NONE, Spent.NONE, 0);

  /**
   * Calls of the model by the methods.
   *
   * @param forward inputs scored, for single rows or for whole batches
   * @param gradient inputs differentiated
   */
  public record Calls(long forward, long gradient) implements Serializable {
    static final Calls NONE = new Calls(0, 0);

    /** Returns both kinds together. */
    public long all() {
      return forward + gradient;
    }

    Calls plus(Calls other) {
      return new Calls(forward + other.forward, gradient + other.gradient);
    }
  }

  /**
   * Nanoseconds of threads, which work side by side: their sum is more than wall time.
   *
   * @param methods in the methods, the model among them
   * @param device waiting for a device that another task has
   * @param reading reading and decoding rows
   * @param writing summing up, encoding and writing tables
   */
  public record Spent(long methods, long device, long reading, long writing)
      implements Serializable {
    static final Spent NONE = new Spent(0, 0, 0, 0);

    Spent plus(Spent other) {
      return new Spent(
          methods + other.methods,
          device + other.device,
          reading + other.reading,
          writing + other.writing);
    }
  }

  /** Returns counts of rows alone. */
  public static Counts rows(long read, long attributed, long rejected) {
    return new Counts(read, attributed, rejected, 0, 0, Calls.NONE, Spent.NONE, 0);
  }

  /** Returns counts of time alone. */
  static Counts time(Spent spent) {
    return new Counts(0, 0, 0, 0, 0, Calls.NONE, spent, 0);
  }

  /** Returns these counts with rows as they are known otherwise. */
  public Counts withRows(long readRows, long attributedRows, long rejectedRows) {
    return new Counts(
        readRows, attributedRows, rejectedRows, batches, largestBatch, calls, spent, largestGap);
  }

  /** Returns these counts with what the methods did, and only they. */
  public Counts withMethods(List<MethodTotals> totals) {
    long forward = 0;
    long gradient = 0;
    double seconds = 0;
    double gap = 0;
    for (MethodTotals each : totals) {
      forward += each.forwardCalls() + each.sharedCalls();
      gradient += each.gradientCalls();
      seconds += each.seconds();
      gap = Math.max(gap, each.largestGap());
    }
    return new Counts(
        read,
        attributed,
        rejected,
        batches,
        largestBatch,
        new Calls(forward, gradient),
        new Spent(Math.round(seconds * 1e9), spent.device, spent.reading, spent.writing),
        gap);
  }

  /** Returns what is more here than there; the largest of all stays. */
  Counts less(Counts other) {
    return new Counts(
        read - other.read,
        attributed - other.attributed,
        rejected - other.rejected,
        batches - other.batches,
        largestBatch,
        new Calls(calls.forward - other.calls.forward, calls.gradient - other.calls.gradient),
        new Spent(
            spent.methods - other.spent.methods,
            spent.device - other.spent.device,
            spent.reading - other.spent.reading,
            spent.writing - other.spent.writing),
        largestGap);
  }

  /** Returns these counts with calls of the model. */
  Counts withCalls(Calls made) {
    return new Counts(read, attributed, rejected, batches, largestBatch, made, spent, largestGap);
  }

  /** Returns these counts with one batch. */
  Counts withBatch(int rows) {
    return new Counts(read, attributed, rejected, 1, rows, calls, spent, largestGap);
  }

  /** Returns both together. */
  public Counts plus(Counts other) {
    return new Counts(
        read + other.read,
        attributed + other.attributed,
        rejected + other.rejected,
        batches + other.batches,
        Math.max(largestBatch, other.largestBatch),
        calls.plus(other.calls),
        spent.plus(other.spent),
        Math.max(largestGap, other.largestGap));
  }
}
