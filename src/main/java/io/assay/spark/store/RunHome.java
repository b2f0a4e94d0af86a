package io.assay.spark.store;

import io.assay.AssayException;
import io.assay.ErrorCode;
import org.apache.hadoop.fs.Path;

/**
 * The folder of a run as people name it, taken apart.
 *
 * @param output the folder of all runs
 * @param run the run's id
 */
public record RunHome(String output, String run) {
  /**
   * Takes a name apart.
   *
   * @param home the folder {@code OUTPUT/runs/RUN_ID}
   * @throws AssayException NOT_FOUND if it is not of this form
   */
  public static RunHome of(String home) {
    Path path = new Path(home);
    Path runs = path.getParent();
    if (runs == null || !runs.getName().equals("runs")) {
      throw new AssayException(
          ErrorCode.NOT_FOUND, "%s is not a run's folder; name OUTPUT/runs/RUN_ID", home);
    }
    Path output = runs.getParent();
    return new RunHome(output == null ? "." : output.toString(), path.getName());
  }

  /** Returns what to say where such a folder holds no finished run. */
  public static AssayException missing(Object home) {
    return new AssayException(
        ErrorCode.NOT_FOUND,
        "There is no finished run at %s; name the folder OUTPUT/runs/RUN_ID that holds"
            + " manifest.json",
        home);
  }
}
