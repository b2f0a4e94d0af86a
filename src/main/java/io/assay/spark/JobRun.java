package io.assay.spark;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.attribution.Tuning;
import io.assay.baseline.Baseline;
import io.assay.job.RunPlan;
import io.assay.report.Manifest;
import io.assay.run.Pilot;
import io.assay.run.global.GlobalRun;
import io.assay.spark.metrics.Progress;
import io.assay.spark.metrics.RunCost;
import io.assay.spark.metrics.RunListener;
import io.assay.spark.metrics.RunMeter;
import io.assay.spark.store.LocalFiles;
import io.assay.spark.store.RunLease;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * One run of a job. The plan says which rows make a shard, the same rows in the same order whatever
 * the cluster does; each shard is one task; each task's tables and states are committed together;
 * and the manifest comes last.
 */
public final class JobRun {
  private final SparkSession spark;
  private final PreparedJob job;
  private final RunFolder folder;
  private final Progress progress;
  private final Configuration hadoop;
  private final FileSystem files;
  private final Map<String, Double> timings = new LinkedHashMap<>();

  /**
   * Names a run.
   *
   * @param runId letters, digits, dots, dashes and underscores
   */
  public JobRun(SparkSession spark, PreparedJob job, String runId, Progress progress) {
    this.spark = spark;
    this.job = job;
    this.progress = progress;
    this.hadoop = LocalFiles.in(spark.sparkContext().hadoopConfiguration());
    this.folder = RunFolder.absolute(job.spec().output().path(), runId, hadoop);
    this.files = folder.fileSystem(hadoop);
  }

  /**
   * Starts the run anew.
   *
   * @return the manifest's path
   * @throws AssayException OUTPUT_EXISTS, OUTPUT_UNWRITABLE, REJECTS_EXCEEDED, RESOURCE_LACKING if
   *     another driver works on it, or what a shard threw
   */
  public String start() {
    if (folder.isComplete(files)) {
      throw new AssayException(
          ErrorCode.OUTPUT_EXISTS,
          "The run %s already exists under %s and is complete; give another --run-id",
          folder.runId(),
          folder.output());
    }
    if (RunFolder.exists(files, folder.plan())) {
      throw new AssayException(
          ErrorCode.OUTPUT_EXISTS,
          "The run %s was begun under %s; --resume %s to finish it, or give another --run-id",
          folder.runId(),
          folder.output(),
          folder.runId());
    }
    folder.checkWritable(files);
    return leased(RunLease::take, this::begin);
  }

  private String begin(RunLease lease) {
    StagedPlan plan;
    try {
      plan = planned();
    } catch (RuntimeException e) {
      if (Failures.known(e).code().kind() != ErrorCode.Kind.RESOURCE) { // another try fails too
        abandon(lease);
      }
      throw e;
    }
    return finish(plan, lease);
  }

  /** Removes what was staged, once nobody writes there any more; unless another driver works on. */
  private void abandon(RunLease lease) {
    progress.end();
    lease.close();
    if (!lease.isLost()) {
      folder.clean(files);
    }
  }

  private StagedPlan planned() {
    folder.forget(files);
    timed("row-ids", job::checkRowIds);
    StagedPlan begun = timed("baseline", () -> job.staged(folder, Instant.now().toString()));
    folder.keep(files, job.cache().resolve(begun.work().baseline()));
    StagedPlan plan = rounds().first(sized(learnt(begun)));
    RunFolder.write(files, folder.plan(), plan.toJson());
    return plan;
  }

  /**
   * Goes on with a run that was interrupted: only missing shards are computed. One that was
   * interrupted before it was planned is begun, and one that was complete but for the removal of
   * what it had staged is tidied up.
   *
   * @throws AssayException NOT_FOUND if there is no such run; OUTPUT_EXISTS if it is finished;
   *     SPEC_INVALID if its job, model or input has changed; RESOURCE_LACKING if another driver
   *     works on it
   */
  public String resume() {
    return resume(RunLease::take);
  }

  /** Goes on with a run as {@link #resume} does, even if another driver works on it: it stops. */
  public String takeOver() {
    return resume(RunLease::takeOver);
  }

