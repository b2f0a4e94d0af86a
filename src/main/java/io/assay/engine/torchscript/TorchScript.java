package io.assay.engine.torchscript;

import static io.assay.ErrorCode.MODEL_FAILED;
import static io.assay.ErrorCode.MODEL_LAYER;
import static io.assay.ErrorCode.MODEL_UNREADABLE;

import ai.djl.Device;
import ai.djl.ndarray.types.DataType;
import io.assay.AssayException;
import io.assay.engine.ModelOptions;
import io.assay.engine.ModelOptions.InputType;
import io.assay.engine.SeenGpus;
import io.assay.engine.torchscript.archive.Archive;
import io.assay.model.BlackBox;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
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

  /**
   * Returns the GPUs that libtorch shows this process.
   *
   * @throws AssayException RESOURCE_LACKING if libtorch cannot be started
   */
  public static SeenGpus seenGpus() {
    return Libtorch.seenGpus();
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
        module, () -> withoutLayers(session(module, new Probe(archive.file(), options)), reason));
  }

  private TorchScriptModel withoutLayers(Session session, String reason) {
    if (!options.layers().isEmpty()) {
      throw new AssayException(
          MODEL_LAYER,
          "Cannot take hold of %s in %s: %s; change model.layers, or leave it out",
          options.layers(),
          archive.file(),
          reason);
    }
    LOG.info("No layers in {}: {}", archive.file(), reason);
    return new Parts(type(), session, isDifferentiable(session), model -> {}).model();
  }

  private TorchScriptModel rewritten(NativeModule module, Rewriting rewriting) {
    Probe probe = new Probe(archive.file(), options);
    Session session = session(module, probe);
    TappedModule taps = new TappedModule(module);
    LayerMap map;
    try {
      map = probe.layers(taps, module, rewriting);
    } catch (AssayException failure) {
      if (failure.code() != MODEL_FAILED) {
        throw failure;
      }
      return withoutLayers(session, String.valueOf(failure.getMessage()));
    }
    options.layers().forEach(map::find);
    return new Parts(
            type(),
            session,
            isDifferentiable(session),
            model -> addLayers(model, taps, map, rewriting.features()))
        .model();
  }

  private void addLayers(
      TorchScriptModel model, TappedModule taps, LayerMap map, List<Feature> features) {
    TorchScriptLayers layers = new TorchScriptLayers(model, taps, map, type());
    model.add(layers);
    features.stream()
        .map(feature -> feature.view(model, layers))
        .flatMap(Optional::stream)
        .forEach(model::add);
  }

  /** Opens the part that needs no further code. */
  private Session session(NativeModule module, Probe probe) {
    Life life = new Life(module);
    Session session = Session.ofWhole(life, probe.signature(module), type(), options.batchRows());
    probe.checkRowsAreAlone(session);
    return session;
  }

  private boolean isDifferentiable(Session session) {
    return type() == DataType.FLOAT32
        && new Probe(archive.file(), options).isDifferentiable(session);
  }

  /**
   * What a model is put together from, for calls of one size after the other.
   *
   * @param features adds views to a model
   */
  private record Parts(
      DataType type,
      Session session,
      boolean isDifferentiable,
      Consumer<TorchScriptModel> features) {
    TorchScriptModel model() {
      TorchScriptModel model = new TorchScriptModel(session, this::ofCalls);
      if (isDifferentiable) {
        model.add(new TorchScriptGradients(session, model));
      }
      features.accept(model);
      return model;
    }

    private TorchScriptModel ofCalls(int rows) {
      return new Parts(type, session.withCallRows(rows, type), isDifferentiable, features).model();
    }
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
