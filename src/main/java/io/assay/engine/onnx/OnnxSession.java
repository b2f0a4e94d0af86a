package io.assay.engine.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.assay.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A loaded model at work on batches: writes rows to native memory, which is kept from batch to
 * batch, and copies one output out of it. Any number of threads may call at once.
 */
final class OnnxSession implements AutoCloseable {
  private final Path file;
  private final OrtEnvironment environment;
  private final OrtSession session;
  private final OnnxInputs inputs;
  private final String output;
  private final Queue<Memory> idle = new ConcurrentLinkedQueue<>();

  /** What one call of the model gave: the shape of its output and the values in order. */
  record Answer(List<Long> shape, FloatBuffer values) {}

  /** Native memory of each input, used by one thread at a time. */
  private record Memory(int rows, List<ByteBuffer> inputs) {}

  /**
   * Takes a session over and closes it in the end.
   *
   * @param output the name of the one that is read
   */
  OnnxSession(
      Path file, OrtEnvironment environment, OrtSession session, OnnxInputs inputs, String output) {
    this.file = file;
    this.environment = environment;
    this.session = session;
    this.inputs = inputs;
    this.output = output;
  }

  Path file() {
    return file;
  }

  /** Returns how many rows a call has to have; 0 if the model takes any number. */
  int rowsACall() {
    return inputs.rowsACall();
  }

  /**
   * Runs the model once. A model that takes a certain number of rows gets the last one again in
   * place of those that lack, and what it gives for them follows in the answer.
   *
   * @param start the first row
   * @param rows how many, at most {@link #rowsACall} if that is not 0
   */
  Answer run(Tensor input, int start, int rows) throws OrtException {
    int called = inputs.rowsACall() > 0 ? inputs.rowsACall() : rows;
    Memory memory = borrow(called);
    Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
    try {
      for (int i = 0; i < inputs.inputs().size(); i++) {
        OnnxInput part = inputs.inputs().get(i);
        ByteBuffer values = memory.inputs().get(i);
        part.write(input.values(), input.rowLength(), start, rows, values, file);
        fill(part, values, rows, called);
        tensors.put(part.name(), part.tensor(environment, values, called));
      }
      try (OrtSession.Result result = session.run(tensors, Set.of(output))) {
        return answer((OnnxTensor) result.get(0));
      }
    } finally {
      tensors.values().forEach(OnnxTensor::close);
      idle.add(memory);
    }
  }

  private static void fill(OnnxInput part, ByteBuffer values, int from, int to) {
    int bytes = part.length() * part.element().bytes();
    for (int row = from; row < to; row++) {
      values.put(row * bytes, values, (from - 1) * bytes, bytes);
    }
  }

  private static Answer answer(OnnxTensor tensor) {
    List<Long> shape = Arrays.stream(tensor.getInfo().getShape()).boxed().toList();
    return new Answer(shape, floats(tensor));
  }

  private static FloatBuffer floats(OnnxTensor tensor) {
    DoubleBuffer doubles = tensor.getDoubleBuffer(); // null if it holds others
    if (doubles == null) {
      return tensor.getFloatBuffer();
    }
    FloatBuffer floats = FloatBuffer.allocate(doubles.remaining());
    while (doubles.hasRemaining()) {
      floats.put((float) doubles.get());
    }
    return floats.flip();
  }

  private Memory borrow(int rows) {
    Memory memory = idle.poll();
    if (memory != null && memory.rows() >= rows) {
      return memory;
    }
    try {
      return new Memory(rows, inputs.inputs().stream().map(input -> input.memory(rows)).toList());
    } catch (OutOfMemoryError lack) {
      throw OnnxFailures.memoryLacking(file, lack, rows);
    }
  }

  @Override
  public void close() {
    idle.clear();
    try {
      session.close();
    } catch (OrtException failure) {
      throw OnnxFailures.running(file, failure, 0);
    }
  }
}
