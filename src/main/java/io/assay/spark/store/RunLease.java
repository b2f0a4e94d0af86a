package io.assay.spark.store;

import com.google.gson.Gson;
import com.google.gson.JsonSyntaxException;
import io.assay.AssayException;
import io.assay.ErrorCode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says whose a run is: a file with its driver's name, written anew every few seconds. It needs
 * nothing of a file system but that a file that was written is then read, by everybody.
 *
 * <p>A driver that finds the file takes the run over if the other is gone: its process is no more,
 * on the same machine, or nothing new was read of it for as long as {@link Times#patience}; half of
 * a lease, just being written or never finished, says nothing. Clocks are not compared. Whoever
 * wrote last owns the run; a driver that finds another's name there stops itself before it writes
 * it again. That two drivers work on a run is thereby ended after a beat, and is no harm until
 * then, for whatever they commit of a shard is the same.
 */
public final class RunLease implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunLease.class);
  private static final int READS = 5;

  /**
   * How often a driver says that it lives, and how long another waits for that.
   *
   * @param beat from one word to the next
   * @param patience how long a driver may be silent before it is held to be gone
   */
  public record Times(Duration beat, Duration patience) {
    /** Returns the times of real runs: every 5 s, and 30 s. */
    public static Times standard() {
      return new Times(Duration.ofSeconds(5), Duration.ofSeconds(30));
    }
  }

  private final FileSystem files;
  private final Path file;
  private final Owner self;
  private final Runnable onLost;
  private final ScheduledExecutorService beats =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "assay-lease");
            thread.setDaemon(true);
            return thread;
          });
  private long beat;
  private volatile boolean isLost;
  private boolean isGivenBack;

  private RunLease(FileSystem files, Path file, Runnable onLost) {
    this.files = files;
    this.file = file;
    this.self = Owner.self();
    this.onLost = onLost;
  }

  /**
   * Takes a run that nobody works on, and waits until that is sure.
   *
   * @param file where the lease lies
   * @param onLost called once, on another thread, when another driver has taken the run over
   * @throws AssayException RESOURCE_LACKING if another driver works on it
   */
  public static RunLease take(FileSystem files, Path file, Times times, Runnable onLost) {
    RunLease lease = new RunLease(files, file, onLost);
    lease.waitFor(times);
    return lease.begun(times);
  }

  /** Takes a run, whoever works on it; that driver stops within a beat. */
  public static RunLease takeOver(FileSystem files, Path file, Times times, Runnable onLost) {
    return new RunLease(files, file, onLost).begun(times);
  }

  private void waitFor(Times times) {
    Optional<Owner> first = read();
    long start = System.nanoTime();
    Optional<Owner> now = first;
    while (now.isPresent() && !now.get().isGone()) {
      if (!now.equals(first) && !now.get().equals(Owner.nobody())) {
        throw new AssayException(
            ErrorCode.RESOURCE_LACKING,
            "Another driver works on this run: process %d on %s; let it finish, or end it and"
                + " --resume, or --take-over at once",
            now.get().process(),
            now.get().host());
      }
      long silent = System.nanoTime() - start;
      if (silent > times.patience().toNanos()) {
        LOG.warn("{} was silent for {} s: taken over", now.get(), silent / 1_000_000_000);
        return;
      }
      pause(times.beat().toMillis() / 4);
      now = read();
    }
  }

  private RunLease begun(Times times) {
    write();
    long every = times.beat().toMillis();
    var beating = beats.scheduleWithFixedDelay(this::beat, every, every, TimeUnit.MILLISECONDS);
    LOG.debug("{} is ours: {}", file, beating);
    return this;
  }

  private void beat() {
    try {
      if (isMine()) {
        write();
      } else {
        beats.shutdown();
        onLost.run();
      }
    } catch (RuntimeException e) { // the file system may answer next time
      LOG.warn("Cannot renew the lease {}: {}", file, e.getMessage());
    }
  }

  private synchronized boolean isMine() {
    isLost = isLost || read().filter(this::isNobodyElse).isEmpty();
    return !isLost;
  }

  private boolean isNobodyElse(Owner owner) {
    return owner.name().equals(self.name()) || owner.equals(Owner.nobody());
  }

  /**
   * Makes sure that the run is still ours.
   *
   * @throws AssayException RESOURCE_LACKING if another driver has taken it over
   */
  public void confirm() {
    if (!isMine()) {
      throw lost();
    }
  }

  /** Returns whether another driver has taken the run over, as far as is known. */
  public boolean isLost() {
    return isLost;
  }

  /** Returns the error of a driver whose run was taken over. */
  public AssayException lost() {
    return new AssayException(
        ErrorCode.RESOURCE_LACKING,
        "Another driver has taken this run over, as %s says; this one stops",
        file);
  }

  private Optional<Owner> read() {
    for (int read = 0; read < READS; read++) {
      try (InputStream in = files.open(file)) {
        Owner owner =
            new Gson().fromJson(new String(in.readAllBytes(), StandardCharsets.UTF_8), Owner.class);
        if (owner != null && owner.name() != null) {
          return Optional.of(owner);
        }
      } catch (FileNotFoundException e) {
        return Optional.empty();
      } catch (JsonSyntaxException | IOException e) { // just now being written, or never finished
        LOG.debug("Cannot read the lease {}", file, e);
      }
      pause(50);
    }
    return Optional.of(Owner.nobody());
  }

  private synchronized void write() {
    try (OutputStream out = files.create(file, true)) {
      out.write(new Gson().toJson(self.at(beat++)).getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw AssayException.causedBy(
          e,
          ErrorCode.OUTPUT_UNWRITABLE,
          "Cannot write %s: %s; choose another output.path or make this one writable",
          file,
          e.getMessage());
    }
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssayException(ErrorCode.RESOURCE_LACKING, "Interrupted; --resume goes on");
    }
  }

  /** Gives the run back, once: the next driver need not wait. */
  @Override
  public void close() {
    beats.shutdown();
    try {
      if (!isGivenBack && beats.awaitTermination(1, TimeUnit.MINUTES) && isMine()) {
        isGivenBack = true;
        files.delete(file, false);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.warn("Cannot remove the lease {}: {}", file, e.getMessage());
    }
  }
}
