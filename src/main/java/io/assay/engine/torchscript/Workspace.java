package io.assay.engine.torchscript;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.function.IntUnaryOperator;

/**
 * Native memory for the input and the cotangent of one batch, kept from batch to batch and used by
 * one thread at a time. Tensors made here share this memory: what is written is seen by them.
 */
final class Workspace implements AutoCloseable {
  private final NDManager memory;
  private final long[] rowShape;
  private final int capacity;
  private final int columns;
  private final DataType type;
  private final ByteBuffer input;
  private final ByteBuffer direction;
  private final FloatBuffer inputFloats;
  private final FloatBuffer directionFloats;
  private final int[] chosen; // the column of each row whose direction is 1, the others' is 0

  /**
   * Takes the memory.
   *
   * @param capacity rows in a batch at most
   * @param rowShape sizes of one row
   * @param columns of the model's output
   * @param type that the rows' tensor is to be of
   */
  Workspace(NativeModule module, int capacity, int[] rowShape, int columns, DataType type) {
    this.memory = module.hostMemory();
    this.capacity = capacity;
    this.columns = columns;
    this.type = type;
    this.rowShape = new long[rowShape.length + 1];
    long length = 1;
    for (int axis = 0; axis < rowShape.length; axis++) {
      this.rowShape[axis + 1] = rowShape[axis];
      length *= rowShape[axis];
    }
    try {
      this.input = memory.zeros(new Shape(capacity * length)).toByteBuffer(true);
      this.direction = memory.zeros(new Shape((long) capacity * columns)).toByteBuffer(true);
    } catch (RuntimeException failure) {
      memory.close();
      throw failure;
    }
    this.inputFloats = input.asFloatBuffer();
    this.directionFloats = direction.asFloatBuffer();
    this.chosen = new int[capacity];
    for (int row = 0; row < capacity; row++) {
      directionFloats.put(row * columns, 1);
    }
  }

  /** Returns how many rows it holds. */
  int capacity() {
    return capacity;
  }

  /** Returns how many output columns a row has. */
  int columns() {
    return columns;
  }

  /** Writes values of the next batch's rows, from a place among them on. */
  void write(int place, float[] values, int offset, int length) {
    inputFloats.put(place, values, offset, length);
  }

  /** Returns the first rows as a tensor that lives in a scope. */
  NDArray input(NDManager scope, int rows) {
    long[] sizes = rowShape.clone();
    sizes[0] = rows;
    return tensor(scope, input, new Shape(sizes)).toType(type, false);
  }

  /**
   * Returns the cotangent that singles out one output column of each row, as a tensor of the
   * outputs' shape that lives in a scope. Only what differs from the batch before is written.
   */
  NDArray direction(NDManager scope, Shape outputs, int rows, IntUnaryOperator columnOfRow) {
    for (int row = 0; row < rows; row++) {
      int column = columnOfRow.applyAsInt(row);
      if (column != chosen[row]) {
        directionFloats.put(row * columns + chosen[row], 0);
        directionFloats.put(row * columns + column, 1);
        chosen[row] = column;
      }
    }
    return tensor(scope, direction, outputs);
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
