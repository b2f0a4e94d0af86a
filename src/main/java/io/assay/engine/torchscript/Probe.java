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
import io.assay.engine.ModelOptions;
import io.assay.engine.ModelOptions.InputType;
import io.assay.model.ModelSignature;
import io.assay.model.Target;
import io.assay.tensor.Tensor;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a few made-up rows show of a model before any real one is run. */
final class Probe {
  private static final Logger LOG = LoggerFactory.getLogger(Probe.class);
  private static final int ROWS = 3;
  private static final double SAME = 1e-3; // relative: far above rounding, far below dropout

  private final Path file;
  private final ModelOptions options;
  private final Tensor rows;

  /**
   * Makes up rows of the job's shape: every value of row r is r / 2; ids go round 0, 1, 2, each row
   * from another one on.
   */
  Probe(Path file, ModelOptions options) {
    this.file = file;
    this.options = options;
    int[] shape = IntStream.concat(IntStream.of(ROWS), sizes(options)).toArray();
    int length = sizes(options).reduce(1, Math::multiplyExact);
    float[] values = new float[ROWS * length];
    for (int row = 0; row < ROWS; row++) {
      for (int i = 0; i < length; i++) {
        values[row * length + i] = isIds() ? (row + i) % ROWS : row / 2f;
      }
    }
    this.rows = Tensor.of(values, shape);
  }

  private boolean isIds() {
    return options.inputType() == InputType.INT64;
  }

  private NDArray input(NDManager scope, Tensor some) {
    long[] shape = Arrays.stream(some.shape()).asLongStream().toArray();
    DataType type = isIds() ? DataType.INT64 : DataType.FLOAT32;
    return scope.create(some.values(), new Shape(shape)).toType(type, false);
  }

  private static IntStream sizes(ModelOptions options) {
    return options.inputShape().stream().mapToInt(Integer::intValue);
  }

  /**
   * Learns how many outputs there are.
   *
   * @throws AssayException MODEL_SHAPE if the model does not take the rows, or gives something else
   *     than as many columns as the job names; RESOURCE_LACKING
   */
  ModelSignature signature(NativeModule module) {
    int columns = columns(module);
    List<String> names = options.outputNames();
    if (names.isEmpty()) {
      names = IntStream.range(0, columns).mapToObj(column -> "output_" + column).toList();
    }
    if (names.size() != columns) {
      throw new AssayException(
          MODEL_SHAPE,
          "%s gives %d outputs, the job names %d: %s; name each in model.outputs.names, or none",
          file,
          columns,
          names.size(),
          names);
    }
    return new ModelSignature(options.inputShape(), names, options.unit());
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
    Tensor together = session.outputs(rows).slice(ROWS - 1, ROWS);
    Tensor alone = session.outputs(rows.slice(ROWS - 1, ROWS));
    for (int column = 0; column < alone.rowLength(); column++) {
      float one = together.at(column);
      float other = alone.at(column);
      boolean same = Math.abs(one - other) <= SAME * Math.max(1, Math.abs(one));
      if (!same && Float.compare(one, other) != 0) {
        throw new AssayException(
            MODEL_FAILED,
            "%s gives a row other outputs (%s) alone than among other rows (%s): dropout or batch"
                + " normalisation were traced in training mode; call model.eval() before tracing",
            file,
            other,
            one);
      }
    }
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
