package io.assay.engine.torchscript;

import static io.assay.ErrorCode.MODEL_UNREADABLE;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import io.assay.AssayException;
import io.assay.engine.torchscript.archive.Archive;
import java.io.OutputStream;
import java.nio.FloatBuffer;
import java.nio.file.Path;

/**
 * A loaded module in evaluation mode with frozen parameters, and the root of all its native memory.
 * DJL's own ways to a gradient are not taken: they switch batch normalisation to training and
 * change its statistics.
 */
final class NativeModule implements AutoCloseable {
  private static final String METHOD = "module_method:"; // DJL's mark of a tensor that is a name

  private final Path file;
  private final NDManager root;
  private final PtSymbolBlock block;

  private NativeModule(Path file, NDManager root, PtSymbolBlock block) {
    this.file = file;
    this.root = root;
    this.block = block;
  }

  /**
   * Loads an archive.
   *
   * @throws AssayException MODEL_UNREADABLE or RESOURCE_LACKING
   */
  static NativeModule load(Path file, Device device) {
    return load(file, file, device);
  }

  /**
   * Loads a copy of an archive with further code.
   *
   * @param file the archive, for messages
   * @param copy what is read, once
   */
  static NativeModule load(Path file, Path copy, Device device) {
    NDManager root = Libtorch.memory(device);
    try {
      Libtorch.settleThread();
      PtSymbolBlock block =
          JniUtils.loadModule((PtNDManager) root, copy, true, new String[0], new String[0], true);
      JniUtils.enableInferenceMode(block);
      block.freezeParameters(true);
      return new NativeModule(file, root, block);
    } catch (RuntimeException failure) {
      root.close();
      if (Failures.isMemoryLacking(failure)) {
        throw Failures.memoryLacking(file, failure, 0);
      }
      throw AssayException.causedBy(
          failure,
          MODEL_UNREADABLE,
          "Cannot load %s: %s; %s",
          file,
          Failures.reason(failure),
          Archive.allowed());
    }
  }

  Path file() {
    return file;
  }

  boolean isOnGpu() {
    return root.getDevice().isGpu();
  }

  /** Returns a part of the native memory on the model's device; whoever takes it closes it. */
  NDManager memory() {
    return root.newSubManager();
  }

  /** Returns a part of the native memory on the CPU; whoever takes it closes it. */
  NDManager hostMemory() {
    return root.newSubManager(Device.cpu());
  }

  /** Runs the model without recording gradients; the outputs live with the input. */
  PtNDArray outputs(NDArray input) {
    return (PtNDArray) IValueUtils.forward(block, new NDList(input), false).head();
  }

  /** Runs the model and records gradients; the outputs live with the input. */
  PtNDArray recordedOutputs(NDArray input) {
    return (PtNDArray) IValueUtils.forward(block, new NDList(input), true).head();
  }

  /**
   * Runs another method than forward without recording gradients.
   *
   * @param method of the root module
   * @param inputs tensors alone; what comes out lives with the first
   * @return tensors of what comes out, in order, tuples and lists laid flat
   */
  NDList call(String method, NDList inputs) {
    return IValueUtils.forward(block, named(method, inputs), false);
  }

  /** Runs another method than forward and records gradients. */
  NDList recordedCall(String method, NDList inputs) {
    return IValueUtils.forward(block, named(method, inputs), true);
  }

  private static NDList named(String method, NDList inputs) {
    NDArray name = inputs.head().getManager().zeros(new Shape(1));
    name.setName(METHOD + method);
    NDList arguments = new NDList(inputs);
    arguments.add(name);
    return arguments;
  }

  /** Runs the model and returns whatever comes out, which the caller closes. */
  IValue anything(NDArray input) {
    try (IValue argument = IValue.from((PtNDArray) input)) {
      return block.forward(argument);
    }
  }

  /** Writes an archive in the format of this libtorch. */
  void save(OutputStream stream) {
    JniUtils.writeModule(block, stream, false);
  }

  /** Returns the values of a tensor as float32 in order, as long as its scope is open. */
  static FloatBuffer floats(NDArray tensor) {
    return tensor.toType(DataType.FLOAT32, false).toByteBuffer(true).asFloatBuffer();
  }

  @Override
  public void close() {
    root.close();
  }
}
