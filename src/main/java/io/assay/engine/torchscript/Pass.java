package io.assay.engine.torchscript;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.nio.FloatBuffer;
import java.util.function.IntUnaryOperator;

/**
 * One forward pass that records gradients, and the backward passes over it, one a slot. All its
 * native memory goes when it closes.
 */
final class Pass implements AutoCloseable {
  private final Workspace workspace;
  private final NDManager scope;
  private final PtNDArray input;
  private final PtNDArray outputs;
  private final Shape shape;
  private final int rows;
  private final int slots;
  private int backwards;

  /**
   * Runs the forward pass over the first rows of a workspace.
   *
   * @param slots how many backward passes are to follow
   */
  Pass(NativeModule module, Workspace workspace, int rows, int slots) {
    this.workspace = workspace;
    this.rows = rows;
    this.slots = slots;
    this.scope = module.memory();
    try {
      this.input = (PtNDArray) workspace.input(scope, rows);
      input.setRequiresGradient(true);
      this.outputs = module.recordedOutputs(input);
      this.shape = outputs.getShape();
      if (shape.size() != (long) rows * workspace.columns()) {
        throw new IllegalStateException("its outputs had the shape " + shape);
      }
    } catch (RuntimeException failure) {
      scope.close();
      throw failure;
    }
  }

  /** Returns the outputs, [rows, outputs], as long as the pass is open. */
  FloatBuffer outputs() {
    return NativeModule.floats(outputs);
  }

  /**
   * Runs a backward pass.
   *
   * @param columnOfRow the output column to differentiate, for each row of the batch
   * @return gradients [rows, ...], until the next backward pass
   */
  FloatBuffer gradient(IntUnaryOperator columnOfRow) {
    if (backwards++ > 0) {
      JniUtils.zeroGrad(input); // else it would be added to
    }
    NDArray direction =
        workspace.direction(scope, shape, rows, columnOfRow).toType(outputs.getDataType(), false);
    JniUtils.backward(outputs, (PtNDArray) direction, backwards < slots, false);
    return NativeModule.floats(input.getGradient());
  }

  @Override
  public void close() {
    scope.close();
  }
}
