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
  private final PtNDArray leaf;
  private final PtNDArray outputs;
  private final Shape shape;
  private final int rows;
  private final int slots;
  private int backwards;

  /**
   * Runs the forward pass over the first rows of a workspace.
   *
   * @param rows of the workspace
   * @param owner of each, the row of the caller's that it belongs to
   * @param slots how many backward passes are to follow
   */
  static Pass over(
      NDManager scope,
      Stretch stretch,
      Workspace workspace,
      int rows,
      IntUnaryOperator owner,
      int slots) {
    try {
      PtNDArray input = (PtNDArray) workspace.input(scope, rows);
      input.setRequiresGradient(true);
      return new Pass(scope, workspace, input, stretch.recorded(input, owner), rows, slots);
    } catch (RuntimeException failure) {
      scope.close();
      throw failure;
    }
  }

  /**
   * Takes a forward pass that was run.
   *
   * @param scope of its native memory, which closes with the pass
   * @param workspace for the directions of backward passes
   * @param leaf what gradients are taken with respect to
   * @param outputs of the pass
   * @param rows of the batch
   * @param slots how many backward passes are to follow
   */
  Pass(
      NDManager scope,
      Workspace workspace,
      PtNDArray leaf,
      PtNDArray outputs,
      int rows,
      int slots) {
    this.scope = scope;
    this.workspace = workspace;
    this.leaf = leaf;
    this.outputs = outputs;
    this.rows = rows;
    this.slots = slots;
    this.shape = outputs.getShape();
    if (shape.size() != (long) rows * workspace.columns()) {
      throw new IllegalStateException("its outputs had the shape " + shape);
    }
  }

  /** Returns the outputs, [rows, outputs], as long as the pass is open. */
  FloatBuffer outputs() {
    return NativeModule.floats(outputs);
  }

  /** Returns what gradients are taken with respect to, as long as the pass is open. */
  FloatBuffer leafValues() {
    return NativeModule.floats(leaf);
  }

  /**
   * Runs a backward pass.
   *
   * @param columnOfRow the output column to differentiate, for each row of the batch
   * @return gradients [rows, ...], until the next backward pass
   */
  FloatBuffer gradient(IntUnaryOperator columnOfRow) {
    if (backwards++ > 0) {
      JniUtils.zeroGrad(leaf); // else it would be added to
    }
    NDArray direction =
        workspace.direction(scope, shape, rows, columnOfRow).toType(outputs.getDataType(), false);
    JniUtils.backward(outputs, (PtNDArray) direction, backwards < slots, false);
    return NativeModule.floats(leaf.getGradient());
  }

  @Override
  public void close() {
    scope.close();
  }
}
