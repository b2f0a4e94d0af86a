package io.assay.model;

import java.util.Arrays;

/**
 * The explained scalars of each row of a batch: one output column a row and slot. Most jobs explain
 * one scalar a row (one slot); explaining all classes takes as many slots as there are outputs.
 */
public final class Target {
  private final int slots;
  private final int[] columns; // [rows, slots], or [slots] when the same for every row
  private final boolean perRow;

  private Target(int[] columns, int slots, boolean perRow) {
    this.columns = columns;
    this.slots = slots;
    this.perRow = perRow;
  }

  /** Explains the same output columns for every row, one slot each, in this order. */
  public static Target outputs(int... columns) {
    if (columns.length == 0) {
      throw new IllegalArgumentException("a target needs at least one output column");
    }
    return new Target(columns.clone(), columns.length, false);
  }

  /** Explains one output column a row, each row its own. */
  public static Target perRow(int[] columns) {
    return new Target(columns.clone(), 1, true);
  }

  /** Returns how many scalars of each row are explained. */
  public int slots() {
    return slots;
  }

  /** Returns whether every row explains the same output columns. */
  public boolean isUniform() {
    return !perRow;
  }

  /** Returns the output column of a row and slot. */
  public int column(int row, int slot) {
    return perRow ? columns[row * slots + slot] : columns[slot];
  }

  /** Returns the target of chosen rows, in the order given; a row may come more than once. */
  public Target select(int... rows) {
    if (!perRow) {
      return this;
    }
    int[] chosen = new int[rows.length * slots];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(columns, rows[i] * slots, chosen, i * slots, slots);
    }
    return new Target(chosen, slots, true);
  }

  /** Returns the target of rows {@code from} (inclusive) to {@code to} (exclusive). */
  public Target slice(int from, int to) {
    return perRow
        ? new Target(Arrays.copyOfRange(columns, from * slots, to * slots), slots, true)
        : this;
  }
}
