package io.assay.spark;

import io.assay.AssayException;
import io.assay.job.InputSpec;
import io.assay.job.JobSpec;
import io.assay.report.Manifest;
import io.assay.spark.scan.InputCut;
import io.assay.spark.scan.SnapshotTable;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is left to explain of an input of which an earlier run has explained some. Files are told
 * apart by path, size and time of change; data files of a table's snapshot by their rows in it.
 * Rows that changed in place make their whole file new; of files that are gone, and of what was
 * explained together with them, the sums are left out.
 *
 * @param earlier what still holds of the earlier run; empty if all is to be explained
 * @param files names of the files that are left, as the list of input files has them
 */
public record Increment(Optional<EarlierRun> earlier, Set<String> files) {
  private static final Logger LOG = LoggerFactory.getLogger(Increment.class);
  static final Increment ALL = new Increment(Optional.empty(), Set.of());

  /** Copies the set. */
  public Increment {
    files = Set.copyOf(files);
  }

  /**
   * Finds what a new run of a job has to explain.
   *
   * @throws AssayException SPEC_INVALID if the input is not read as files
   */
  public static Increment of(SparkSession spark, JobSpec spec) {
    if (spec.input().since() == InputSpec.Since.ALL) {
      return ALL;
    }
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    List<Manifest.InputFile> now = files(spark, spec);
    return last(spec, hadoop).map(earlier -> after(earlier, now)).orElse(ALL);
  }

  /** Fixes the snapshot that a new run of a job reads, where its input is a table that has some. */
  public static JobSpec fixed(SparkSession spark, JobSpec spec) {
    return SnapshotTable.fixed(spark, spec);
  }

  /** Fixes the snapshot that a run which was begun reads on: the one that it was begun with. */
  public static JobSpec fixedAsBegun(SparkSession spark, JobSpec spec, String runId) {
    RunFolder folder = new RunFolder(spec.output().path(), runId);
    FileSystem store = folder.fileSystem(spark.sparkContext().hadoopConfiguration());
    if (spec.input().snapshot().isPresent() || !RunFolder.exists(store, folder.plan())) {
      return fixed(spark, spec);
    }
    StagedPlan begun = StagedPlan.fromJson(RunFolder.read(store, folder.plan()));
    return begun.work().spec().input().snapshot().map(spec::withSnapshot).orElse(spec);
  }

  /** Finds what a run that was begun has to explain. */
  public static Increment ofBegun(SparkSession spark, JobSpec spec, String runId) {
    if (spec.input().since() == InputSpec.Since.ALL) {
      return ALL;
    }
    RunFolder folder = new RunFolder(spec.output().path(), runId);
    FileSystem store = folder.fileSystem(spark.sparkContext().hadoopConfiguration());
    Optional<StagedPlan> begun = StagedPlan.begun(folder, store);
    if (begun.isEmpty()) {
      return of(spark, spec);
    }
    EarlierRun earlier = begun.get().earlier();
    return earlier == null ? ALL : after(earlier, files(spark, spec));
  }

  private static Increment after(EarlierRun earlier, List<Manifest.InputFile> now) {
    EarlierRun kept = earlier.where(now);
    boolean hasLost = kept.files().size() < earlier.files().size();
    if (hasLost && left(kept, now).isEmpty()) { // a run needs a row: one shard is done again
      kept = kept.withoutLast();
    }
    return new Increment(Optional.of(kept), left(kept, now));
  }

  private static Set<String> left(EarlierRun kept, List<Manifest.InputFile> now) {
    Set<Manifest.InputFile> known = new HashSet<>(kept.files());
    return now.stream()
        .filter(file -> !known.contains(file))
        .map(Manifest.InputFile::path)
        .collect(Collectors.toSet());
  }

  private static List<Manifest.InputFile> files(SparkSession spark, JobSpec spec) {
    return InputCut.listed(InputTable.read(spark, spec.input(), spec.input().path()), spec);
  }

  /** Returns what the newest finished run of the job covers, if its sums can be built on. */
  private static Optional<EarlierRun> last(JobSpec spec, Configuration hadoop) {
    RunFolder any = new RunFolder(spec.output().path(), "none");
    FileSystem store = any.fileSystem(hadoop);
    Optional<Manifest> newest =
        RunFolder.list(store, any.home().getParent()).stream()
            .map(FileStatus::getPath)
            .map(home -> new RunFolder(spec.output().path(), home.getName()))
            .filter(run -> run.isComplete(store))
            .map(run -> Manifest.fromJson(RunFolder.read(store, run.manifest())))
            .filter(manifest -> manifest.job().equals(spec.name()))
            .max(Comparator.comparing(Manifest::finishedAt));
    if (newest.isEmpty()) {
      LOG.info(
          "No run of {} is finished under {}: all rows are explained", spec.name(), any.output());
    }
    return newest.flatMap(found -> covered(spec, found, store, hadoop));
  }

  private static Optional<EarlierRun> covered(
      JobSpec spec, Manifest manifest, FileSystem store, Configuration hadoop) {
    RunFolder run = new RunFolder(spec.output().path(), manifest.runId());
    if (!RunFolder.exists(store, run.covered())) {
      LOG.info("The last run, {}, was of row-id shards: all rows are explained", run.runId());
      return Optional.empty();
    }
    StagedPlan begun = StagedPlan.fromJson(RunFolder.read(store, run.publishedPlan()));
    String model = ShippedModel.of(spec.model(), hadoop, Preparation.cache()).sha256();
    boolean isSame = spec.asksAs(begun.work().spec()) && manifest.model().sha256().equals(model);
    if (!isSame) {
      LOG.info(
          "The last run, {}, was of another model or job: all rows are explained", run.runId());
      return Optional.empty();
    }
    return Optional.of(EarlierRun.fromJson(RunFolder.read(store, run.covered())));
  }

  /** Returns the run that has explained everything there is, if one has. */
  public Optional<String> done() {
    return earlier.filter(run -> files.isEmpty()).map(EarlierRun::run);
  }

  /** Returns the rows that are left of a job's input. */
  Dataset<Row> of(Dataset<Row> input, JobSpec spec) {
    return earlier.isEmpty() ? input : InputCut.some(input, spec, files);
  }
}
