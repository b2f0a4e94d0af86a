package io.assay.spark;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.job.JobReader;
import io.assay.job.JobSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Reads job files from any Hadoop file system. */
public final class JobFiles {
  private JobFiles() {}

  /**
   * Reads a job; paths in it are resolved against its folder, the output against the working
   * directory.
   *
   * @throws AssayException SPEC_INVALID with every problem of the file, or if a file with the names
   *     of outputs cannot be read
   */
  public static JobSpec read(String job, List<String> overrides) {
    Path path = new Path(job);
    Configuration configuration = new Configuration();
    try (InputStream in = path.getFileSystem(configuration).open(path)) {
      String yaml = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      Path absolute = path.getFileSystem(configuration).makeQualified(path);
      return named(JobReader.read(yaml, overrides).resolvedAgainst(folder(absolute)));
    } catch (IOException e) {
      throw AssayException.causedBy(
          e, ErrorCode.SPEC_INVALID, "Cannot read the job file %s: %s", job, e.getMessage());
    }
  }

  /** Fills in the names of outputs that stand in a file of their own. */
  private static JobSpec named(JobSpec spec) {
    Optional<String> file = spec.model().outputs().namesFile();
    if (file.isEmpty()) {
      return spec;
    }
    Path path = new Path(file.get());
    try (InputStream in = path.getFileSystem(new Configuration()).open(path)) {
      return spec.withOutputNames(
          new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList());
    } catch (IOException e) {
      throw AssayException.causedBy(
          e,
          ErrorCode.SPEC_INVALID,
          "model.outputs.names-file is %s, which cannot be read: %s",
          file.get(),
          e.getMessage());
    }
  }

  private static String folder(Path file) {
    Path parent = file.getParent();
    return parent == null ? "/" : parent.toString();
  }
}
