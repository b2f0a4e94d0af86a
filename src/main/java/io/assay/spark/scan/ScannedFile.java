package io.assay.spark.scan;

import io.assay.report.Manifest;
import java.time.Instant;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.datasources.FileStatusWithMetadata;

/**
 * A file as a listing shows it.
 *
 * @param status its path, size, time and hosts
 * @param partition the values of the partition columns that its folders name
 */
public record ScannedFile(FileStatusWithMetadata status, InternalRow partition) {
  /** Returns where it lies. */
  public Path path() {
    return status.getPath();
  }

  /** Returns its size. */
  long bytes() {
    return status.getLen();
  }

  /** Returns what the run's list of input files says of it. */
  public Manifest.InputFile listed() {
    return new Manifest.InputFile(
        path().toUri().toString(),
        bytes(),
        Instant.ofEpochMilli(status.getModificationTime()).toString());
  }
}
