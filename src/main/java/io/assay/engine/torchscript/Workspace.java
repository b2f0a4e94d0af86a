package io.assay.engine.torchscript;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/**
 * Native memory for the input and the cotangent of one batch, kept from batch to batch and used by
 * one thread at a time. Tensors made here share this memory: what is written is seen by them.
 */
final class Workspace implements AutoCloseable {
  private final NDManager memory;
  private final long[] rowShape;
  private final int capacity;
  private final int columns;
  private final ByteBuffer input;
  private final ByteBuffer cotangent;
  private final FloatBuffer inputFloats;
  private final FloatBuffer cotangentFloats;

  /**
   * Takes the memory.
   *
   * @param capacity rows in a batch at most
   * @param rowShape sizes of one row
   * @param columns of the model's output
   */
  Workspace(NativeModule module, int capacity, int[] rowShape, int columns) {
    this.memory = module.hostMemory();
    this.capacity = capacity;
    this.columns = columns;
    this.rowShape = new long[rowShape.length + 1];
    long length = 1;
    for (int axis = 0; axis < rowShape.length; axis++) {
      this.rowShape[axis + 1] = rowShape[axis];
      length *= rowShape[axis];
    }
    try {
      this.input = memory.zeros(new Shape(capacity * length)).toByteBuffer(true);
      this.cotangent = memory.zeros(new Shape((long) capacity * columns)).toByteBuffer(true);
    } catch (RuntimeException failure) {
      memory.close();
      throw failure;
    }
    this.inputFloats = input.asFloatBuffer();
    this.cotangentFloats = cotangent.asFloatBuffer();
  }

  /** Returns how many rows it holds. */
  int capacity() {
    return capacity;
  }

  /** Returns how many output columns a row has. */
  int columns() {
    return columns;
  }

  /** Writes the rows of the next batch, from the first one on. */
  void write(float[] values, int offset, int length) {
    inputFloats.put(0, values, offset, length);
  }

  /** Returns the cotangent's memory, all zeros between batches; whoever writes to it clears it. */
  FloatBuffer cotangent() {
    return cotangentFloats;
  }

  /** Returns the first rows as a tensor that lives in a scope. */
  NDArray input(NDManager scope, int rows) {
    long[] sizes = rowShape.clone();
    sizes[0] = rows;
    return tensor(scope, input, new Shape(sizes));
  }

  /** Returns the cotangent as a tensor of the outputs' shape that lives in a scope. */
  NDArray cotangent(NDManager scope, Shape outputs) {
    return tensor(scope, cotangent, outputs);
  }

  private static NDArray tensor(NDManager scope, ByteBuffer memory, Shape shape) {
    int bytes = Math.toIntExact(shape.size() * Float.BYTES);
    return scope.create(memory.slice(0, bytes), shape, DataType.FLOAT32);
  }

  @Override
  public void close() {
    memory.close();
  }
}
