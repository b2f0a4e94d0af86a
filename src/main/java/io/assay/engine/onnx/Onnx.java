package io.assay.engine.onnx;

import static io.assay.ErrorCode.MODEL_LAYER;
import static io.assay.ErrorCode.MODEL_SHAPE;
import static io.assay.ErrorCode.MODEL_UNREADABLE;
import static io.assay.ErrorCode.SPEC_INVALID;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.assay.AssayException;
import io.assay.engine.MadeUpRows;
import io.assay.engine.ModelOptions;
import io.assay.engine.ModelOptions.Device;
import io.assay.model.BlackBox;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Opens ONNX models. */
public final class Onnx {
  private final Path file;
  private final ModelOptions options;

  private Onnx(Path file, ModelOptions options) {
    this.file = file;
    this.options = options;
  }

  /**
   * Opens a model; see {@link io.assay.engine.ModelFiles#openOnnx}, which is the way in.
   *
   * @param file a local file
   * @param options what the job says about the model
   * @throws AssayException SPEC_INVALID, MODEL_UNREADABLE, MODEL_SHAPE, MODEL_LAYER, MODEL_FAILED
   *     or RESOURCE_LACKING
   */
  public static BlackBox open(Path file, ModelOptions options) {
    return new Onnx(file, options).open();
  }

  /** Returns the version of ONNX Runtime as its jar states it, without starting it. */
  public static Optional<String> runtimeVersion() {
    return Optional.ofNullable(OrtEnvironment.class.getPackage().getImplementationVersion());
  }

  private BlackBox open() {
    checkOptions();
    checkFile();
    OrtEnvironment environment = Ort.environment();
    OrtSession loaded;
    try {
      loaded = Ort.session(environment, file);
    } catch (OrtException failure) {
      throw OnnxFailures.loading(file, failure);
    }
    try {
      return tried(environment, loaded);
    } catch (RuntimeException | Error refused) {
      close(loaded, refused);
      throw refused;
    }
  }

  private void checkOptions() {
    if (options.device() == Device.GPU) {
      throw new AssayException(
          SPEC_INVALID,
          "Cannot run %s on a GPU: ONNX models run on the CPU; set model.device to cpu or auto, or"
              + " give the model as TorchScript",
          file);
    }
    if (!options.layers().isEmpty()) {
      throw new AssayException(
          MODEL_LAYER,
          "Cannot take hold of %s in %s: an ONNX model is run as a whole; give it as TorchScript,"
              + " or leave out methods that look at layers",
          options.layers(),
          file);
    }
  }

  /** Tells apart what ONNX Runtime would only call damaged. */
  private void checkFile() {
    if (!Files.isRegularFile(file)) {
      throw unreadable(Files.exists(file) ? "it is a folder" : "there is no such file");
    }
    byte[] head;
    try (InputStream stream = Files.newInputStream(file)) {
      head = stream.readNBytes(2);
    } catch (IOException failure) {
      throw unreadable(failure.toString());
    }
    if (head.length == 2 && head[0] == 'P' && head[1] == 'K') {
      throw unreadable("it is a zip archive; for TorchScript set model.engine to torchscript");
    }
  }

  private AssayException unreadable(String found) {
    return new AssayException(
        MODEL_UNREADABLE, "Cannot load %s: %s; need an ONNX model in one file", file, found);
  }

  /** Learns how many outputs there are, and runs a row alone and among others. */
  private BlackBox tried(OrtEnvironment environment, OrtSession loaded) {
    OnnxInputs inputs;
    String output;
    try {
      inputs = OnnxInputs.of(file, loaded.getInputInfo().values(), options.inputShape());
      output = OnnxOutput.name(file, loaded.getOutputInfo().values(), options.outputTensor());
    } catch (OrtException failure) {
      throw OnnxFailures.loading(file, failure);
    }
    OnnxSession session = new OnnxSession(file, environment, loaded, inputs, output);
    MadeUpRows rows = MadeUpRows.of(file, options, inputs::madeUp);
    OnnxModel model =
        new OnnxModel(session, rows.signature(columns(session, rows, inputs)), options.batchRows());
    rows.checkRowsAreAlone(model::outputs);
    return model;
  }

  private int columns(OnnxSession session, MadeUpRows madeUp, OnnxInputs inputs) {
    int expected = inputs.rowsACall() > 0 ? inputs.rowsACall() : MadeUpRows.COUNT;
    int rows = Math.min(MadeUpRows.COUNT, expected);
    List<Long> shape;
    try {
      shape = session.run(madeUp.rows(), 0, rows).shape();
    } catch (OrtException failure) {
      throw OnnxFailures.trying(file, failure, options.inputShape(), rows);
    }
    boolean isTable = shape.size() == 1 || (shape.size() == 2 && shape.get(1) > 0);
    if (!isTable || shape.get(0) != expected) {
      throw new AssayException(
          MODEL_SHAPE,
          "%s gives outputs of shape %s for %d rows; export it so that it gives [rows, outputs] or"
              + " [rows], or name another output in model.outputs.tensor",
          file,
          shape,
          expected);
    }
    return shape.size() == 1 ? 1 : Math.toIntExact(shape.get(1));
  }

  private static void close(OrtSession session, Throwable refused) {
    try {
      session.close();
    } catch (OrtException failure) {
      refused.addSuppressed(failure);
    }
  }
}
