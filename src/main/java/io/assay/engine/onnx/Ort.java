package io.assay.engine.onnx;

import static io.assay.ErrorCode.RESOURCE_LACKING;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.assay.AssayException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The one place that starts ONNX Runtime. It computes on the CPU in the calling thread alone,
 * because rows are spread over threads already: {@code OMP_NUM_THREADS} says otherwise, as it does
 * for libtorch. Nothing is fetched, and nothing is told to anybody.
 */
final class Ort {
  private Ort() {}

  /** Loads a model, which the caller closes. */
  static OrtSession session(OrtEnvironment environment, Path file) throws OrtException {
    try (SessionOptions options = new SessionOptions()) {
      int threads = threads(System.getenv("OMP_NUM_THREADS"));
      options.setIntraOpNumThreads(threads);
      options.setInterOpNumThreads(1);
      options.addConfigEntry("session.intra_op.allow_spinning", "0"); // others need the cores
      options.setMemoryPatternOptimization(false); // it keeps a plan for every number of rows
      options.setDeterministicCompute(true);
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL); // we say it ourselves
      return environment.createSession(file.toString(), options);
    }
  }

  /** Returns how many threads one call may take: what is said if it is a number, else one. */
  static int threads(@Nullable String said) {
    boolean isNumber = said != null && said.matches("[1-9][0-9]{0,3}");
    return isNumber ? Integer.parseInt(said) : 1;
  }

  /**
   * Returns the runtime of this process.
   *
   * @throws AssayException RESOURCE_LACKING if its native libraries cannot be loaded
   */
  static OrtEnvironment environment() {
    try {
      return OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
    } catch (LinkageError | IllegalStateException missing) {
      throw AssayException.causedBy(
          missing,
          RESOURCE_LACKING,
          "Cannot start ONNX Runtime: %s; put onnxruntime's jar on the class path and let the"
              + " process write to java.io.tmpdir",
          missing);
    }
  }

  /** Returns the version of the runtime. */
  static String version() {
    return environment().getVersion();
  }
}
