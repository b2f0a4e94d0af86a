package io.assay.engine;

import static io.assay.ErrorCode.MODEL_FAILED;
import static io.assay.ErrorCode.MODEL_SHAPE;

import io.assay.AssayException;
import io.assay.model.ModelSignature;
import io.assay.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * A few rows that are made up to try a model on before any real one is run.
 *
 * @param file the model, for messages
 * @param options what the job says about the model
 * @param rows [3, ...] in the job's shape
 */
public record MadeUpRows(Path file, ModelOptions options, Tensor rows) {
  /** How many there are. */
  public static final int COUNT = 3;

  private static final double SAME = 1e-3; // relative: far above rounding, far below dropout

  /** What is made up for a place. */
  public interface Filling {
    /** Returns the value at a position of a row's values, both from 0. */
    float at(int row, int position);
  }

  /** Makes up rows. */
  public static MadeUpRows of(Path file, ModelOptions options, Filling filling) {
    int length = options.inputShape().stream().reduce(1, Math::multiplyExact);
    float[] values = new float[Math.multiplyExact(COUNT, length)];
    for (int i = 0; i < values.length; i++) {
      values[i] = filling.at(i / length, i % length);
    }
    IntStream sizes = options.inputShape().stream().mapToInt(Integer::intValue);
    int[] shape = IntStream.concat(IntStream.of(COUNT), sizes).toArray();
    return new MadeUpRows(file, options, Tensor.of(values, shape));
  }

  /** Returns a number: r / 2 in row r. */
  public static float number(int row) {
    return row / 2f;
  }

  /** Returns an id: they go round 0, 1, 2, each row from another one on. */
  public static int id(int row, int position) {
    return (row + position) % COUNT;
  }

  /**
   * Names the columns that came out.
   *
   * @throws AssayException MODEL_SHAPE if the job names another number of them
   */
  public ModelSignature signature(int columns) {
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

  /**
   * Runs a row with others and alone.
   *
   * @param outputs the model
   * @throws AssayException MODEL_FAILED if its outputs differ; whatever a run throws
   */
  public void checkRowsAreAlone(UnaryOperator<Tensor> outputs) {
    Tensor together = outputs.apply(rows).slice(COUNT - 1, COUNT);
    Tensor alone = outputs.apply(rows.slice(COUNT - 1, COUNT));
    for (int column = 0; column < alone.rowLength(); column++) {
      float one = together.at(column);
      float other = alone.at(column);
      boolean same = Math.abs(one - other) <= SAME * Math.max(1, Math.abs(one));
      if (!same && Float.compare(one, other) != 0) {
        throw new AssayException(
            MODEL_FAILED,
            "%s gives a row other outputs (%s) alone than among other rows (%s): dropout or batch"
                + " normalisation were saved in training mode; call model.eval() before tracing or"
                + " exporting",
            file,
            other,
            one);
      }
    }
  }
}
