package io.assay.engine.onnx;

import static io.assay.ErrorCode.MODEL_FAILED;
import static io.assay.ErrorCode.MODEL_SHAPE;
import static io.assay.ErrorCode.MODEL_UNREADABLE;
import static io.assay.ErrorCode.RESOURCE_LACKING;

import ai.onnxruntime.OrtException;
import io.assay.AssayException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Says in Assay's words what ONNX Runtime says in many. */
final class OnnxFailures {
  private static final int LONGEST_REASON = 300;
  private static final List<String> MEMORY_WORDS =
      List.of("failed to allocate", "out of memory", "bad_alloc", "bad allocation");

  private OnnxFailures() {}

  /** Returns the failure of a file to become a model. */
  static AssayException loading(Path file, OrtException failure) {
    if (isMemoryLacking(failure)) {
      return memoryLacking(file, failure, 0);
    }
    return AssayException.causedBy(
        failure,
        MODEL_UNREADABLE,
        "Cannot load %s: %s; need an ONNX model in one file, its weights inside, of operators that"
            + " ONNX Runtime %s knows",
        file,
        reason(failure),
        Ort.version());
  }

  /** Returns the failure of a model on made-up rows of the job's shape. */
  static AssayException trying(Path file, OrtException failure, List<Integer> shape, int rows) {
    if (isMemoryLacking(failure)) {
      return memoryLacking(file, failure, rows);
    }
    return AssayException.causedBy(
        failure,
        MODEL_SHAPE,
        "Cannot run %s on rows of shape %s, which the job's features give: %s; give it the"
            + " features it was trained on",
        file,
        shape,
        reason(failure));
  }

  /** Returns the failure of a model while it ran. */
  static AssayException running(Path file, OrtException failure, int rows) {
    if (isMemoryLacking(failure)) {
      return memoryLacking(file, failure, rows);
    }
    return AssayException.causedBy(
        failure,
        MODEL_FAILED,
        "Cannot run %s on a batch of %d rows: %s; change the model, or leave such rows out",
        file,
        rows,
        reason(failure));
  }

  private static AssayException memoryLacking(Path file, OrtException failure, int rows) {
    return AssayException.causedBy(
        failure,
        RESOURCE_LACKING,
        "Cannot run %s on a batch of %d rows: %s; lower model.batch-rows or give more memory",
        file,
        rows,
        reason(failure));
  }

  private static boolean isMemoryLacking(OrtException failure) {
    String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    return MEMORY_WORDS.stream().anyMatch(message::contains);
  }

  /** Returns what was said, on one line and shortened. */
  private static String reason(OrtException failure) {
    String reason = String.valueOf(failure.getMessage()).strip().replaceAll("\\s*\\R\\s*", " ");
    return reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) + "..." : reason;
  }
}
