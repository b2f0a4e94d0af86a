package io.assay.engine.torchscript;

import static io.assay.ErrorCode.MODEL_SHAPE;

import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import io.assay.AssayException;
import io.assay.model.ModelSignature;
import io.assay.model.Points;
import io.assay.model.ScoredGradient;
import io.assay.model.Target;
import io.assay.tensor.Tensor;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A module at work: cuts rows into batches, lends every thread a workspace, and copies results out
 * of native memory. Any number of threads may call at once; closing waits for the calls that run.
 */
final class Session implements AutoCloseable {
  private final NativeModule module;
  private final ModelSignature signature;
  private final int[] rowShape;
  private final int rowLength;
  private final int columns;
  private final int batchRows;
  private final Queue<Workspace> idle = new ConcurrentLinkedQueue<>();
  private final ReadWriteLock life = new ReentrantReadWriteLock();
  private boolean isClosed; // guarded by life

  /** Takes the module over and closes it in the end. */
  Session(NativeModule module, ModelSignature signature, int batchRows) {
    this.module = module;
    this.signature = signature;
    this.rowShape = signature.inputShape().stream().mapToInt(Integer::intValue).toArray();
    this.rowLength = signature.inputLength();
    this.columns = signature.outputs().size();
    int widest = Math.max(rowLength, columns);
    this.batchRows = Math.max(1, Math.min(batchRows, Integer.MAX_VALUE / Float.BYTES / widest));
  }

  ModelSignature signature() {
    return signature;
  }

  /** Returns [rows, outputs], computed without recording gradients. */
  Tensor outputs(Tensor input) {
    checkRows(input.rowShape());
    float[] outputs = new float[Math.multiplyExact(input.rows(), columns)];
    inBatches(
        input.rows(),
        (workspace, start, rows) -> {
          workspace.write(0, input.values(), start * rowLength, rows * rowLength);
          try (NDManager scope = module.memory()) {
            PtNDArray batch = module.outputs(workspace.input(scope, rows));
            read(batch, rows).get(outputs, start * columns, rows * columns);
          }
        });
    return Tensor.of(outputs, input.rows(), columns);
  }

  /** Returns scores [rows, slots] and gradients [rows, slots, ...]. */
  ScoredGradient gradient(Tensor input, Target target) {
    checkRows(input.rowShape());
    checkTarget(target, input.rows());
    int slots = target.slots();
    float[] scores = new float[Math.multiplyExact(input.rows(), slots)];
    float[] gradients = new float[Math.multiplyExact(scores.length, rowLength)];
    inBatches(
        input.rows(),
        (workspace, start, rows) -> {
          workspace.write(0, input.values(), start * rowLength, rows * rowLength);
          try (Pass pass = new Pass(module, workspace, rows, slots)) {
            FloatBuffer outputs = pass.outputs();
            for (int slot = 0; slot < slots; slot++) {
              int chosen = slot;
              copy(
                  pass.gradient(row -> target.column(start + row, chosen)),
                  rows,
                  gradients,
                  start * slots + slot,
                  slots);
              for (int row = 0; row < rows; row++) {
                scores[(start + row) * slots + slot] =
                    outputs.get(row * columns + target.column(start + row, slot));
              }
            }
          }
        });
    return new ScoredGradient(
        Tensor.of(scores, input.rows(), slots),
        Tensor.of(gradients, resultShape(input.rows(), slots)));
  }

  /** Copies rows to every {@code stride}-th place, from place {@code first} on. */
  private void copy(FloatBuffer from, int rows, float[] into, int first, int stride) {
    if (stride == 1) {
      from.get(0, into, first * rowLength, rows * rowLength);
      return;
    }
    for (int row = 0; row < rows; row++) {
      from.get(row * rowLength, into, (first + row * stride) * rowLength, rowLength);
    }
  }

  /** Returns weighted sums of gradients, [rows, slots, ...]. */
  Tensor gradientSum(Points points, Target target) {
    checkRows(points.rowShape());
    checkTarget(target, points.rows());
    WeightedSums sums =
        new WeightedSums(points, target.slots(), rowLength, Math.min(batchRows, points.size()));
    inBatches(
        points.size(),
        (workspace, start, rows) -> {
          sums.turnTo(start, rows, workspace);
          try (Pass pass = new Pass(module, workspace, rows, target.slots())) {
            for (int slot = 0; slot < target.slots(); slot++) {
              int chosen = slot;
              sums.add(pass.gradient(i -> target.column(sums.row(i), chosen)), rows, slot);
            }
          }
        });
    return Tensor.of(sums.values(), resultShape(points.rows(), target.slots()));
  }

  /** Refuses columns that the model does not have. */
  void checkTarget(Target target, int rows) {
    for (int row = 0; row < rows; row++) {
      for (int slot = 0; slot < target.slots(); slot++) {
        int column = target.column(row, slot);
        if (column < 0 || column >= columns) {
          throw new AssayException(
              MODEL_SHAPE,
              "Cannot explain output %d of row %d: %s gives outputs 0 to %d; change the target",
              column,
              row,
              module.file(),
              columns - 1);
        }
      }
    }
  }

  private void checkRows(int[] shape) {
    if (!Arrays.equals(shape, rowShape)) {
      throw new AssayException(
          MODEL_SHAPE,
          "Cannot run %s on rows of shape %s: it was opened for rows of shape %s",
          module.file(),
          Arrays.toString(shape),
          Arrays.toString(rowShape));
    }
  }

  private FloatBuffer read(PtNDArray outputs, int rows) {
    if (outputs.size() != (long) rows * columns) {
      throw new IllegalStateException("its outputs had the shape " + outputs.getShape());
    }
    return NativeModule.floats(outputs);
  }

  private int[] resultShape(int rows, int slots) {
    int[] shape = new int[rowShape.length + 2];
    shape[0] = rows;
    shape[1] = slots;
    System.arraycopy(rowShape, 0, shape, 2, rowShape.length);
    return shape;
  }

  private interface Work {
    void on(Workspace workspace, int start, int rows);
  }

  private void inBatches(int size, Work work) {
    life.readLock().lock();
    try {
      if (isClosed) {
        throw new IllegalStateException(module.file() + " is closed");
      }
      Libtorch.settleThread();
      for (int start = 0; start < size; start += batchRows) {
        onOneBatch(start, Math.min(batchRows, size - start), work);
      }
    } finally {
      life.readLock().unlock();
    }
  }

  private void onOneBatch(int start, int rows, Work work) {
    try {
      Workspace workspace = borrow(rows);
      try {
        work.on(workspace, start, rows);
      } finally {
        idle.add(workspace);
      }
    } catch (AssayException said) {
      throw said;
    } catch (RuntimeException failure) {
      throw Failures.running(module.file(), failure, rows);
    }
  }

  private Workspace borrow(int rows) {
    Workspace workspace = idle.poll();
    if (workspace != null && workspace.capacity() >= rows) {
      return workspace;
    }
    if (workspace != null) {
      workspace.close();
    }
    return new Workspace(module, rows, rowShape, columns);
  }

  @Override
  public void close() {
    life.writeLock().lock();
    try {
      isClosed = true;
      idle.clear();
      module.close(); // and the workspaces with it
    } finally {
      life.writeLock().unlock();
    }
  }
}
