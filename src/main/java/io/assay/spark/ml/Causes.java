package io.assay.spark.ml;

import java.util.Objects;

/** What Spark's errors say, without what surrounds it. */
final class Causes {
  private Causes() {}

  /** Returns the first line of the innermost cause that has a message. */
  static String inWords(Throwable error) {
    String words = error.getClass().getSimpleName();
    for (Throwable each = error; each != null; each = each.getCause()) {
      String message = each.getMessage();
      if (message != null && !message.isBlank()) {
        words =
            (each instanceof ClassNotFoundException ? "class not found: " : "")
                + Objects.requireNonNull(message.strip().lines().findFirst().orElse(message));
      }
    }
    return words;
  }
}
