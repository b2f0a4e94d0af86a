package io.assay.engine.torchscript;

import static io.assay.ErrorCode.MODEL_ABILITY;
import static io.assay.ErrorCode.MODEL_FAILED;
import static io.assay.ErrorCode.RESOURCE_LACKING;

import io.assay.AssayException;
import io.assay.engine.torchscript.rules.RuleFamilies;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says in Assay's words what libtorch says in many. */
final class Failures {
  private static final int LONGEST_REASON = 300;
  private static final Pattern ERROR_LINE = Pattern.compile("[\\w.]*(?:Error|Exception): (.+)");
  private static final List<String> MEMORY_WORDS =
      List.of("allocate memory", "out of memory", "not enough memory", "bad_alloc");

  private Failures() {}

  /** Returns the failure of a model while it ran. */
  static AssayException running(Path file, RuntimeException failure, int rows) {
    if (isMemoryLacking(failure)) {
      return memoryLacking(file, failure, rows);
    }
    String reason = reason(failure);
    if (reason.startsWith(RuleFamilies.MARK)) {
      return AssayException.causedBy(
          failure,
          MODEL_ABILITY,
          "Cannot send anything back through %s: %s; take a method that needs no more than"
              + " gradients, or leave that operation out of the model",
          file,
          reason.substring(RuleFamilies.MARK.length()));
    }
    return AssayException.causedBy(
        failure,
        MODEL_FAILED,
        "Cannot run %s on a batch of %d rows: %s; change the model, or leave such rows out",
        file,
        rows,
        reason);
  }

  /** Returns a lack of memory while a model ran. */
  static AssayException memoryLacking(Path file, RuntimeException failure, int rows) {
    return AssayException.causedBy(
        failure,
        RESOURCE_LACKING,
        "Cannot run %s on a batch of %d rows: %s; give the executor or its GPU more memory, or let"
            + " fewer tasks share it",
        file,
        rows,
        reason(failure));
  }

  /** Returns whether a failure is a lack of memory, in libtorch's words or in Assay's. */
  static boolean isMemoryLacking(RuntimeException failure) {
    if (failure instanceof AssayException said) {
      return said.code() == RESOURCE_LACKING;
    }
    String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    return MEMORY_WORDS.stream().anyMatch(message::contains);
  }

  /**
   * Returns the line of a libtorch message that names the reason: the last one that is an error,
   * without the stack of the script above it.
   */
  static String reason(Throwable failure) {
    List<String> lines =
        String.valueOf(failure.getMessage())
            .lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty())
            .toList();
    if (lines.isEmpty()) {
      return failure.getClass().getSimpleName();
    }
    String reason = lines.get(0);
    for (String line : lines) {
      Matcher error = ERROR_LINE.matcher(line);
      reason = error.matches() ? error.group(1) : reason;
    }
    return reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) + "..." : reason;
  }
}
