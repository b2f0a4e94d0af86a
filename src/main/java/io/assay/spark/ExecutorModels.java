package io.assay.spark;

import io.assay.engine.ModelFiles;
import io.assay.engine.ModelOptions;
import io.assay.model.BlackBox;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The models of this executor: each is loaded once, by digest and options, and shared by all task
 * slots. This is one of the two places with static state; it lives as long as the JVM.
 */
final class ExecutorModels {
  /** What makes two loads the same. */
  private record Key(String sha256, ModelOptions options) {}

  private static final Map<Key, BlackBox> LOADED = new ConcurrentHashMap<>();

  private ExecutorModels() {}

  /** Returns the model of a digest, loading the file if this JVM does not have it yet. */
  static BlackBox of(String sha256, Path file, ModelOptions options) {
    return LOADED.computeIfAbsent(
        new Key(sha256, options), absent -> ModelFiles.openTorchScript(file, options));
  }
}
