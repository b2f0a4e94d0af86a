package io.assay.spark;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.spark.ShardReport.TableFile;
import io.assay.spark.metrics.Counts;
import io.assay.spark.metrics.Progress;
import io.assay.spark.store.FileMoves;
import io.assay.spark.store.StoreCalls;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.function.Predicate;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/**
 * Commits shards on the driver, each once: a shard is done when its report lies in the staging
 * folder, as a whole; half of one, of a driver that was killed, counts for nothing. The report
 * names the attempt whose tables and states these are, so they are committed together. Spark hands
 * in one report a shard, whichever attempt came first; files of other attempts stay behind and are
 * removed with the staging folder. Reports are written many at a time, in any order.
 */
final class ShardCommits implements AutoCloseable {
  private final RunFolder folder;
  private final FileSystem files;
  private final Progress progress;
  private final TreeMap<Integer, ShardReport> done = new TreeMap<>();
  private ExecutorService writers = StoreCalls.threads("assay-commits");
  private volatile @Nullable Throwable failure;
  private long rows;

  /** Takes up the commits that an earlier attempt at the run left. */
  ShardCommits(RunFolder folder, FileSystem files, Progress progress) {
    this.folder = folder;
    this.files = files;
    this.progress = progress;
    StoreCalls.inOrder(
        RunFolder.list(files, folder.commits()), this::read, report -> report.ifPresent(this::add));
  }

  private Optional<ShardReport> read(FileStatus commit) {
    return commit.getPath().getName().endsWith(".json")
        ? ShardReport.fromJson(RunFolder.readHalf(files, commit.getPath()))
        : Optional.empty();
  }

  private synchronized void add(ShardReport report) {
    if (done.put(report.shard(), report) == null) {
      rows += report.rowsIn();
    }
  }

  private synchronized void tell(ShardReport report) {
    add(report);
    progress.committed(report.shard(), report.counts());
  }

  /** Returns the committed shards, in order. */
  SortedMap<Integer, ShardReport> done() {
    return Collections.unmodifiableSortedMap(done);
  }

  /** Returns how many rows the committed shards hold. */
  synchronized long rows() {
    return rows;
  }

  /** Returns what the committed shards did. */
  Counts counts() {
    return done.values().stream().map(ShardReport::counts).reduce(Counts.NONE, Counts::plus);
  }

  /**
   * Returns what Spark calls, on its event thread, with the report of each shard of a job. Jobs
   * follow each other, each finished before the next.
   */
  scala.Function2<Object, ShardReport, BoxedUnit> handler() {
    if (writers.isShutdown()) {
      writers = StoreCalls.threads("assay-commits");
    }
    return new Handler(this);
  }

  private void accept(ShardReport report) {
    if (report.failure() != null) {
      throw new AssayException(
          report.failure().code(), "%s (shard %d)", report.failure().message(), report.shard());
    }
    check(); // ends the Spark job, rather than explain what cannot be kept
    writers.execute(() -> commit(report));
  }

  private void commit(ShardReport report) {
    try {
      RunFolder.put(files, folder.commit(report.shard()), report.toJson());
      tell(report);
    } catch (RuntimeException | Error e) {
      failure = e;
    }
  }

  /** Waits until everything handed in is committed. */
  void finish() {
    close();
    check();
  }

  private void check() {
    if (failure != null) {
      throw failure instanceof AssayException known
          ? known
          : AssayException.causedBy(
              failure, ErrorCode.OUTPUT_UNWRITABLE, "Cannot commit: %s", failure.getMessage());
    }
  }

  /** Moves the tables of all shards to where readers look; may be repeated. */
  void publish() {
    publish(file -> true);
  }

  /** Moves one table of all shards to where readers look; may be repeated. */
  void publish(String table) {
    publish(file -> file.table().equals(table));
  }

  private void publish(Predicate<TableFile> wanted) {
    List<FileMoves.Move> moves = new ArrayList<>();
    for (ShardReport report : done.values()) {
      report.files().stream().filter(wanted).forEach(file -> moves.add(move(report, file)));
    }
    FileMoves.all(files, moves);
  }

  private FileMoves.Move move(ShardReport report, TableFile file) {
    Path place =
        file.partition().isEmpty()
            ? folder.table(file.table())
            : folder.table(file.table(), file.partition());
    return new FileMoves.Move(
        new Path(folder.attempt(report.shard(), report.attempt()), file.name()),
        new Path(place, RunFolder.partName(report.shard())),
        file.bytes());
  }

  @Override
  public void close() {
    StoreCalls.end(writers);
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
