package io.assay.engine.torchscript;

import static io.assay.ErrorCode.MODEL_FAILED;
import static io.assay.ErrorCode.MODEL_LAYER;
import static io.assay.ErrorCode.MODEL_UNREADABLE;

import ai.djl.Device;
import ai.djl.ndarray.types.DataType;
import io.assay.AssayException;
import io.assay.engine.ModelOptions;
import io.assay.engine.ModelOptions.InputType;
import io.assay.engine.torchscript.archive.Archive;
import io.assay.model.BlackBox;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens TorchScript archives. */
public final class TorchScript {
  private static final Logger LOG = LoggerFactory.getLogger(TorchScript.class);

  private final Archive archive;
  private final ModelOptions options;
  private final Device device;

  private TorchScript(Archive archive, ModelOptions options, Device device) {
    this.archive = archive;
    this.options = options;
    this.device = device;
  }

  /**
   * Opens an archive; see {@link io.assay.engine.ModelFiles#openTorchScript}, which is the way in.
   *
   * @param file a local file
   * @param options what the job says about the model
   * @throws AssayException MODEL_UNREADABLE, MODEL_SHAPE, MODEL_LAYER, MODEL_FAILED or
   *     RESOURCE_LACKING
   */
  public static BlackBox open(Path file, ModelOptions options) {
    Archive archive = Archive.read(file);
    TorchScript opening = new TorchScript(archive, options, Libtorch.device(options, file));
    return opening.open(opening.features());
  }

  private List<Feature> features() {
    return List.of(
        new SumFeature(type()),
        new RuleFeature(type()),
        new AttentionFeature(type()),
        new MaskedFeature(type()));
  }

  /** Opens it with features if libtorch takes their code, else with taps alone, else as it is. */
  private TorchScriptModel open(List<Feature> features) {
    Optional<Rewriting> rewriting = Rewriting.of(archive, options.layers(), features);
    if (rewriting.isEmpty()) {
      return plain("its code has no forward from one tensor to one tensor");
    }
    NativeModule module;
    try {
      module = rewriting.get().load(device);
    } catch (AssayException failure) {
      if (failure.code() != MODEL_UNREADABLE) {
        throw failure;
      }
      LOG.info("{} cannot be loaded with further code: {}", archive.file(), failure.getMessage());
      return features.isEmpty() ? plain(String.valueOf(failure.getMessage())) : open(List.of());
    }
    return closedOnFailure(module, () -> rewritten(module, rewriting.get()));
  }

  private TorchScriptModel plain(String reason) {
    NativeModule module = NativeModule.load(archive.file(), device);
    return closedOnFailure(
        module,
        () -> {
          TorchScriptModel model = model(module, new Probe(archive.file(), options));
          return withoutLayers(model, reason);
        });
  }

  private TorchScriptModel withoutLayers(TorchScriptModel model, String reason) {
    if (!options.layers().isEmpty()) {
      throw new AssayException(
          MODEL_LAYER,
          "Cannot take hold of %s in %s: %s; change model.layers, or leave it out",
          options.layers(),
          archive.file(),
          reason);
    }
    LOG.info("No layers in {}: {}", archive.file(), reason);
    return model;
  }

  private TorchScriptModel rewritten(NativeModule module, Rewriting rewriting) {
    Probe probe = new Probe(archive.file(), options);
    TorchScriptModel model = model(module, probe);
    TappedModule taps = new TappedModule(module);
    LayerMap map;
    try {
      map = probe.layers(taps, module, rewriting);
    } catch (AssayException failure) {
      if (failure.code() != MODEL_FAILED) {
        throw failure;
      }
      return withoutLayers(model, String.valueOf(failure.getMessage()));
    }
    options.layers().forEach(map::find);
    TorchScriptLayers layers = new TorchScriptLayers(model, taps, map, type());
    model.add(layers);
    rewriting.features().stream()
        .map(feature -> feature.view(model, layers))
        .flatMap(Optional::stream)
        .forEach(model::add);
    return model;
  }

  /** Opens the part that needs no further code. */
  private TorchScriptModel model(NativeModule module, Probe probe) {
    Life life = new Life(module);
    Session session = Session.ofWhole(life, probe.signature(module), type(), options.batchRows());
    probe.checkRowsAreAlone(session);
    TorchScriptModel model = new TorchScriptModel(session);
    if (type() == DataType.FLOAT32 && probe.isDifferentiable(session)) {
      model.add(new TorchScriptGradients(session, model));
    }
    return model;
  }

  private DataType type() {
    return options.inputType() == InputType.INT64 ? DataType.INT64 : DataType.FLOAT32;
  }

  private interface Opening {
    TorchScriptModel run();
  }

  private static TorchScriptModel closedOnFailure(NativeModule module, Opening opening) {
    try {
      return opening.run();
    } catch (RuntimeException | Error refused) {
      module.close();
      throw refused;
    }
  }
}
