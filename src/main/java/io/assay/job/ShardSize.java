package io.assay.job;

/**
 * How many rows a shard has where the job leaves it open. The answer hangs on the plan alone, never
 * on the cluster, because shards decide how floats are summed.
 *
 * <pre>
 * row bytes = 4 x input width
 * high      = clamp(min(2^22 / model calls a row, 64 MiB / row bytes), 16, 131,072)
 * low       = min(high, clamp(8 MiB / row bytes, 16, max(1,024, 2^15 / model calls a row)))
 * rows      = max(clamp(all rows / 64, low, high), all rows / 10,000)
 * </pre>
 *
 * A small input makes 64 shards or fewer, so that a handful of devices share it, but none so small
 * that opening its files takes longer than explaining its rows; a large one makes shards that a
 * device has seconds to minutes of work for, and whose input fits into memory.
 */
public final class ShardSize {
  /** The most shards of a run: what a driver keeps count of and commits without effort. */
  public static final int MOST_SHARDS = 10_000;

  private static final int SHARDS_OF_A_SMALL_INPUT = 64;
  private static final long CALLS_A_SHARD = 1L << 22;
  private static final long MOST_BYTES = 64L << 20;
  private static final long WORTH_A_TASK_BYTES = 8L << 20;
  private static final long FEWEST_ROWS = 16;
  private static final long WORTH_A_TASK_ROWS = 1024;
  private static final long WORTH_A_TASK_CALLS = 1L << 15;
  private static final long MOST_ROWS = 131_072;

  private ShardSize() {}

  /**
   * Chooses the rows of a shard.
   *
   * @param rows all rows of the input, at least 0
   * @param calls the most model calls of a row, at least 0
   * @param width values of a row's input, at least 1
   */
  static int rows(long rows, long calls, int width) {
    long rowBytes = (long) Float.BYTES * Math.max(1, width);
    long high =
        clamp(
            Math.min(CALLS_A_SHARD / Math.max(1, calls), MOST_BYTES / rowBytes),
            FEWEST_ROWS,
            MOST_ROWS);
    long enough = Math.max(WORTH_A_TASK_ROWS, WORTH_A_TASK_CALLS / Math.max(1, calls));
    long low = Math.min(high, clamp(WORTH_A_TASK_BYTES / rowBytes, FEWEST_ROWS, enough));
    long chosen = clamp(rows / SHARDS_OF_A_SMALL_INPUT, low, high);
    long fewest = (rows + MOST_SHARDS - 1) / MOST_SHARDS;
    return Math.toIntExact(Math.max(chosen, fewest));
  }

  private static long clamp(long value, long low, long high) {
    return Math.max(low, Math.min(high, value));
  }
}
