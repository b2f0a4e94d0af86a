package io.assay.spark;

import io.assay.spark.metrics.RunProgress;
import java.util.function.Consumer;
import org.apache.hadoop.fs.FileSystem;

/**
 * Where a driver writes how far its run is: among what the run has staged. A run that failed so
 * that there is nothing to resume leaves its last word where a finished run has its manifest.
 */
final class ProgressFile implements Consumer<RunProgress> {
  private final RunFolder folder;
  private final FileSystem files;

  ProgressFile(RunFolder folder, FileSystem files) {
    this.folder = folder;
    this.files = files;
  }

  /** Forgets how an earlier run of this name failed. */
  void begin() {
    RunFolder.delete(files, folder.failure());
  }

  @Override
  public void accept(RunProgress progress) {
    if (progress.failure() == null || RunFolder.exists(files, folder.plan())) {
      RunFolder.put(files, folder.progress(), progress.toJson());
    } else {
      RunFolder.write(files, folder.failure(), progress.toJson());
    }
  }
}
