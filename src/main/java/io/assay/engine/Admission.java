package io.assay.engine;

import static io.assay.ErrorCode.MODEL_SHAPE;

import io.assay.AssayException;
import io.assay.model.ModelSignature;
import io.assay.model.Target;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * What an opened model lets in: rows of the shape that it was opened for, and targets among its
 * outputs.
 *
 * @param file the model, for messages
 * @param signature what goes in and what comes out
 */
public record Admission(Path file, ModelSignature signature) {
  /**
   * Refuses rows of another shape.
   *
   * @param shape sizes of one row
   * @throws AssayException MODEL_SHAPE
   */
  public void checkRows(int[] shape) {
    int[] allowed = signature.inputShape().stream().mapToInt(Integer::intValue).toArray();
    if (!Arrays.equals(shape, allowed)) {
      throw new AssayException(
          MODEL_SHAPE,
          "Cannot run %s on rows of shape %s: it was opened for rows of shape %s",
          file,
          Arrays.toString(shape),
          Arrays.toString(allowed));
    }
  }

  /**
   * Refuses columns that the model does not have.
   *
   * @throws AssayException MODEL_SHAPE
   */
  public void checkTarget(Target target, int rows) {
    int columns = signature.outputs().size();
    for (int row = 0; row < rows; row++) {
      for (int slot = 0; slot < target.slots(); slot++) {
        int column = target.column(row, slot);
        if (column < 0 || column >= columns) {
          throw new AssayException(
              MODEL_SHAPE,
              "Cannot explain output %d of row %d: %s gives outputs 0 to %d; change the target",
              column,
              row,
              file,
              columns - 1);
        }
      }
    }
  }
}
