package io.assay.engine;

/**
 * What this process has of GPUs.
 *
 * @param hasCuda whether the engine that runs models on GPUs was built for them
 * @param count GPUs that it shows this process, at least 0; they are numbered from 0
 */
public record SeenGpus(boolean hasCuda, int count) {
  /** Checks the count. */
  public SeenGpus {
    if (count < 0) {
      throw new IllegalArgumentException("count is " + count + "; need 0 or more");
    }
  }
}
