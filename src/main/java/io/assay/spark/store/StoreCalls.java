package io.assay.spark.store;

import io.assay.AssayException;
import io.assay.ErrorCode;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Calls of a file system, many at a time: an object store answers in tens of milliseconds however
 * many ask, so ten thousand files one after the other are many minutes and 32 at a time are few.
 */
public final class StoreCalls {
  /** How many calls are under way at a time. */
  public static final int AT_ONCE = 32;

  /** How many results may wait for those before them: what bounds the memory. */
  public static final int WAITING = 4 * AT_ONCE;

  private StoreCalls() {}

  /** Returns threads for calls; they do not keep the program alive. */
  public static ExecutorService threads(String name) {
    return Executors.newFixedThreadPool(
        AT_ONCE,
        task -> {
          Thread thread = new Thread(task, name);
          thread.setDaemon(true);
          return thread;
        });
  }

  /**
   * Calls once for each item, and takes the results in the order of the items, on the thread that
   * asks. The first failure ends it, after what is under way.
   *
   * @param items what to call for
   * @param call the call, on any thread
   * @param taken what is done with each result
   */
  public static <T, R> void inOrder(
      Collection<T> items, Function<T, R> call, Consumer<? super R> taken) {
    inOrder(items, WAITING, call, taken);
  }

  /**
   * Calls once for each item, as above, where results take memory.
   *
   * @param most how many results may wait or be on their way at a time, 1 or more
   */
  public static <T, R> void inOrder(
      Collection<T> items, int most, Function<T, R> call, Consumer<? super R> taken) {
    if (items.isEmpty()) {
      return;
    }
    ExecutorService threads = threads("assay-store");
    Deque<Future<R>> underWay = new ArrayDeque<>();
    try {
      for (T item : items) {
        if (underWay.size() == most) {
          taken.accept(await(underWay.remove()));
        }
        underWay.add(threads.submit(() -> call.apply(item)));
      }
      while (!underWay.isEmpty()) {
        taken.accept(await(underWay.remove()));
      }
    } finally {
      underWay.forEach(each -> each.cancel(false));
      end(threads);
    }
  }

  /** Calls once for each item, in any order. */
  public static <T> void forEach(Collection<T> items, Consumer<T> call) {
    inOrder(
        items,
        item -> {
          call.accept(item);
          return item;
        },
        done -> {});
  }

  /**
   * Lets what was handed in finish, and ends the threads.
   *
   * @throws AssayException OUTPUT_UNWRITABLE if that takes an hour
   */
  public static void end(ExecutorService threads) {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(1, TimeUnit.HOURS)) {
        throw new AssayException(
            ErrorCode.OUTPUT_UNWRITABLE,
            "The file system did not answer in an hour; see to it, then --resume");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static <R> R await(Future<R> call) {
    try {
      return call.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException known) {
        throw known;
      }
      if (e.getCause() instanceof Error fatal) {
        throw fatal;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssayException(ErrorCode.RESOURCE_LACKING, "Interrupted; --resume goes on");
    }
  }
}
