package io.assay.spark;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.report.Manifest;
import io.assay.spark.metrics.Counts;
import io.assay.spark.metrics.RunProgress;
import io.assay.spark.metrics.RunStatus;
import io.assay.spark.metrics.RunStatus.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * Tells from the files of an output how its runs stand, those that run, that ended and that were
 * killed. It needs neither Spark nor the driver, and works on any file system.
 */
public final class RunStatuses {
  /** A driver that was silent for so long is gone. */
  static final Duration SILENCE = Duration.ofSeconds(60);

  private static final int READS = 5;
  private static final long BETWEEN_READS_NANOS = 100_000_000;

  private final String output;
  private final FileSystem files;
  private final Instant now;

  RunStatuses(String output, Instant now) {
    this.output = output;
    this.files = new RunFolder(output, "").fileSystem(new Configuration());
    this.now = now;
  }

  /**
   * Looks at an output.
   *
   * @param output the folder of all runs
   */
  public static RunStatuses of(String output) {
    return new RunStatuses(output, Instant.now());
  }

  /** Returns how all runs stand, those begun first first. */
  public List<RunStatus> all() {
    TreeSet<String> names = new TreeSet<>();
    for (String folder : List.of("runs", "_staging")) {
      for (FileStatus run : RunFolder.list(files, new Path(output, folder))) {
        if (run.isDirectory()) {
          names.add(run.getPath().getName());
        }
      }
    }
    List<RunStatus> all = new ArrayList<>();
    names.forEach(name -> find(name).ifPresent(all::add));
    all.sort(Comparator.comparing(RunStatus::startedAt).thenComparing(RunStatus::run));
    return all;
  }

  /**
   * Returns how a run stands.
   *
   * @throws AssayException NOT_FOUND if there is none of that id
   */
  public RunStatus one(String runId) {
    return find(runId)
        .orElseThrow(
            () ->
                new AssayException(
                    ErrorCode.NOT_FOUND,
                    "There is no run %s under %s, finished or not; assay status %s lists them",
                    runId,
                    output,
                    output));
  }

  private Optional<RunStatus> find(String runId) {
    RunFolder folder = new RunFolder(output, runId);
    if (folder.isComplete(files)) {
      return Optional.of(complete(folder));
    }
    Optional<RunProgress> failure = read(folder.failure());
    if (failure.isPresent()) {
      return failure.map(last -> told(folder, last, State.FAILED));
    }
    if (!RunFolder.exists(files, folder.staging())) {
      return Optional.empty();
    }
    return Optional.of(
        read(folder.progress())
            .map(last -> told(folder, last, state(last)))
            .orElseGet(() -> silent(folder)));
  }

  private Optional<RunProgress> read(Path path) {
    Optional<RunProgress> read = RunProgress.fromJson(RunFolder.readHalf(files, path));
    for (int again = 0; again < READS && read.isEmpty() && exists(path); again++) {
      LockSupport.parkNanos(BETWEEN_READS_NANOS); // it is being written
      read = RunProgress.fromJson(RunFolder.readHalf(files, path));
    }
    return read;
  }

  private boolean exists(Path path) {
    return RunFolder.exists(files, path);
  }

  private State state(RunProgress last) {
    if (last.failure() != null) {
      return State.FAILED;
    }
    boolean isSilent =
        Duration.between(Instant.parse(last.renewedAt()), now).compareTo(SILENCE) > 0;
    return isSilent || last.driver().isGone() ? State.INTERRUPTED : State.RUNNING;
  }

  private RunStatus complete(RunFolder folder) {
    Manifest manifest = Manifest.fromJson(RunFolder.read(files, folder.manifest()));
    Manifest.Counts counts = manifest.counts();
    return new RunStatus(
        folder.runId(),
        output,
        State.COMPLETE,
        "",
        manifest.startedAt(),
        manifest.finishedAt(),
        counts.rowsIn(),
        counts.rowsIn(),
        counts.attributed(),
        counts.rejected(),
        manifest.shards().count(),
        manifest.shards().count(),
        0,
        null,
        null,
        "the report is " + folder.report());
  }

  private RunStatus told(RunFolder folder, RunProgress last, State state) {
    Committed done = committed(folder, last);
    long rowsDone = state == State.RUNNING ? last.rowsDone() : done.counts.read();
    return new RunStatus(
        folder.runId(),
        output,
        state,
        last.phase(),
        last.startedAt(),
        last.renewedAt(),
        last.rows(),
        rowsDone,
        done.counts.attributed(),
        done.counts.rejected(),
        last.shards(),
        done.shards,
        last.executors(),
        state == State.RUNNING ? last.pace() : null,
        last.failure(),
        next(folder, state, last.failure()));
  }

  /** A run whose driver left no word, or half of one. */
  private RunStatus silent(RunFolder folder) {
    List<FileStatus> commits = commits(folder);
    Committed done = committed(commits);
    return new RunStatus(
        folder.runId(),
        output,
        State.INTERRUPTED,
        "",
        "",
        "",
        0,
        done.counts.read(),
        done.counts.attributed(),
        done.counts.rejected(),
        0,
        done.shards,
        0,
        null,
        null,
        next(folder, State.INTERRUPTED, null));
  }

  private record Committed(int shards, Counts counts) {}

  /** What is committed: as the driver said last, unless it has committed more since. */
  private Committed committed(RunFolder folder, RunProgress last) {
    List<FileStatus> commits = commits(folder);
    if (commits.size() <= last.shardsDone()) {
      RunProgress.Rows rows = last.committed();
      return new Committed(
          last.shardsDone(), Counts.rows(rows.read(), rows.attributed(), rows.rejected()));
    }
    return committed(commits);
  }

  private Committed committed(List<FileStatus> commits) {
    Counts counts = Counts.NONE;
    int shards = 0;
    for (FileStatus commit : commits) {
      Optional<ShardReport> report =
          ShardReport.fromJson(RunFolder.readHalf(files, commit.getPath()));
      if (report.isPresent()) { // the others are being written, or never were to their end
        counts = counts.plus(report.get().counts());
        shards++;
      }
    }
    return new Committed(shards, counts);
  }

  private List<FileStatus> commits(RunFolder folder) {
    List<FileStatus> commits = RunFolder.list(files, folder.commits());
    commits.removeIf(commit -> !commit.getPath().getName().endsWith(".json"));
    return commits;
  }

  private String next(RunFolder folder, State state, RunProgress.@Nullable Failure failure) {
    String resume = "assay run JOB.yaml --resume " + folder.runId() + " computes what is missing";
    if (state == State.RUNNING) {
      return "nothing: it runs; look again";
    }
    boolean isToBeResumed = RunFolder.exists(files, folder.plan());
    if (failure == null) {
      return isToBeResumed ? resume : "start it anew: it was interrupted before it was planned";
    }
    return isToBeResumed
        ? "see to the error; then " + resume
        : "see to the error; then start a new run: there is nothing to resume";
  }
}
