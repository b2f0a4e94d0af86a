package io.assay.aggregate;

import java.util.Arrays;

/** Rows that wait until a block is full. */
final class WaitingRows {
  private static final int FIRST_ROWS = 16;
  private static final int EXPONENT = 0x7f800000;
  private static final int NEXT_EXPONENT = 0x00800000;
  private static final float[] NONE = {};

  private final int groups;
  private final int most;
  private int rows;
  private float[] values = NONE;
  private float[] magnitudes = NONE; // where a row that waits is an estimate
  private boolean isEstimated;

  WaitingRows(int groups, int most) {
    this.groups = groups;
    this.most = most;
  }

  int rows() {
    return rows;
  }

  boolean isFull() {
    return rows == most;
  }

  /** Copies a row. */
  void add(float[] source, int offset) {
    room();
    System.arraycopy(source, offset, values, rows * groups, groups);
    rows++;
    if (isEstimated) {
      takeMagnitudes(rows - 1);
    }
  }

  /** Copies a row of estimates. */
  void add(float[] source, float[] standardErrors, int offset) {
    room();
    expectEstimates();
    System.arraycopy(source, offset, values, rows * groups, groups);
    for (int group = 0; group < groups; group++) {
      magnitudes[rows * groups + group] =
          Magnitude.of(source[offset + group], standardErrors[offset + group]);
    }
    rows++;
  }

  private void expectEstimates() {
    if (magnitudes.length < values.length) {
      magnitudes = Arrays.copyOf(magnitudes, values.length);
    }
    if (!isEstimated) {
      isEstimated = true;
      takeMagnitudes(0);
    }
  }

  /** Takes the magnitudes of the rows from this one on from their values. */
  private void takeMagnitudes(int from) {
    for (int i = from * groups; i < rows * groups; i++) {
      magnitudes[i] = Math.abs(values[i]);
    }
  }

  private void room() {
    if (rows * groups == values.length) {
      int room = Math.min(most, Math.max(FIRST_ROWS, 2 * rows));
      values = Arrays.copyOf(values, Math.multiplyExact(room, groups));
      magnitudes = isEstimated ? Arrays.copyOf(magnitudes, values.length) : magnitudes;
    }
  }

  /** Lays the rows out by columns; they go on waiting. */
  void layOut(BlockColumns columns) {
    columns.take(values, starts(rows, groups), 0, rows, groups);
    if (isEstimated) {
      columns.takeMagnitudes(magnitudes);
    }
  }

  /** Returns where rows begin that follow each other. */
  static int[] starts(int rows, int groups) {
    int[] starts = new int[rows];
    Arrays.setAll(starts, row -> row * groups);
    return starts;
  }

  /** Forgets the rows. */
  void clear() {
    rows = 0;
    isEstimated = false;
  }

  /** Writes the rows, and their magnitudes where one is an estimate. */
  void write(StateWriter out) {
    out.writeVarint(rows);
    out.writeVarint(isEstimated ? 1 : 0);
    for (int i = 0; i < rows * groups; i++) {
      out.writeFloat(values[i] + 0.0f); // -0 is 0
    }
    if (isEstimated) {
      out.writeFloats(Arrays.copyOf(magnitudes, rows * groups));
    }
  }

  /** Takes in what {@link #write} wrote; no row may wait. */
  void read(StateReader in) {
    long size = in.readVarint();
    in.require(size >= 1 && size < most, "rows", size);
    long form = in.readVarint();
    in.require(form == 0 || form == 1, "form of rows", form);
    values = in.readFloats((int) size * groups);
    for (int row = 0; row < size; row++) {
      if (!isFinite(values, row * groups)) {
        throw in.unreadable("an attribution of row " + row, "not finite");
      }
    }
    rows = (int) size;
    isEstimated = form == 1;
    if (isEstimated) {
      magnitudes = in.readFloats(values.length);
      for (float magnitude : magnitudes) {
        if (!Float.isFinite(magnitude)) {
          throw in.unreadable("magnitude", magnitude);
        }
      }
    }
  }

  /** Checks that a row is finite. */
  void requireFinite(float[] source, int offset) {
    if (!isFinite(source, offset)) {
      throw notFinite(source, offset);
    }
  }

  private boolean isFinite(float[] source, int offset) {
    int check = 0; // its sign is set by an exponent of all ones
    for (int i = offset; i < offset + groups; i++) {
      check |= (Float.floatToRawIntBits(source[i]) & EXPONENT) + NEXT_EXPONENT;
    }
    return check >= 0;
  }

  private static IllegalArgumentException notFinite(float[] source, int offset) {
    int group = 0;
    while (Float.isFinite(source[offset + group])) {
      group++;
    }
    return new IllegalArgumentException(
        "attribution of group " + group + " is " + source[offset + group] + "; need a finite one");
  }

  /** Checks that a row's standard errors are finite and 0 or more. */
  void requireErrors(float[] standardErrors, int offset) {
    for (int group = 0; group < groups; group++) {
      float error = standardErrors[offset + group];
      if (!(error >= 0 && error < Float.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "standard error of group %d is %s; need a finite one, 0 or more"
                .formatted(group, error));
      }
    }
  }
}
