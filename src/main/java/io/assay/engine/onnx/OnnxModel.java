package io.assay.engine.onnx;

import static io.assay.ErrorCode.RESOURCE_LACKING;

import ai.onnxruntime.OrtException;
import io.assay.AssayException;
import io.assay.engine.Admission;
import io.assay.engine.CallSize;
import io.assay.model.Batched;
import io.assay.model.BlackBox;
import io.assay.model.ModelSignature;
import io.assay.model.Target;
import io.assay.tensor.Tensor;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** An opened ONNX model; closing waits for the calls that run. */
final class OnnxModel implements Batched {
  private final Life life;
  private final Admission admission;
  private final int columns;
  private final CallSize calls;
  private final boolean isOwner;

  /** A session that several sizes of calls share. */
  private static final class Life {
    private final OnnxSession session;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private boolean isClosed; // guarded by the lock

    Life(OnnxSession session) {
      this.session = session;
    }

    void during(Runnable work) {
      lock.readLock().lock();
      try {
        if (isClosed) {
          throw new IllegalStateException(session.file() + " is closed");
        }
        work.run();
      } finally {
        lock.readLock().unlock();
      }
    }

    void close() {
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

  /**
   * Takes the session over and closes it in the end.
   *
   * @param callRows rows in one call at most, if the model does not say
   */
  OnnxModel(OnnxSession session, ModelSignature signature, int callRows) {
    this(
        new Life(session),
        signature,
        session.rowsACall() > 0 ? session.rowsACall() : callRows,
        true);
  }

  private OnnxModel(Life life, ModelSignature signature, int callRows, boolean isOwner) {
    this.life = life;
    this.admission = new Admission(life.session.file(), signature);
    this.columns = signature.outputs().size();
    this.calls = new CallSize(life.session.file(), callRows);
    this.isOwner = isOwner;
  }

  @Override
  public int callRows() {
    return calls.rows(width());
  }

  @Override
  public String device() {
    return "cpu";
  }

  @Override
  public BlackBox withCallRows(int rows) {
    int fixed = life.session.rowsACall();
    return new OnnxModel(life, signature(), fixed > 0 ? fixed : rows, false);
  }

  private int width() {
    return Math.max(signature().inputLength(), columns);
  }

  @Override
  public ModelSignature signature() {
    return admission.signature();
  }

  @Override
  public Tensor outputs(Tensor input) {
    admission.checkRows(input.rowShape());
    float[] outputs = new float[Math.multiplyExact(input.rows(), columns)];
    life.during(
        () ->
            calls.over(
                input.rows(),
                width(),
                (start, rows) -> run(input, start, rows, outputs),
                this::mayBeMended));
    return Tensor.of(outputs, input.rows(), columns);
  }

  /** A model of calls of a certain size takes as much memory for fewer rows. */
  private boolean mayBeMended(RuntimeException failure) {
    return life.session.rowsACall() == 0
        && failure instanceof AssayException said
        && said.code() == RESOURCE_LACKING;
  }

  private void run(Tensor input, int start, int rows, float[] outputs) {
    OnnxSession session = life.session;
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
    return Batched.super.score(input, target);
  }

  @Override
  public void close() {
    if (isOwner) {
      life.close();
    }
  }
}
