package io.assay.spark;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.spark.ShardReport.TableFile;
import io.assay.spark.metrics.Counts;
import io.assay.spark.metrics.Progress;
import java.io.Serializable;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/**
 * Commits shards on the driver, each once: a shard is done when its report lies in the staging
 * folder. Spark hands in one report a shard, whichever attempt came first; files of other attempts
 * stay behind and are removed with the staging folder.
 */
final class ShardCommits implements AutoCloseable {
  private final RunFolder folder;
  private final FileSystem files;
  private final Progress progress;
  private final TreeMap<Integer, ShardReport> done = new TreeMap<>();
  private final ExecutorService writer =
      Executors.newSingleThreadExecutor(task -> new Thread(task, "assay-commits"));
  private volatile @Nullable Throwable failure;
  private long rows;

  /** Takes up the commits that an earlier attempt at the run left. */
  ShardCommits(RunFolder folder, FileSystem files, Progress progress) {
    this.folder = folder;
    this.files = files;
    this.progress = progress;
    for (FileStatus commit : RunFolder.list(files, folder.commits())) {
      if (commit.getPath().getName().endsWith(".json")) {
        ShardReport report = ShardReport.fromJson(RunFolder.read(files, commit.getPath()));
        done.put(report.shard(), report);
        rows += report.rowsIn();
      }
    }
  }

  /** Returns the committed shards, in order. */
  SortedMap<Integer, ShardReport> done() {
    return Collections.unmodifiableSortedMap(done);
  }

  /** Returns how many rows the committed shards hold. */
  long rows() {
    return rows;
  }

  /** Returns what the committed shards did. */
  Counts counts() {
    return done.values().stream().map(ShardReport::counts).reduce(Counts.NONE, Counts::plus);
  }

  /** Returns what Spark calls, on its event thread, with the report of each shard. */
  scala.Function2<Object, ShardReport, BoxedUnit> handler() {
    return new Handler(this);
  }

  private void accept(ShardReport report) {
    if (report.failure() != null) {
      throw new AssayException(
          report.failure().code(), "%s (shard %d)", report.failure().message(), report.shard());
    }
    writer.execute(() -> commit(report));
  }

  private void commit(ShardReport report) {
    try {
      RunFolder.write(files, folder.commit(report.shard()), report.toJson());
      done.put(report.shard(), report);
      rows += report.rowsIn();
      progress.committed(report.shard(), report.counts());
    } catch (RuntimeException | Error e) {
      failure = e;
    }
  }

  /** Waits until everything handed in is committed. */
  void finish() {
    close();
    if (failure != null) {
      throw failure instanceof AssayException known
          ? known
          : AssayException.causedBy(
              failure, ErrorCode.OUTPUT_UNWRITABLE, "Cannot commit: %s", failure.getMessage());
    }
  }

  /** Moves the tables of all shards to where readers look; may be repeated. */
  void publish() {
    for (ShardReport report : done.values()) {
      for (TableFile file : report.files()) {
        publish(report, file);
      }
    }
  }

  /** Moves one table of all shards to where readers look; may be repeated. */
  void publish(String table) {
    for (ShardReport report : done.values()) {
      report.files().stream()
          .filter(file -> file.table().equals(table))
          .forEach(file -> publish(report, file));
    }
  }

  private void publish(ShardReport report, TableFile file) {
    Path staged = new Path(folder.attempt(report.shard(), report.attempt()), file.name());
    Path place =
        file.partition().isEmpty()
            ? folder.table(file.table())
            : folder.table(file.table(), file.partition());
    RunFolder.move(files, staged, new Path(place, RunFolder.partName(report.shard())));
  }

  @Override
  public void close() {
    writer.shutdown();
    try {
      if (!writer.awaitTermination(1, TimeUnit.HOURS)) {
        throw new AssayException(ErrorCode.OUTPUT_UNWRITABLE, "Commits did not end in an hour");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Spark's own kind of function; it never leaves the driver. */
  private static final class Handler extends AbstractFunction2<Object, ShardReport, BoxedUnit>
      implements Serializable {
    private static final long serialVersionUID = 1;
    private final transient ShardCommits commits;

    Handler(ShardCommits commits) {
      this.commits = commits;
    }

    @Override
    public BoxedUnit apply(Object shard, ShardReport report) {
      commits.accept(report);
      return BoxedUnit.UNIT;
    }
  }
}
