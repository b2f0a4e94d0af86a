package io.assay.spark.scan;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.job.ExecutionSpec.Shards;
import io.assay.job.JobSpec;
import io.assay.job.RunPlan;
import io.assay.job.ShardSize;
import io.assay.report.Manifest;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** How an input is cut into shards. Its files are listed and their footers read once. */
public final class InputCut {
  private final JobSpec spec;
  private final Optional<FileScan> scan;
  private final List<FileParts> parts;

  private InputCut(JobSpec spec, Optional<FileScan> scan, List<FileParts> parts) {
    this.spec = spec;
    this.scan = scan;
    this.parts = parts;
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
    if (spec.execution().shards() == Shards.FILES) {
      check(scan.isPresent(), spec);
    }
    return new InputCut(spec, scan, scan.map(FileScan::parts).orElse(List.of()));
  }

  private static void check(boolean isOfFiles, JobSpec spec) {
    if (!isOfFiles) {
      throw new AssayException(
          ErrorCode.SPEC_INVALID,
          "execution.shards is files, but %s is not read as files of parquet, csv, json, orc or"
              + " binary-file by Spark's own readers; take auto or row-id",
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
    return scan.isPresent() ? scan.get().rows(parts) : OptionalLong.empty();
  }

  /** Returns the input's files in the order of their paths; nothing if Spark must be asked. */
  public Optional<List<Manifest.InputFile>> files() {
    return scan.map(found -> found.files().stream().map(ScannedFile::listed).toList());
  }

  /**
   * Cuts the input.
   *
   * @param canonical its canonical rows
   * @param plan what is planned for them, as if shards were made of row ids
   * @param shardRows rows of a shard, about
   */
  public ShardRows shards(Dataset<Row> canonical, RunPlan plan, int shardRows) {
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
