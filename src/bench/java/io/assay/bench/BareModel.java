package io.assay.bench;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The physical limit: passes of libtorch over rows that lie ready in native memory, with nothing
 * read back. Used on the thread that made it.
 */
final class BareModel implements AutoCloseable {
  private final NDManager root;
  private final PtSymbolBlock block;
  private final ByteBuffer memory;
  private final Shape shape;
  private final PtNDArray cotangent;

  BareModel(Path file, float[] values, int rows, int outputs) {
    this(file, values, new int[] {rows, values.length / rows}, outputs);
  }

  BareModel(Path file, float[] values, int[] sizes, int outputs) {
    int rows = sizes[0];
    root = Engine.getEngine("PyTorch").newBaseManager(Device.cpu());
    JniUtils.setGradMode(true);
    JniUtils.setGraphExecutorOptimize(false);
    JniUtils.getNumThreads();
    block = JniUtils.loadModule((PtNDManager) root, file, true, new String[0], new String[0], true);
    block.freezeParameters(true);
    shape = new Shape(Arrays.stream(sizes).asLongStream().toArray());
    NDArray held = root.create(values, shape);
    memory = held.toByteBuffer(true);
    float[] first = new float[rows * outputs];
    for (int row = 0; row < rows; row++) {
      first[row * outputs] = 1;
    }
    cotangent = (PtNDArray) root.create(first, new Shape(rows, outputs));
  }

  /** Runs all rows forward, as when nobody wants a gradient. */
  void forward() {
    JniUtils.setGradMode(false);
    try (NDManager scope = root.newSubManager()) {
      IValueUtils.forward(block, new NDList(scope.create(memory, shape, DataType.FLOAT32)), false);
    } finally {
      JniUtils.setGradMode(true);
    }
  }

  /** Runs all rows forward and the first output of each back to its input. */
  void gradient() {
    try (NDManager scope = root.newSubManager()) {
      NDArray input = scope.create(memory, shape, DataType.FLOAT32);
      input.setRequiresGradient(true);
      NDArray outputs = IValueUtils.forward(block, new NDList(input), true).head();
      JniUtils.backward((PtNDArray) outputs, cotangent, false, false);
    }
  }

  @Override
  public void close() {
    root.close();
  }
}
