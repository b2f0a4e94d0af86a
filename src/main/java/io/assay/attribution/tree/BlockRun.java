package io.assay.attribution.tree;

import io.assay.attribution.AttributionRequest;
import io.assay.model.Target;
import io.assay.tensor.Tensor;
import java.util.Arrays;

/** Puts the rows of a request through a kernel, block by block. */
final class BlockRun {
  private BlockRun() {}

  /**
   * Returns what a kernel gives to the explained scalars.
   *
   * @param outputs of the forest
   * @return [rows, slots, columns], rounded once to float32
   */
  static Tensor values(
      TreeSums kernel, AttributionRequest request, ResultColumns columns, int outputs) {
    Tensor input = request.batch().input();
    int rows = input.rows();
    float[] values = new float[Math.multiplyExact(rows * request.target().slots(), columns.size())];
    RowBlock block = new RowBlock(input.rowLength());
    double[][][] sums = new double[outputs][columns.size()][Math.min(rows, RowBlock.MOST_ROWS)];
    for (int from = 0; from < rows; from += RowBlock.MOST_ROWS) {
      for (double[][] ofOutput : sums) {
        for (double[] column : ofOutput) {
          Arrays.fill(column, 0);
        }
      }
      block.fill(input, from, Math.min(rows, from + RowBlock.MOST_ROWS));
      kernel.add(block, sums);
      write(sums, from, block.rows(), request.target(), values);
    }
    return Tensor.of(values, rows, request.target().slots(), columns.size());
  }

  private static void write(double[][][] sums, int from, int rows, Target target, float[] values) {
    int columns = sums[0].length;
    int slots = target.slots();
    for (int row = 0; row < rows; row++) {
      for (int slot = 0; slot < slots; slot++) {
        double[][] ofOutput = sums[target.column(from + row, slot)];
        int at = ((from + row) * slots + slot) * columns;
        for (int column = 0; column < columns; column++) {
          values[at + column] = (float) ofOutput[column][row];
        }
      }
    }
  }

  /** Returns about how much memory a run takes, in bytes. */
  static long bytes(int features, int columns, int outputs) {
    return RowBlock.MOST_ROWS
        * ((long) Float.BYTES * features + (long) Double.BYTES * columns * outputs);
  }
}
