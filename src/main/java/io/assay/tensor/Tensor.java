package io.assay.tensor;

import java.util.Arrays;

/**
 * A dense, row-major float32 tensor. The first axis is the row axis. It is immutable by contract:
 * whoever hands an array in, or takes {@link #values} out, does not write to it afterwards.
 */
public final class Tensor {
  private final int[] shape;
  private final float[] values;
  private final int rowLength; // asked for once a row

  private Tensor(float[] values, int[] shape) {
    this.values = values;
    this.shape = shape;
    this.rowLength = Math.toIntExact(product(shape, 1));
  }

  /**
   * Wraps an array without copying it.
   *
   * @param values row-major values
   * @param shape one size an axis; their product is the length of {@code values}
   * @throws IllegalArgumentException if the lengths differ
   */
  public static Tensor of(float[] values, int... shape) {
    if (product(shape, 0) != values.length) {
      throw new IllegalArgumentException(
          "shape " + Arrays.toString(shape) + " does not hold " + values.length + " values");
    }
    return new Tensor(values, shape.clone());
  }

  /** Rounds float64 values once, to float32. */
  public static Tensor of(double[] values, int... shape) {
    float[] rounded = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      rounded[i] = (float) values[i];
    }
    return of(rounded, shape);
  }

  /** Returns a tensor of zeros. */
  public static Tensor zeros(int... shape) {
    return new Tensor(new float[Math.toIntExact(product(shape, 0))], shape.clone());
  }

  /** Returns a copy of the sizes, one an axis. */
  public int[] shape() {
    return shape.clone();
  }

  /** Returns the number of axes. */
  public int rank() {
    return shape.length;
  }

  /** Returns the size of an axis. */
  public int size(int axis) {
    return shape[axis];
  }

  /** Returns the size of the first axis. */
  public int rows() {
    return shape[0];
  }

  /** Returns how many values a row holds: the product of the sizes of all axes but the first. */
  public int rowLength() {
    return rowLength;
  }

  /** Returns the sizes of all axes but the first. */
  public int[] rowShape() {
    return Arrays.copyOfRange(shape, 1, shape.length);
  }

  /** Returns the value at a position in row-major order. */
  public float at(int position) {
    return values[position];
  }

  /** Returns the value at a row and a position within the row. */
  public float at(int row, int position) {
    return values[row * rowLength + position];
  }

  /** Returns the values themselves, row-major, for reading only. */
  public float[] values() {
    return values;
  }

  /** Returns the rows {@code from} (inclusive) to {@code to} (exclusive). */
  public Tensor slice(int from, int to) {
    int[] sliced = shape.clone();
    sliced[0] = to - from;
    return new Tensor(Arrays.copyOfRange(values, from * rowLength, to * rowLength), sliced);
  }

  /** Returns chosen rows, in the order given. */
  public Tensor select(int... rows) {
    float[] chosen = new float[rows.length * rowLength];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(values, rows[i] * rowLength, chosen, i * rowLength, rowLength);
    }
    int[] selected = shape.clone();
    selected[0] = rows.length;
    return new Tensor(chosen, selected);
  }

  /** Returns the same values under another shape of the same size. */
  public Tensor reshape(int... newShape) {
    return of(values, newShape);
  }

  private static long product(int[] sizes, int from) {
    long product = 1;
    for (int axis = from; axis < sizes.length; axis++) {
      if (sizes[axis] < 0) {
        throw new IllegalArgumentException("negative size in shape " + Arrays.toString(sizes));
      }
      product = Math.multiplyExact(product, sizes[axis]);
    }
    return product;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Tensor that
        && Arrays.equals(shape, that.shape)
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(shape) + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "Tensor" + Arrays.toString(shape);
  }
}
