package io.assay.engine.onnx;

import static io.assay.ErrorCode.MODEL_FAILED;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.assay.AssayException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;

/**
 * An input of a model and the values of a row that fill it.
 *
 * @param name what the model calls it
 * @param element what it takes
 * @param from the first value of a row
 * @param sizes of one row's part, without the batch axis; empty for one value
 */
record OnnxInput(String name, Element element, int from, List<Long> sizes) {
  /** Copies the list. */
  OnnxInput {
    sizes = List.copyOf(sizes);
  }

  /** Returns how many values of a row it takes. */
  int length() {
    return Math.toIntExact(sizes.stream().reduce(1L, Math::multiplyExact));
  }

  /** Returns native memory for a batch. */
  ByteBuffer memory(int rows) {
    int bytes = Math.multiplyExact(Math.multiplyExact(rows, length()), element.bytes());
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
  }

  /**
   * Writes its part of rows.
   *
   * @param values of all rows, row by row
   * @param width values in a row
   * @param start the first row
   * @throws AssayException MODEL_FAILED if a value does not fit the input's type
   */
  void write(float[] values, int width, int start, int rows, ByteBuffer into, Path file) {
    int length = length();
    if (element == Element.FLOAT32) {
      for (int row = 0; row < rows; row++) {
        into.asFloatBuffer().put(row * length, values, (start + row) * width + from, length);
      }
      return;
    }
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < length; i++) {
        float value = values[(start + row) * width + from + i];
        if (!element.holds(value)) {
          throw unfit(file, start + row, from + i, value);
        }
        element.put(into, row * length + i, value);
      }
    }
  }

  private AssayException unfit(Path file, int row, int position, float value) {
    return new AssayException(
        MODEL_FAILED,
        "Cannot run %s on %s as value %d of row %d: its input %s takes %s; take a baseline of rows"
            + " (background, or a constant that fits) and methods that replace values and do not"
            + " add noise, or let the model take float32",
        file,
        value,
        position,
        row,
        name,
        element.allowed());
  }

  /** Returns the first rows of its memory as a tensor, which the caller closes. */
  OnnxTensor tensor(OrtEnvironment environment, ByteBuffer memory, int rows) throws OrtException {
    long[] shape = new long[sizes.size() + 1];
    shape[0] = rows;
    for (int axis = 1; axis < shape.length; axis++) {
      shape[axis] = sizes.get(axis - 1);
    }
    ByteBuffer used =
        memory.slice(0, rows * length() * element.bytes()).order(ByteOrder.nativeOrder());
    return OnnxTensor.createTensor(environment, used, shape, element.type());
  }
}
