package io.assay.aggregate.keyed;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Rows of attributions that each name few of many groups; those that a row does not name are 0 in
 * it. Rows are filled one after the other: {@link #add} for each group, then {@link #end}.
 */
public final class SparseRows {
  private static final int FIRST_ROWS = 16;
  private static final int FIRST_ENTRIES = 256;

  private int rows;
  private int entries;
  private int[] ends = new int[FIRST_ROWS]; // by row, among the entries
  private int[] groups = new int[FIRST_ENTRIES];
  private float[] values = new float[FIRST_ENTRIES];

  /** Creates no rows. */
  public SparseRows() {}

  /**
   * Adds a group to the row at hand.
   *
   * @param group its number, 0 or more; once a row
   * @param value its attribution, score units
   */
  public void add(int group, float value) {
    if (entries == groups.length) {
      groups = Arrays.copyOf(groups, 2 * entries);
      values = Arrays.copyOf(values, 2 * entries);
    }
    groups[entries] = group;
    values[entries++] = value;
  }

  /** Ends the row at hand. */
  public void end() {
    if (rows == ends.length) {
      ends = Arrays.copyOf(ends, 2 * rows);
    }
    ends[rows++] = entries;
  }

  /**
   * Adds a row of others.
   *
   * @param numbers the number that each group of the others has here
   * @throws IllegalArgumentException if a value is not finite; the row is not added
   */
  public void addRow(SparseRows others, int row, int... numbers) {
    for (int i = others.start(row); i < others.ends[row]; i++) {
      if (!Float.isFinite(others.values[i])) {
        entries = start(rows);
        throw new IllegalArgumentException(
            "attribution of group %d is %s; need a finite one"
                .formatted(others.groups[i], others.values[i]));
      }
      add(numbers[others.groups[i]], others.values[i]);
    }
    end();
  }

  private int start(int row) {
    return row == 0 ? 0 : ends[row - 1];
  }

  /** Returns how many rows were ended. */
  public int rows() {
    return rows;
  }

  /** Returns the groups that a row names, ascending. */
  public int[] named() {
    BitSet named = new BitSet();
    for (int i = 0; i < entries; i++) {
      named.set(groups[i]);
    }
    return named.stream().toArray();
  }

  /**
   * Returns the rows laid out.
   *
   * @param columns groups, ascending, all that a row names among them
   * @return [rows, columns]
   */
  public float[] laidOut(int... columns) {
    int[] columnOf = new int[columns.length == 0 ? 0 : columns[columns.length - 1] + 1];
    for (int column = 0; column < columns.length; column++) {
      columnOf[columns[column]] = column;
    }
    float[] dense = new float[Math.multiplyExact(rows, columns.length)];
    for (int row = 0; row < rows; row++) {
      for (int i = start(row); i < ends[row]; i++) {
        dense[row * columns.length + columnOf[groups[i]]] = values[i];
      }
    }
    return dense;
  }

  /** Forgets the rows. */
  public void clear() {
    rows = 0;
    entries = 0;
  }
}
