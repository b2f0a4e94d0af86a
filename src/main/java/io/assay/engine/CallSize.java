package io.assay.engine;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many rows one call of a model takes at most: what was asked for, but of wide rows fewer, and
 * fewer for good once memory ran out. Any number of threads may ask and halve.
 */
public final class CallSize {
  private static final Logger LOG = LoggerFactory.getLogger(CallSize.class);
  private static final int MOST_VALUES = 1 << 26; // of one call: 256 MB

  private final Path file;
  private final AtomicInteger rows;

  /**
   * Starts with what was asked for.
   *
   * @param file of the model, for messages
   * @param rows in one call at most
   */
  public CallSize(Path file, int rows) {
    this.file = file;
    this.rows = new AtomicInteger(rows);
  }

  /** Returns rows in one call at most, however narrow they are. */
  public int rows() {
    return rows.get();
  }

  /** Returns rows in one call at most, of rows of so many values. */
  public int rows(int width) {
    return within(rows.get(), width);
  }

  private static int within(int most, int width) {
    return Math.max(1, Math.min(most, MOST_VALUES / width));
  }

  /** Works on some of the rows that are left. */
  public interface Call {
    /** Works on rows from {@code start} on; whatever it throws, it can be called again for them. */
    void over(int start, int rows);
  }

  /** Tells whether a failure is a lack of memory. */
  public interface Lack {
    /** Returns whether fewer rows might have found it. */
    boolean isMemory(RuntimeException failure);
  }

  /**
   * Works through all rows, call by call. A call that finds no memory is made again for half as
   * many rows; so are all that follow, here and elsewhere.
   *
   * @param size rows in all
   * @param width values of a row that are held at once
   * @throws RuntimeException what a call throws, unless it lacks memory for more than one row
   */
  public void over(int size, int width, Call call, Lack lack) {
    int start = 0;
    while (start < size) {
      start += next(start, size - start, width, call, lack);
    }
  }

  private int next(int start, int left, int width, Call call, Lack lack) {
    while (true) {
      int allowed = rows.get();
      int count = Math.min(left, within(allowed, width));
      try {
        call.over(start, count);
        return count;
      } catch (RuntimeException failure) {
        if (count == 1 || !lack.isMemory(failure)) {
          throw failure;
        }
        halve(allowed, failure);
      }
    }
  }

  /** Halves what failed, unless another thread has done so. */
  private void halve(int failed, RuntimeException failure) {
    if (rows.compareAndSet(failed, Math.max(1, failed / 2))) {
      LOG.warn(
          "{}: memory ran out in calls of up to {} rows; going on with {}: {}",
          file,
          failed,
          rows.get(),
          String.valueOf(failure.getMessage()).lines().findFirst().orElse(""));
    }
  }
}
