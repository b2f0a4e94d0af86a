package io.assay.spark.ml;

import org.jspecify.annotations.Nullable;

/** Where classes of models come from. */
final class Classes {
  private Classes() {}

  /** Returns the loader that knows the jars that a job brought along. */
  static ClassLoader loader() {
    @Nullable ClassLoader ofThread = Thread.currentThread().getContextClassLoader();
    return ofThread == null ? Classes.class.getClassLoader() : ofThread;
  }
}
