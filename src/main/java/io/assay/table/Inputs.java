package io.assay.table;

import io.assay.tensor.Tensor;

/** The model inputs of a batch while its columns are read, [rows, width], row-major. */
final class Inputs {
  private final float[] values;
  private final int width;

  Inputs(int rows, int width) {
    this.values = new float[Math.multiplyExact(rows, width)];
    this.width = width;
  }

  float[] values() {
    return values;
  }

  int width() {
    return width;
  }

  /** Returns where a place of a row lies among the values. */
  int at(int row, int place) {
    return row * width + place;
  }

  /** Returns the chosen rows, without a copy if they are all. */
  Tensor tensor(int[] rows) {
    int length = rows.length * width;
    if (length == values.length) {
      return Tensor.of(values, rows.length, width);
    }
    float[] chosen = new float[length];
    for (int row = 0; row < rows.length; row++) {
      System.arraycopy(values, rows[row] * width, chosen, row * width, width);
    }
    return Tensor.of(chosen, rows.length, width);
  }
}