  private String resume(Taking taking) {
    boolean isStaged = RunFolder.exists(files, folder.staging());
    if (folder.isComplete(files)) {
      if (!isStaged) {
        throw new AssayException(
            ErrorCode.OUTPUT_EXISTS,
            "The run %s is complete; see %s",
            folder.runId(),
            folder.manifest());
      }
      folder.clean(files);
      return folder.manifest().toString();
    }
    if (!isStaged) {
      throw new AssayException(
          ErrorCode.NOT_FOUND,
          "There is no unfinished run %s under %s; leave --resume out to start it",
          folder.runId(),
          folder.output());
    }
    return leased(taking, this::goOn);
  }

  private String goOn(RunLease lease) {
    Optional<StagedPlan> found = StagedPlan.begun(folder, files);
    if (found.isEmpty()) {
      return begin(lease);
    }
    StagedPlan begun = found.get();
    begun.checkUnchanged(job.again(begun));
    folder.fetch(files, begun.work().baseline(), job.cache());
    return finish(begun, lease);
  }

  /** A way to get hold of a run. */
  @FunctionalInterface
  private interface Taking {
    RunLease lease(FileSystem files, Path owner, RunLease.Times times, Runnable onLost);
  }

  /** Does what must be done by one driver alone, and tidies up when the run is complete. */
  private String leased(Taking taking, Function<RunLease, String> work) {
    SparkContext context = spark.sparkContext();
    String tag = "assay-" + UUID.randomUUID();
    context.addJobTag(tag);
    String manifest;
    try (RunLease lease =
        taking.lease(
            files,
            folder.owner(),
            RunLease.Times.standard(),
            () -> context.cancelJobsWithTag(tag))) {
      manifest = watched(lease, work);
    } finally {
      context.removeJobTag(tag);
      progress.end();
    }
    folder.clean(files);
    return manifest;
  }

  /** Lets others see how far the run is, and why it failed if it does. */
  private String watched(RunLease lease, Function<RunLease, String> work) {
    ProgressFile file = new ProgressFile(folder, files);
    file.begin();
    progress.open(folder.runId(), file);
    try {
      return work.apply(lease);
    } catch (RuntimeException e) {
      if (!lease.isLost()) {
        progress.failed(Failures.known(e));
      }
      throw e;
    }
  }

  /** Lets methods learn from pilot rows, once: a run that is resumed takes what was learnt. */
  private StagedPlan learnt(StagedPlan plan) {
    if (plan.earlier() != null) {
      return plan.withTunings(asBefore(plan, plan.earlier()));
    }
    if (Pilot.rows(job.plan()) == 0) {
      return plan;
    }
    progress.phase("Learning from pilot rows");
    return plan.with(timed("pilot", () -> job.learn(baseline(plan))));
  }

  /** Settles the size of model calls, once: a run that is resumed takes the same. */
  private StagedPlan sized(StagedPlan plan) {
    progress.phase("Measuring the size of model calls");
    return plan.with(timed("call-size", () -> new CallSizing(spark, job).of(plan.work())));
  }

  /** Returns what methods had learnt when the run was made that this one goes on from. */
  private Map<String, Tuning> asBefore(StagedPlan plan, EarlierRun earlier) {
    RunFolder run = new RunFolder(folder.output(), earlier.run());
    ShardWork before = StagedPlan.fromJson(RunFolder.read(files, run.publishedPlan())).work();
    if (!before.baseline().equals(plan.work().baseline())) {
      throw new AssayException(
          ErrorCode.SPEC_INVALID,
          "The baseline has changed since the run %s, so that its sums cannot be gone on from; run"
              + " once with --set input.since=all",
          earlier.run());
    }
    return before.facts().tunings();
  }

  private Baseline baseline(StagedPlan plan) {
    String file = plan.work().baseline();
    return ExecutorModels.baseline(file, () -> job.cache().resolve(file));
  }

  private String finish(StagedPlan begun, RunLease lease) {
    RunPlan plan = begun.work().plan();
    try (ShardCommits commits = new ShardCommits(folder, files, progress)) {
      StagedPlan staged = timed("attribute", () -> explain(begun, commits));
      checkComplete(staged, commits);
      checkRejects(staged, commits);
      RunCost cost = cost(staged, commits);
      String manifest =
          new Publication(folder, hadoop, staged, plan, commits, lease)
              .publish(job.signature(), timings, cost, globals(staged, plan));
      progress.done(cost);
      return manifest;
    } catch (Exception e) { // Spark throws its checked exceptions undeclared
      if (lease.isLost()) {
        throw lease.lost();
      }
      AssayException known = Failures.known(e);
      if (known.code().kind() == ErrorCode.Kind.DATA) { // nothing to resume: it would fail again
        abandon(lease);
      }
      throw known;
    }
  }

