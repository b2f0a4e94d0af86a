package io.assay.spark;

import io.assay.AssayException;
import io.assay.ErrorCode;
import java.util.List;
import org.apache.spark.SparkException;

/** Finds, in whatever was thrown, the error that people should see. */
public final class Failures {
  /** What Spark says of work that its context did not live to see done. */
  private static final List<String> STOPPED =
      List.of(
          "stopped SparkContext", "SparkContext was shut down", "SparkContext has been shutdown");

  private Failures() {}

  /**
   * Returns the first known error among a failure and its causes, or says what is unknown. Whatever
   * was under way when Spark was stopped, an error then is no fault of what it was at.
   */
  public static AssayException known(Throwable failure) {
    if (isStopped(failure)) {
      return AssayException.causedBy(
          failure,
          ErrorCode.RESOURCE_LACKING,
          "Spark was stopped under way; the driver's log says by whom, and --resume goes on where"
              + " it stopped");
    }
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

  private static boolean isStopped(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String message = String.valueOf(cause.getMessage());
      if (STOPPED.stream().anyMatch(message::contains)) {
        return true;
      }
    }
    return false;
  }
}
