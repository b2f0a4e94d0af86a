package io.assay.engine.torchscript;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import io.assay.AssayException;
import io.assay.engine.Admission;
import io.assay.engine.CallSize;
import io.assay.model.ModelSignature;
import io.assay.model.Points;
import io.assay.model.ScoredGradient;
import io.assay.model.Target;
import io.assay.tensor.Tensor;
import java.nio.FloatBuffer;
import java.util.function.IntUnaryOperator;

/**
 * A model, or a part of one, at work: cuts rows into batches, lends every thread a workspace, and
 * copies results out of native memory. Any number of threads may call at once.
 */
final class Session implements AutoCloseable {
  /** What a session has to itself, and what it shares. */
  private enum Kind {
    /** It owns the module. */
    WHOLE,
    /** The whole model, but the module is another's. */
    VIEW,
    /** Part of a model; between calls it holds nothing. */
    PART
  }

  private final Life life;
  private final ModelSignature signature;
  private final Admission admission;
  private final Stretch stretch;
  private final int[] rowShape;
  private final int rowLength;
  private final int columns;
  private final CallSize calls;
  private final Workspaces workspaces;
  private final Kind kind;

  private Session(
      Life life,
      ModelSignature signature,
      Stretch stretch,
      DataType type,
      CallSize calls,
      Kind kind) {
    this.life = life;
    this.signature = signature;
    this.admission = new Admission(life.module().file(), signature);
    this.stretch = stretch;
    this.rowShape = signature.inputShape().stream().mapToInt(Integer::intValue).toArray();
    this.rowLength = signature.inputLength();
    this.columns = signature.outputs().size();
    this.calls = calls;
    this.workspaces = new Workspaces(life.module(), rowShape, columns, type);
    this.kind = kind;
  }

  /** Opens a whole model, whose rows are of a type; closing the session closes it. */
  static Session ofWhole(Life life, ModelSignature signature, DataType type, int callRows) {
    Stretch whole = new Stretch.Whole(life.module());
    CallSize calls = new CallSize(life.module().file(), callRows);
    return new Session(life, signature, whole, type, calls, Kind.WHOLE);
  }

  /** Opens the same model once more, with calls of another size; closing it frees its own alone. */
  Session withCallRows(int rows, DataType type) {
    CallSize other = new CallSize(life.module().file(), rows);
    return new Session(life, signature, stretch, type, other, Kind.VIEW);
  }

  /**
   * Opens a part of the model, with calls of the same size; closing it does nothing.
   *
   * @param partly what goes into the part and what comes out
   */
  Session part(ModelSignature partly, Stretch part, DataType type) {
    return new Session(life, partly, part, type, calls, Kind.PART);
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
          write(workspace, input, start, rows);
          try (NDManager scope = life.module().memory()) {
            NDArray batch = workspace.input(scope, rows);
            PtNDArray found = stretch.outputs(batch, row -> start + row);
            read(found, rows).get(outputs, start * columns, rows * columns);
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
          write(workspace, input, start, rows);
          try (Pass pass = pass(workspace, rows, row -> start + row, slots)) {
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
        new WeightedSums(points, target.slots(), rowLength, Math.min(callRows(), points.size()));
    inBatches(
        points.size(),
        (workspace, start, rows) -> {
          sums.turnTo(start, rows, workspace);
          try (Pass pass = pass(workspace, rows, sums::row, target.slots())) {
            for (int slot = 0; slot < target.slots(); slot++) {
              int chosen = slot;
              sums.add(pass.gradient(i -> target.column(sums.row(i), chosen)), rows, slot);
            }
          } catch (RuntimeException failure) {
            sums.takeBack(); // what earlier slots added: the batch may be tried again
            throw failure;
          }
        });
    return Tensor.of(sums.values(), resultShape(points.rows(), target.slots()));
  }

  /** Refuses columns that the model does not have. */
  void checkTarget(Target target, int rows) {
    admission.checkTarget(target, rows);
  }

  /** Refuses rows of another shape. */
  void checkRows(int[] shape) {
    admission.checkRows(shape);
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

  private Pass pass(Workspace workspace, int rows, IntUnaryOperator owner, int slots) {
    NDManager scope = life.module().memory();
    return Pass.over(scope, stretch, workspace, rows, owner, slots);
  }

  /** What is done with a batch whose rows are not yet written. */
  interface Work {
    void on(Workspace workspace, int start, int rows);
  }

  /** What is done with a batch whose rows are made up on the device. */
  interface Span {
    void over(int start, int rows);
  }

  private void inBatches(int size, Work work) {
    inBatchesFor(size, widest(), work);
  }

  private int widest() {
    return Math.max(rowLength, columns);
  }

  /** Works through rows in batches of a width of values that the work takes beside the rows. */
  void inBatchesFor(int size, int width, Work work) {
    try {
      inSpans(size, Math.max(width, widest()), (start, rows) -> onOneBatch(start, rows, work));
    } finally {
      if (kind == Kind.PART) {
        workspaces.free();
      }
    }
  }

  /**
   * Works through rows that need no workspace, in batches of a width of values. All native calls
   * come by here: one that finds no memory is made again for fewer rows.
   */
  void inSpans(int size, int width, Span work) {
    life.during(
        () ->
            calls.over(
                size,
                width,
                (start, rows) -> orFailing(rows, () -> work.over(start, rows)),
                Failures::isMemoryLacking));
  }

  private void onOneBatch(int start, int rows, Work work) {
    Workspace workspace = workspaces.borrow(rows);
    try {
      work.on(workspace, start, rows);
    } finally {
      workspaces.giveBack(workspace);
    }
  }

  private void orFailing(int rows, Runnable work) {
    try {
      work.run();
    } catch (AssayException said) {
      throw said;
    } catch (RuntimeException failure) {
      throw Failures.running(life.module().file(), failure, rows);
    }
  }

  /** Writes rows of an input to a workspace. */
  void write(Workspace workspace, Tensor input, int start, int rows) {
    workspace.write(0, input.values(), start * rowLength, rows * rowLength);
  }

  Life life() {
    return life;
  }

  /** Returns how many rows one call takes at most. */
  int callRows() {
    return calls.rows(widest());
  }

  boolean isOnGpu() {
    return life.module().isOnGpu();
  }

  @Override
  public void close() {
    switch (kind) {
      case WHOLE -> life.close();
      case VIEW -> workspaces.free();
      case PART -> {}
    }
  }
}
