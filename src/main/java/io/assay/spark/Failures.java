package io.assay.spark;

import io.assay.AssayException;
import io.assay.ErrorCode;
import org.apache.spark.SparkException;

/** Finds, in whatever was thrown, the error that people should see. */
public final class Failures {
  private Failures() {}

  /** Returns the first known error among a failure and its causes, or says what is unknown. */
  public static AssayException known(Throwable failure) {
    boolean isLostTask = false;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof AssayException known) {
        return known;
      }
      if (cause instanceof OutOfMemoryError) {
        return AssayException.causedBy(
            failure,
            ErrorCode.RESOURCE_LACKING,
            "Memory ran out: %s; give executors more, or lower model.batch-rows",
            cause.getMessage());
      }
      isLostTask |= cause instanceof SparkException;
    }
    if (isLostTask) {
      return AssayException.causedBy(
          failure,
          ErrorCode.RESOURCE_LACKING,
          "Spark gave up: %s; the executors' logs say more, and --resume goes on where it stopped",
          failure.getMessage());
    }
    return AssayException.causedBy(
        failure, ErrorCode.INTERNAL, "%s; please report this", failure.toString());
  }
}
