package io.assay.engine.torchscript;

import static io.assay.ErrorCode.MODEL_FAILED;
import static io.assay.ErrorCode.MODEL_SHAPE;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import io.assay.AssayException;
import io.assay.engine.MadeUpRows;
import io.assay.engine.ModelOptions;
import io.assay.engine.ModelOptions.InputType;
import io.assay.model.ModelSignature;
import io.assay.model.Target;
import io.assay.tensor.Tensor;
import java.nio.file.Path;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a few made-up rows show of a model before any real one is run. */
final class Probe {
  private static final Logger LOG = LoggerFactory.getLogger(Probe.class);
  private static final int ROWS = MadeUpRows.COUNT;

  private final Path file;
  private final ModelOptions options;
  private final MadeUpRows madeUp;
  private final Tensor rows;

  Probe(Path file, ModelOptions options) {
    this.file = file;
    this.options = options;
    this.madeUp =
        MadeUpRows.of(
            file, options, (row, at) -> isIds() ? MadeUpRows.id(row, at) : MadeUpRows.number(row));
    this.rows = madeUp.rows();
  }

  private boolean isIds() {
    return options.inputType() == InputType.INT64;
  }

  private NDArray input(NDManager scope, Tensor some) {
    long[] shape = Arrays.stream(some.shape()).asLongStream().toArray();
    DataType type = isIds() ? DataType.INT64 : DataType.FLOAT32;
    return scope.create(some.values(), new Shape(shape)).toType(type, false);
  }

  /**
   * Learns how many outputs there are.
   *
   * @throws AssayException MODEL_SHAPE if the model does not take the rows, or gives something else
   *     than as many columns as the job names; RESOURCE_LACKING
   */
  ModelSignature signature(NativeModule module) {
    return madeUp.signature(columns(module));
  }

  private int columns(NativeModule module) {
    try (NDManager scope = module.memory();
        IValue value = module.anything(input(scope, rows))) {
      if (!value.isTensor()) {
        throw unfit("gives " + kind(value), "wrap it so that it returns one tensor");
      }
      PtNDArray outputs = value.toTensor((PtNDManager) scope);
      if (outputs.getDataType() == DataType.UNKNOWN) {
        throw unfit("gives numbers of an unknown type", "let it return float32");
      }
      return columns(outputs.getShape());
    } catch (AssayException said) {
      throw said;
    } catch (RuntimeException failure) {
      if (Failures.isMemoryLacking(failure)) {
        throw Failures.memoryLacking(file, failure, ROWS);
      }
      throw AssayException.causedBy(
          failure,
          MODEL_SHAPE,
          "Cannot run %s on rows of shape %s, which the job's features give: %s; give it the"
              + " features it was trained on",
          file,
          options.inputShape(),
          Failures.reason(failure));
    }
  }

  private int columns(Shape shape) {
    boolean fits = shape.dimension() == 1 || (shape.dimension() == 2 && shape.get(1) > 0);
    if (!fits || shape.get(0) != ROWS) {
      throw unfit(
          "gives outputs of shape " + shape + " for " + ROWS + " rows",
          "let it return [rows, outputs] or [rows]");
    }
    return shape.dimension() == 1 ? 1 : Math.toIntExact(shape.get(1));
  }

  private AssayException unfit(String found, String change) {
    return new AssayException(MODEL_SHAPE, "%s %s; %s", file, found, change);
  }

  private static String kind(IValue value) {
    if (value.isTuple()) {
      return "a tuple";
    }
    if (value.isMap()) {
      return "a dict";
    }
    return value.isTensorList() || value.isList() ? "a list" : "no tensor";
  }

  /**
   * Runs a row with others and alone.
   *
   * @throws AssayException MODEL_FAILED if its outputs differ; whatever a run throws
   */
  void checkRowsAreAlone(Session session) {
    madeUp.checkRowsAreAlone(session::outputs);
  }

  /**
   * Finds the layers of a model by passes over two numbers of rows.
   *
   * @throws AssayException MODEL_FAILED if such a pass fails
   */
  LayerMap layers(TappedModule taps, NativeModule module, Rewriting rewriting) {
    return new LayerMap(
        file,
        rewriting.places(),
        rewriting.operations(),
        survey(taps, module, ROWS),
        survey(taps, module, ROWS - 1));
  }

  private LayerMap.Survey survey(TappedModule taps, NativeModule module, int count) {
    try (NDManager scope = module.memory()) {
      NDArray input = input(scope, rows.slice(0, count));
      return new LayerMap.Survey(count, taps.survey(input));
    } catch (RuntimeException failure) {
      throw Failures.running(file, failure, count);
    }
  }

  /** Returns whether a backward pass comes through; if not, the log says why. */
  boolean isDifferentiable(Session session) {
    try {
      session.gradient(rows, Target.outputs(0));
      return true;
    } catch (AssayException failure) {
      if (failure.code() != MODEL_FAILED) {
        throw failure;
      }
      LOG.info("No gradients: {}", failure.getMessage());
      return false;
    }
  }
}
