package io.assay.spark.rows;

import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.spark.TaskContext;
import org.jspecify.annotations.Nullable;
import scala.runtime.BoxedUnit;

/**
 * A thread beside a task's own, on which one thing after the other is done while the task goes on:
 * what comes next is read, what was found is written. It belongs to the task: Spark's iterators may
 * be read on it, and it has ended when {@link #close} returns, so that nothing which the task gives
 * back then is still in use.
 */
public final class Lane implements AutoCloseable {
  private final ExecutorService thread;

  /**
   * Opens a lane.
   *
   * @param name of the thread
   * @param task the task that it belongs to
   */
  public Lane(String name, TaskContext task) {
    this.thread =
        Executors.newSingleThreadExecutor(
            work -> {
              Thread lane = new Thread(() -> within(task, work), name);
              lane.setContextClassLoader(Thread.currentThread().getContextClassLoader());
              lane.setDaemon(true);
              return lane;
            });
  }

  private static void within(TaskContext task, Runnable work) {
    TaskContext.withTaskContext(
        task,
        () -> {
          work.run();
          return BoxedUnit.UNIT;
        });
  }

  /** Lets something be done, after what was started before. */
  public <T> Future<T> start(Callable<T> work) {
    return thread.submit(work);
  }

  /**
   * Waits for something that was started, and returns what came of it, or throws what it threw.
   *
   * @throws CancellationException if the task is killed meanwhile
   */
  public static <T> T await(Future<T> started) {
    try {
      return started.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("the task was killed");
    } catch (ExecutionException e) {
      throw thrown(e.getCause());
    }
  }

  private static RuntimeException thrown(@Nullable Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
  }

  /** Ends what is under way, and waits until the thread is gone. */
  @Override
  public void close() {
    thread.shutdownNow();
    boolean isInterrupted = false;
    boolean isGone = false;
    while (!isGone) {
      try {
        isGone = thread.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        isInterrupted = true; // the memory in use must not be given back before
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
