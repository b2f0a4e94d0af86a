package io.assay.attribution.tree;

import io.assay.attribution.AttributionRequest;
import io.assay.model.Target;
import io.assay.tensor.Tensor;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The values of a request's explained scalars as they are filled in, output by output: a row goes
 * through the kernels of those outputs alone that are asked of it.
 */
final class Scalars {
  /** Numbers of a block at most, 32 MiB: many columns make blocks of fewer rows. */
  private static final int MOST_NUMBERS = 1 << 22;

  private final Tensor input;
  private final Target target;
  private final int columns;
  private final float[] values;
  private final float[] baselineScores;

  Scalars(AttributionRequest request, int columns) {
    this.input = request.batch().input();
    this.target = request.target();
    this.columns = columns;
    int scalars = input.rows() * target.slots();
    this.values = new float[Math.multiplyExact(scalars, columns)];
    this.baselineScores = new float[scalars];
  }

  /** Returns the outputs that are asked of some row, ascending. */
  int[] outputs() {
    return IntStream.range(0, values.length / columns)
        .map(scalar -> target.column(scalar / target.slots(), scalar % target.slots()))
        .distinct()
        .sorted()
        .toArray();
  }

  /**
   * Fills in the scalars of an output.
   *
   * @param kernel of this output alone
   * @param expected the margin that the values are counted from
   */
  void fill(int output, TreeSums kernel, double expected) {
    int[] rows = IntStream.range(0, input.rows()).filter(row -> asks(row, output)).toArray();
    Tensor chosen = rows.length == input.rows() ? input : input.select(rows);
    int most = mostRows(columns);
    RowBlock block = new RowBlock(input.rowLength());
    double[][][] sums = new double[1][columns][Math.min(rows.length, most)];
    for (int from = 0; from < rows.length; from += most) {
      for (double[] column : sums[0]) {
        Arrays.fill(column, 0);
      }
      block.fill(chosen, from, Math.min(rows.length, from + most));
      kernel.add(block, sums);
      for (int row = 0; row < block.rows(); row++) {
        write(rows[from + row], output, sums[0], row, (float) expected);
      }
    }
  }

  private boolean asks(int row, int output) {
    for (int slot = 0; slot < target.slots(); slot++) {
      if (target.column(row, slot) == output) {
        return true;
      }
    }
    return false;
  }

  private void write(int row, int output, double[][] sums, int at, float expected) {
    for (int slot = 0; slot < target.slots(); slot++) {
      if (target.column(row, slot) == output) {
        int scalar = row * target.slots() + slot;
        baselineScores[scalar] = expected;
        for (int column = 0; column < columns; column++) {
          values[scalar * columns + column] = (float) sums[column][at] + 0f; // there is one zero
        }
      }
    }
  }

  private static int mostRows(int columns) {
    return Math.max(1, Math.min(RowBlock.MOST_ROWS, MOST_NUMBERS / columns));
  }

  /** Returns [rows, slots, columns], rounded once to float32. */
  Tensor values() {
    return Tensor.of(values, input.rows(), target.slots(), columns);
  }

  /** Returns [rows, slots]. */
  Tensor baselineScores() {
    return Tensor.of(baselineScores, input.rows(), target.slots());
  }

  /** Returns about how much memory a thread takes to fill in, in bytes. */
  static long bytes(int features, int columns) {
    return (long) Float.BYTES * RowBlock.MOST_ROWS * features
        + (long) Double.BYTES * mostRows(columns) * columns;
  }
}
