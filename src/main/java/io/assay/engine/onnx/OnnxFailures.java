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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says in Assay's words what ONNX Runtime says in many. */
final class OnnxFailures {
  private static final int LONGEST_REASON = 300;
  private static final List<String> MEMORY_WORDS =
      List.of("failed to allocate", "out of memory", "bad_alloc", "bad allocation");

  private static final String PREAMBLE = "^Error code - \\w+ - message: ";
  private static final String LOADING = "^Load model from .*? failed: ?";
  private static final Pattern SOURCE = Pattern.compile("/\\S+\\.(?:cc|h):\\d+ ");

  private OnnxFailures() {}

  /** Returns the failure of a file to become a model. */
  static AssayException loading(Path file, OrtException failure) {
    if (isMemoryLacking(failure)) {
      return memoryLacking(file, failure, 0, reason(failure));
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
      return memoryLacking(file, failure, rows, reason(failure));
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
      return memoryLacking(file, failure, rows, reason(failure));
    }
    return AssayException.causedBy(
        failure,
        MODEL_FAILED,
        "Cannot run %s on a batch of %d rows: %s; change the model, or leave such rows out",
        file,
        rows,
        reason(failure));
  }

  /** Returns the lack of memory for a batch outside the Java heap. */
  static AssayException memoryLacking(Path file, OutOfMemoryError lack, int rows) {
    return memoryLacking(file, lack, rows, String.valueOf(lack.getMessage()));
  }

  private static AssayException memoryLacking(
      Path file, Throwable failure, int rows, String reason) {
    return AssayException.causedBy(
        failure,
        RESOURCE_LACKING,
        "Cannot run %s on a batch of %d rows: %s; give the executor or its GPU more memory, or let"
            + " fewer tasks share it",
        file,
        rows,
        reason);
  }

  static boolean isMemoryLacking(OrtException failure) {
    String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    return MEMORY_WORDS.stream().anyMatch(message::contains);
  }

  /** Returns what was said, on one line, without places in the source, and shortened. */
  static String reason(OrtException failure) {
    String said = String.valueOf(failure.getMessage()).strip().replaceAll("\\s*\\R\\s*", " ");
    String reason = withoutSource(said.replaceFirst(PREAMBLE, "").replaceFirst(LOADING, ""));
    return reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) + "..." : reason;
  }

  /** Leaves out a file, a line and a function of C++, which may stand before the message. */
  private static String withoutSource(String said) {
    Matcher place = SOURCE.matcher(said);
    if (!place.find()) {
      return said;
    }
    int depth = 0;
    for (int i = place.end(); i < said.length() - 1; i++) {
      depth += said.charAt(i) == '(' ? 1 : said.charAt(i) == ')' ? -1 : 0;
      if (said.charAt(i) == ')' && depth == 0 && said.charAt(i + 1) == ' ') {
        return said.substring(0, place.start()) + said.substring(i + 2);
      }
    }
    return said;
  }
}
