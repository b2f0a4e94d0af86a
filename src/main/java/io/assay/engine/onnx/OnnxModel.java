package io.assay.engine.onnx;

import ai.onnxruntime.OrtException;
import io.assay.engine.Admission;
import io.assay.model.BlackBox;
import io.assay.model.ModelSignature;
import io.assay.model.Target;
import io.assay.tensor.Tensor;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** An opened ONNX model; closing waits for the calls that run. */
final class OnnxModel implements BlackBox {
  private final OnnxSession session;
  private final Admission admission;
  private final int columns;
  private final int batchRows;
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private boolean isClosed; // guarded by the lock

  /** Takes the session over and closes it in the end. */
  OnnxModel(OnnxSession session, ModelSignature signature) {
    this.session = session;
    this.admission = new Admission(session.file(), signature);
    this.columns = signature.outputs().size();
    this.batchRows = session.batchRows(Math.max(signature.inputLength(), columns));
  }

  @Override
  public ModelSignature signature() {
    return admission.signature();
  }

  @Override
  public Tensor outputs(Tensor input) {
    admission.checkRows(input.rowShape());
    float[] outputs = new float[Math.multiplyExact(input.rows(), columns)];
    lock.readLock().lock();
    try {
      if (isClosed) {
        throw new IllegalStateException(session.file() + " is closed");
      }
      for (int start = 0; start < input.rows(); start += batchRows) {
        run(input, start, Math.min(batchRows, input.rows() - start), outputs);
      }
    } finally {
      lock.readLock().unlock();
    }
    return Tensor.of(outputs, input.rows(), columns);
  }

  private void run(Tensor input, int start, int rows, float[] outputs) {
    try {
      OnnxSession.Answer answer = session.run(input, start, rows);
      if (answer.values().remaining() < rows * columns) {
        throw new OrtException("its outputs had the shape " + answer.shape());
      }
      answer.values().get(outputs, start * columns, rows * columns);
    } catch (OrtException failure) {
      throw OnnxFailures.running(session.file(), failure, rows);
    }
  }

  @Override
  public Tensor score(Tensor input, Target target) {
    admission.checkTarget(target, input.rows());
    return BlackBox.super.score(input, target);
  }

  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      if (!isClosed) {
        isClosed = true;
        session.close(); // and all native memory with it
      }
    } finally {
      lock.writeLock().unlock();
    }
  }
}