  /** Returns what asks the model for the global methods; the same model as the shards ask. */
  private GlobalRun globals(StagedPlan staged, RunPlan plan) {
    return new GlobalRun(job.opened(staged.work().spec()), plan, baseline(staged));
  }

  private RunCost cost(StagedPlan staged, ShardCommits commits) {
    progress.phase("Merging and publishing");
    double seconds = timings.getOrDefault("attribute", Double.NaN);
    int slots = Math.min(staged.shardCount(), spark.sparkContext().defaultParallelism());
    RunCost.Frame frame = new RunCost.Frame(staged.work().plan().callsPerRow(), seconds, slots);
    return progress.cost(commits.counts(), frame);
  }

  private Rounds rounds() {
    return new Rounds(job, folder, hadoop);
  }

  /** Explains what is missing, and of a sample as many more rounds as it takes. */
  private StagedPlan explain(StagedPlan begun, ShardCommits commits) {
    explainSurrogate(begun.work());
    progress.begin(begun.rows(), begun.shardCount(), commits.done().size(), commits.counts());
    StagedPlan staged = begun;
    for (Rounds.Part part : rounds().begun(staged)) {
      explain(part, staged.work(), commits);
    }
    StagedPlan next = rounds().after(staged, commits);
    while (next.shardCount() > staged.shardCount()) {
      staged = next;
      RunFolder.write(files, folder.plan(), staged.toJson());
      progress.more(staged.rows(), staged.shardCount());
      explain(rounds().last(staged), staged.work(), commits);
      next = rounds().after(staged, commits);
    }
    return next;
  }

  /** Explains a surrogate on all rows, if there is one. */
  private void explainSurrogate(ShardWork work) {
    if (work.surrogate() != null) {
      progress.phase("Explaining the surrogate on all rows");
      job.ship(work.baseline());
      Surrogate.explainAll(job, work, files);
    }
  }

  private void explain(Rounds.Part part, ShardWork work, ShardCommits commits) {
    List<Integer> missing =
        part.numbers().filter(shard -> !commits.done().containsKey(shard)).boxed().toList();
    if (!missing.isEmpty()) {
      job.ship(work.baseline());
      RunMeter meter = RunMeter.of(spark.sparkContext(), folder.runId());
      RunListener listener = progress.listen(spark.sparkContext(), part.first());
      StructType schema = job.canonical().schema();
      try {
        new ShardTasks(spark, part.rows(), schema, work, meter, part.first())
            .run(missing, commits.handler());
      } finally {
        listener.close();
      }
    }
    commits.finish();
  }

  private void checkComplete(StagedPlan plan, ShardCommits commits) {
    if (commits.rows() != plan.rows()) {
      throw new AssayException(
          ErrorCode.INPUT_UNREADABLE,
          "The input had %d rows when the run was planned and %d when it was read; start a new run"
              + " on data that does not change",
          plan.rows(),
          commits.rows());
    }
  }

  private void checkRejects(StagedPlan plan, ShardCommits commits) {
    long rejected = commits.done().values().stream().mapToLong(ShardReport::rejected).sum();
    double allowed = job.spec().execution().maxRejectShare();
    if (rejected > allowed * plan.rows()) {
      commits.publish("rejects");
      throw new AssayException(
          ErrorCode.REJECTS_EXCEEDED,
          "%d of %d rows were rejected, more than execution.max-reject-share = %s allows; see %s,"
              + " mend the data or raise the share",
          rejected,
          plan.rows(),
          allowed,
          folder.table("rejects"));
    }
  }

  private <T> T timed(String phase, Supplier<T> work) {
    long start = System.nanoTime();
    T result = work.get();
    timings.put(phase, (System.nanoTime() - start) / 1e9);
    return result;
  }

  /** Returns where the report lies. */
  public String report() {
    return folder.report().toString();
  }

  /** Returns whether the finished run has a table. */
  public boolean has(String table) {
    return RunFolder.exists(files, folder.table(table));
  }

  /** Returns where a table lies. */
  public String table(String table) {
    return folder.table(table).toString();
  }

  /** Returns what the manifest says. */
  public Manifest manifest() {
    return Manifest.fromJson(RunFolder.read(files, folder.manifest()));
  }
}
