package io.assay.tensor;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Some or all rows of a batch, by position, in the batch's order. */
public final class RowSelection {
  private static final int[] NONE = {};

  private final int[] rows; // empty where all are selected
  private final int size;
  private final boolean isAll;

  private RowSelection(int[] rows, int size, boolean isAll) {
    this.rows = rows;
    this.size = size;
    this.isAll = isAll;
  }

  /** Selects all of {@code rows} rows. */
  public static RowSelection all(int rows) {
    return new RowSelection(NONE, rows, true);
  }

  /**
   * Selects rows.
   *
   * @param rows ascending, from 0
   * @throws IllegalArgumentException if they are not ascending
   */
  public static RowSelection of(int... rows) {
    for (int i = 0; i < rows.length; i++) {
      if (rows[i] <= (i == 0 ? -1 : rows[i - 1])) {
        throw new IllegalArgumentException(Arrays.toString(rows) + " are not ascending");
      }
    }
    return new RowSelection(rows.clone(), rows.length, false);
  }

  /** Returns how many rows are selected. */
  public int size() {
    return size;
  }

  /** Returns whether this is known to be every row of the batch, each in its place. */
  public boolean isAll() {
    return isAll;
  }

  /** Returns the position in the batch of a selected row. */
  public int at(int selected) {
    return isAll ? selected : rows[selected];
  }

  /** Returns those of the selected rows that another selection picks out of them. */
  public RowSelection select(RowSelection ofThese) {
    if (ofThese.isAll) {
      return this;
    }
    return isAll ? ofThese : of(Arrays.stream(ofThese.rows).map(this::at).toArray());
  }

  /** Returns the positions in the batch, ascending. */
  public int[] positions() {
    return isAll ? IntStream.range(0, size).toArray() : rows.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RowSelection that && Arrays.equals(positions(), that.positions());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(positions());
  }

  @Override
  public String toString() {
    return isAll ? "all of " + size : Arrays.toString(rows);
  }
}
