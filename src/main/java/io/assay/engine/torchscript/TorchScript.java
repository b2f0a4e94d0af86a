package io.assay.engine.torchscript;

import ai.djl.Device;
import io.assay.engine.ModelOptions;
import io.assay.engine.torchscript.archive.Archive;
import io.assay.model.BlackBox;
import java.nio.file.Path;

/** Opens TorchScript archives. */
public final class TorchScript {
  private TorchScript() {}

  /**
   * Opens an archive; see {@link io.assay.engine.ModelFiles#openTorchScript}, which is the way in.
   *
   * @param file a local file
   * @param options what the job says about the model
   * @throws io.assay.AssayException MODEL_UNREADABLE, MODEL_SHAPE, MODEL_FAILED or RESOURCE_LACKING
   */
  public static BlackBox open(Path file, ModelOptions options) {
    Archive.read(file);
    Device device = Libtorch.device(options, file);
    NativeModule module = NativeModule.load(file, device);
    try {
      Probe probe = new Probe(file, options);
      Session session = new Session(module, probe.signature(module), options.batchRows());
      probe.checkRowsAreAlone(session);
      return probe.isDifferentiable(session)
          ? new TorchScriptGradients(session)
          : new TorchScriptOutputs(session);
    } catch (RuntimeException | Error refused) {
      module.close();
      throw refused;
    }
  }
}
