package io.assay.engine.torchscript;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.assay.model.Target;
import io.assay.tensor.Tensor;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.List;

/**
 * A method that was added to the whole model, called batch by batch: tensors go in, tensors come
 * out, and what happens between them is one native call.
 */
final class RootMethod {
  private final Session session;
  private final String name;
  private final DataType type;

  /**
   * Names a method.
   *
   * @param type that the model takes
   */
  RootMethod(Session session, String name, DataType type) {
    this.session = session;
    this.name = name;
    this.type = type;
  }

  /** Gives what the method takes after the rows of a batch. */
  interface Arguments {
    List<NDArray> of(NDManager scope, int start, int rows);
  }

  /** Takes what came out of a batch; it is gone afterwards. */
  interface Results {
    void take(NDList found, int start, int rows);
  }

  /**
   * Calls it on all rows.
   *
   * @param width values of a row that are held at once, beside the row's own
   */
  void on(Tensor input, int width, Arguments arguments, Results results) {
    session.checkRows(input.rowShape());
    session.inBatchesFor(
        input.rows(),
        width,
        (workspace, start, rows) -> {
          session.write(workspace, input, start, rows);
          NativeModule module = session.life().module();
          try (NDManager scope = module.memory()) {
            NDList given = new NDList(workspace.input(scope, rows));
            given.addAll(arguments.of(scope, start, rows));
            results.take(module.recordedCall(name, given), start, rows);
          }
        });
  }

  /** Returns the explained outputs of rows, [rows, slots]. */
  static NDArray columns(NDManager scope, Target target, int start, int rows) {
    NDArray columns = host(scope, new Shape(rows, target.slots()), DataType.INT64);
    LongBuffer values = columns.toByteBuffer(true).asLongBuffer();
    for (int row = 0; row < rows; row++) {
      for (int slot = 0; slot < target.slots(); slot++) {
        values.put(target.column(start + row, slot));
      }
    }
    return here(scope, columns);
  }

  /** Returns rows of a tensor that go with rows of the input; a single row goes with all. */
  NDArray rows(NDManager scope, Tensor tensor, int start, int rows) {
    long[] shape = new long[tensor.rank()];
    for (int axis = 0; axis < shape.length; axis++) {
      shape[axis] = axis == 0 ? rows : tensor.size(axis);
    }
    NDArray copied = host(scope, new Shape(shape), DataType.FLOAT32);
    FloatBuffer values = copied.toByteBuffer(true).asFloatBuffer();
    int length = tensor.rowLength();
    for (int row = 0; row < rows; row++) {
      int from = tensor.rows() == 1 ? 0 : Math.multiplyExact(start + row, length);
      values.put(tensor.values(), from, length);
    }
    return here(scope, copied.toType(type, false));
  }

  /** Gives whole numbers by their place. */
  interface LongAt {
    long at(int place);
  }

  /**
   * Returns whole numbers, row by row.
   *
   * @param width of a row; 0 for a list
   */
  static NDArray longs(NDManager scope, int rows, int width, LongAt value) {
    Shape shape = width == 0 ? new Shape(rows) : new Shape(rows, width);
    NDArray held = host(scope, shape, DataType.INT64);
    LongBuffer values = held.toByteBuffer(true).asLongBuffer();
    for (int place = 0; place < values.capacity(); place++) {
      values.put(place, value.at(place));
    }
    return here(scope, held);
  }

  /** Returns numbers. */
  static NDArray numbers(NDManager scope, List<Double> numbers) {
    NDArray held = host(scope, new Shape(numbers.size()), DataType.FLOAT64);
    numbers.forEach(held.toByteBuffer(true).asDoubleBuffer()::put);
    return here(scope, held);
  }

  /** Returns a whole number. */
  static NDArray number(NDManager scope, long number) {
    NDArray held = host(scope, new Shape(1), DataType.INT64);
    held.toByteBuffer(true).asLongBuffer().put(number);
    return here(scope, held);
  }

  private static NDArray host(NDManager scope, Shape shape, DataType type) {
    return scope.newSubManager(Device.cpu()).zeros(shape, type);
  }

  private static NDArray here(NDManager scope, NDArray host) {
    NDArray moved = host.toDevice(scope.getDevice(), false);
    moved.attach(scope);
    return moved;
  }

  /** Copies all values of a tensor to a place. */
  static void copy(NDArray from, float[] into, int place) {
    FloatBuffer values = NativeModule.floats(from);
    values.get(into, place, values.remaining());
  }
}
