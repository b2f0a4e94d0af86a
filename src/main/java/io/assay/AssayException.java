package io.assay;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The one exception that leaves Assay: a code, and a message that says what was found, where, what
 * is allowed and what to change.
 */
public final class AssayException extends RuntimeException {
  private final ErrorCode code;

  /** Creates one from a {@link String#format} pattern, always in the root locale. */
  public AssayException(ErrorCode code, String pattern, @Nullable Object... arguments) {
    this(code, null, pattern, arguments);
  }

  private AssayException(
      ErrorCode code, @Nullable Throwable cause, String pattern, @Nullable Object... arguments) {
    super(arguments.length == 0 ? pattern : String.format(Locale.ROOT, pattern, arguments), cause);
    this.code = code;
  }

  /** Creates one that keeps its cause, from a {@link String#format} pattern. */
  public static AssayException causedBy(
      Throwable cause, ErrorCode code, String pattern, @Nullable Object... arguments) {
    return new AssayException(code, cause, pattern, arguments);
  }

  /** Returns what went wrong. */
  public ErrorCode code() {
    return code;
  }
}
