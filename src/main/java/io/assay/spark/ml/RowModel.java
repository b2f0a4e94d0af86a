package io.assay.spark.ml;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.model.BlackBox;
import io.assay.model.ModelSignature;
import io.assay.tensor.Tensor;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A Spark ML model that needs no Spark session. Stages may keep state of the row they are at, as
 * Spark never lets two tasks share one, so every call borrows stages of its own: there are as many
 * copies of the model as calls at one time.
 */
final class RowModel implements BlackBox {
  private final byte[] bytes;
  private final String name;
  private final ModelSignature signature;
  private final int width;
  private final ConcurrentLinkedQueue<RowEvaluator> idle = new ConcurrentLinkedQueue<>();

  private RowModel(byte[] bytes, RowProgram program) {
    this.bytes = bytes;
    this.name = program.model();
    this.width = program.width();
    this.signature =
        new ModelSignature(List.of(program.width()), program.outputs(), program.unit());
    idle.add(new RowEvaluator(program));
  }

  /**
   * Opens a program, with its trees if it has any.
   *
   * @param bytes as {@link ProgramBytes} writes them
   * @param name of its file, for messages
   * @throws AssayException MODEL_UNREADABLE if a class of a stage is missing here
   */
  static BlackBox open(byte[] bytes, String name) {
    RowProgram program = program(bytes, name);
    RowModel model = new RowModel(bytes, program);
    return program.forest() == null ? model : new RowTrees(model, program.forest().forest());
  }

  private static RowProgram program(byte[] bytes, String name) {
    try {
      return ProgramBytes.read(bytes);
    } catch (IOException | ClassNotFoundException | LinkageError e) {
      throw AssayException.causedBy(
          e,
          ErrorCode.MODEL_UNREADABLE,
          "Cannot open the Spark ML model %s on this executor: %s; executors need the jars of all"
              + " stages, at the driver's versions",
          name,
          Causes.inWords(e));
    }
  }

  @Override
  public ModelSignature signature() {
    return signature;
  }

  @Override
  public Tensor outputs(Tensor input) {
    RowEvaluator mine = idle.poll();
    if (mine == null) {
      mine = new RowEvaluator(program(bytes, name));
    }
    int outputs = signature.outputs().size();
    float[] results = new float[input.rows() * outputs];
    try {
      for (int row = 0; row < input.rows(); row++) {
        mine.compute(input.values(), row * width, results, row * outputs);
      }
    } catch (Exception e) { // Spark throws its checked exceptions undeclared
      throw failed(e);
    } finally {
      idle.add(mine);
    }
    return Tensor.of(results, input.rows(), outputs);
  }

  private AssayException failed(Throwable e) {
    return AssayException.causedBy(
        e,
        ErrorCode.MODEL_FAILED,
        "The Spark ML model %s fails on a row: %s; if the row is one that masking made, choose"
            + " another baseline, or save the model with handleInvalid: keep",
        name,
        Causes.inWords(e));
  }

  @Override
  public void close() {
    idle.clear();
  }
}
