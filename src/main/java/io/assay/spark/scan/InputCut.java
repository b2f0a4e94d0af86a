package io.assay.spark.scan;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.job.ExecutionSpec.Shards;
import io.assay.job.InputSpec;
import io.assay.job.JobSpec;
import io.assay.job.RunPlan;
import io.assay.job.ShardSize;
import io.assay.report.Manifest;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * How an input is cut into shards. Its files are listed and their footers read once; of a table's
 * snapshot, its data files.
 */
public final class InputCut {
  private final JobSpec spec;
  private final Optional<FileScan> scan;
  private final List<FileParts> parts;
  private final Optional<SnapshotFiles> snapshot;

  private InputCut(JobSpec spec, Optional<FileScan> scan, Optional<SnapshotFiles> snapshot) {
    this.spec = spec;
    this.scan = scan;
    this.parts = scan.map(FileScan::parts).orElse(List.of());
    this.snapshot = snapshot;
  }

  /**
   * Looks at an input.
   *
   * @param raw the rows that the job names
   * @throws AssayException SPEC_INVALID if the job wants shards of files and cannot have them;
   *     INPUT_UNREADABLE
   */
  public static InputCut of(Dataset<Row> raw, JobSpec spec) {
    Optional<FileScan> scan = FileScan.of(raw);
    Optional<SnapshotFiles> snapshot =
        scan.isEmpty() && wantsFiles(spec) ? SnapshotFiles.of(raw, spec.input()) : Optional.empty();
    if (wantsFiles(spec)) {
      check(scan.isPresent() || snapshot.isPresent(), spec);
    }
    return new InputCut(spec, scan, snapshot);
  }

  /** Returns whether a job cannot do without shards of files. */
  static boolean wantsFiles(JobSpec spec) {
    return spec.execution().shards() == Shards.FILES
        || spec.input().since() == InputSpec.Since.LAST_RUN;
  }

  /**
   * Lists an input's files as {@link #files} does, without a look into them.
   *
   * @throws AssayException SPEC_INVALID if it is not made of files; INPUT_UNREADABLE
   */
  public static List<Manifest.InputFile> listed(Dataset<Row> raw, JobSpec spec) {
    Optional<FileScan> scan = FileScan.of(raw);
    if (scan.isPresent()) {
      return listed(scan.get());
    }
    Optional<SnapshotFiles> snapshot = SnapshotFiles.of(raw, spec.input());
    check(snapshot.isPresent(), spec);
    return snapshot.orElseThrow().listed();
  }

  private static List<Manifest.InputFile> listed(FileScan scan) {
    return scan.files().stream().map(ScannedFile::listed).toList();
  }

  /** Returns the rows of some of an input's files, by their names in the list of files. */
  public static Dataset<Row> some(Dataset<Row> raw, JobSpec spec, Set<String> files) {
    return SnapshotTable.of(raw.sparkSession(), spec.input())
        .map(table -> raw.where(table.isOf(files)))
        .orElseGet(() -> SomeFiles.of(raw, files));
  }

  private static void check(boolean isOfFiles, JobSpec spec) {
    if (!isOfFiles && spec.input().since() == InputSpec.Since.LAST_RUN) {
      throw new AssayException(
          ErrorCode.SPEC_INVALID,
          "input.since is last-run, but %s is not read as files by Spark's own readers, nor is it a"
              + " table of Delta or Iceberg that has a snapshot; leave it out",
          spec.input().path());
    }
    if (!isOfFiles) {
      throw new AssayException(
          ErrorCode.SPEC_INVALID,
          "execution.shards is files, but %s is not read as files of parquet, csv, json, orc or"
              + " binary-file by Spark's own readers, nor is it a table of Delta or Iceberg that"
              + " has a snapshot; take auto or row-id",
          spec.input().path());
    }
    if (spec.input().rowId().isEmpty()) {
      throw new AssayException(
          ErrorCode.SPEC_INVALID,
          "execution.shards is files, which needs input.row-id: ids derived from content are"
              + " numbered where rows are equal, and equal rows lie in different files; name the"
              + " column, or take auto or row-id");
    }
  }

  /** Returns the rows of the input where they can be counted without reading them. */
  public OptionalLong rows() {
    return scan.isPresent()
        ? scan.get().rows(parts)
        : snapshot.map(found -> OptionalLong.of(found.rows())).orElseGet(OptionalLong::empty);
  }

  /** Returns the input's files in the order of their paths; nothing if Spark must be asked. */
  public Optional<List<Manifest.InputFile>> files() {
    return scan.map(InputCut::listed).or(() -> snapshot.map(SnapshotFiles::listed));
  }

  /**
   * Cuts the input.
   *
   * @param canonical its canonical rows
   * @param plan what is planned for them, as if shards were made of row ids
   * @param shardRows rows of a shard, about
   */
  public ShardRows shards(Dataset<Row> canonical, RunPlan plan, int shardRows) {
    if (snapshot.isPresent()) {
      return SnapshotShards.of(canonical, snapshot.get(), size(plan, shardRows));
    }
    Optional<FileScan> read = isOfFiles() ? FileScan.of(canonical) : Optional.empty();
    return read.isPresent()
        ? FileShards.of(read.get(), parts, size(plan, shardRows))
        : new HashShards(canonical, StoredShards.ofRowIds(shardRows, plan.shards()));
  }

  /**
   * Cuts the input as it was cut before.
   *
   * @param listed the run's list of input files
   * @throws AssayException INPUT_UNREADABLE if one of the files that shards are made of has changed
   */
  public ShardRows again(
      Dataset<Row> canonical, RunPlan plan, StoredShards stored, List<Manifest.InputFile> listed) {
    if (snapshot.isPresent() && stored.isOfFiles()) {
      return new SnapshotShards(canonical, snapshot.get().table(), listed, stored);
    }
    return stored.isOfFiles()
        ? FileShards.again(
            FileScan.of(canonical).orElseThrow(), stored, listed, size(plan, stored.shardRows()))
        : new HashShards(canonical, stored);
  }

  private boolean isOfFiles() {
    return switch (spec.execution().shards()) {
      case FILES -> true;
      case ROW_ID -> false;
      case AUTO -> spec.input().rowId().isPresent();
    };
  }

  private FileShards.Size size(RunPlan plan, int shardRows) {
    int most = spec.execution().shardRows().isPresent() ? Integer.MAX_VALUE : ShardSize.MOST_SHARDS;
    return new FileShards.Size(
        plan.rows(), shardRows, most, (long) Float.BYTES * plan.inputWidth());
  }
}
