package io.assay.engine.torchscript;

import static io.assay.ErrorCode.RESOURCE_LACKING;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.engine.StandardCapabilities;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import io.assay.AssayException;
import io.assay.engine.ModelOptions;
import io.assay.engine.SeenGpus;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place that starts libtorch, sets what is set once for a process or a thread, and picks
 * devices. The engine never reaches for the network, and libtorch computes in the calling thread
 * alone, because rows are spread over threads already: {@code ai.djl.pytorch.num_threads} or {@code
 * OMP_NUM_THREADS} say otherwise.
 */
final class Libtorch {
  private static final Logger LOG = LoggerFactory.getLogger(Libtorch.class);
  private static final String NAME = "PyTorch";

  private Libtorch() {}

  /**
   * Returns the device that a model is to run on.
   *
   * @throws AssayException RESOURCE_LACKING if a GPU is demanded and there is none
   */
  static Device device(ModelOptions options, Path file) {
    int gpus = seenGpus().count();
    return switch (options.device()) {
      case CPU -> Device.cpu();
      case GPU -> gpu(options.gpu(), gpus, file);
      case AUTO -> {
        if (gpus == 0) {
          LOG.info("No GPU for {}: it runs on the CPU", file);
          yield Device.cpu();
        }
        yield gpu(options.gpu(), gpus, file);
      }
    };
  }

  /**
   * Returns the GPUs that this process sees. Where no libcudart can be asked, which is no part of
   * all CUDA natives, the device nodes of the host or container are counted.
   *
   * @throws AssayException RESOURCE_LACKING if libtorch cannot be started
   */
  static SeenGpus seenGpus() {
    Engine engine = engine();
    if (!engine.hasCapability(StandardCapabilities.CUDA)) {
      return new SeenGpus(false, 0);
    }
    int told = engine.getGpuCount();
    return new SeenGpus(
        true,
        told > 0 ? told : GpuNodes.count(Path.of("/dev"), System.getenv("CUDA_VISIBLE_DEVICES")));
  }

  private static Device gpu(int wanted, int present, Path file) {
    if (wanted >= present) {
      throw new AssayException(
          RESOURCE_LACKING,
          "Cannot run %s on GPU %d: libtorch sees %d GPUs here; give the executor a GPU and the"
              + " CUDA natives, or set model.device to cpu or auto",
          file,
          wanted,
          present);
    }
    return Device.gpu(wanted);
  }

  /** Returns a root for native memory on a device; whoever takes it closes it. */
  static NDManager memory(Device device) {
    return engine().newBaseManager(device);
  }

  /**
   * Sets what libtorch holds for each thread: recording of gradients on, the optimiser of graphs
   * off (it makes first calls slow and later ones no faster), and a team of the process's thread
   * number, which a new thread forgets unless it is asked for. Costs less than a microsecond.
   */
  static void settleThread() {
    JniUtils.setGradMode(true);
    JniUtils.setGraphExecutorOptimize(false);
    JniUtils.getNumThreads();
  }

  private static Engine engine() {
    setUnlessSet("ai.djl.offline", "true");
    setUnlessSet("OPT_OUT_TRACKING", "true");
    if (System.getenv("OMP_NUM_THREADS") == null) {
      setUnlessSet("ai.djl.pytorch.num_threads", "1");
    }
    try {
      return Engine.getEngine(NAME);
    } catch (EngineException | IllegalArgumentException missing) {
      throw AssayException.causedBy(
          missing,
          RESOURCE_LACKING,
          "Cannot start libtorch: %s; put pytorch-jni and pytorch-native of one version on the"
              + " class path, and let the process write to DJL_CACHE_DIR (default ~/.djl.ai)",
          Failures.reason(missing));
    }
  }

  private static void setUnlessSet(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }
}
