package io.assay.spark;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.job.JobReader;
import io.assay.job.JobSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Reads job files from any Hadoop file system. */
public final class JobFiles {
  private JobFiles() {}

  /**
   * Reads a job; paths in it are resolved against its folder, the output against the working
   * directory.
   *
   * @throws AssayException SPEC_INVALID with every problem of the file
   */
  public static JobSpec read(String job, List<String> overrides) {
    Path path = new Path(job);
    Configuration configuration = new Configuration();
    try (InputStream in = path.getFileSystem(configuration).open(path)) {
      String yaml = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      Path absolute = path.getFileSystem(configuration).makeQualified(path);
      return JobReader.read(yaml, overrides).resolvedAgainst(folder(absolute));
    } catch (IOException e) {
      throw AssayException.causedBy(
          e, ErrorCode.SPEC_INVALID, "Cannot read the job file %s: %s", job, e.getMessage());
    }
  }

  private static String folder(Path file) {
    Path parent = file.getParent();
    return parent == null ? "/" : parent.toString();
  }
}
