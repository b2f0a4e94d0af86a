package io.assay.spark.read;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One row of a stored table: the cells of the columns that were asked for, in their order. */
public final class TableRow {
  private final @Nullable Object[] cells;

  TableRow(@Nullable Object[] cells) {
    this.cells = cells;
  }

  /** Returns how many cells there are. */
  public int size() {
    return cells.length;
  }

  /**
   * Returns a cell: a String, Boolean, Integer, Long, Float, Double, a list of such, or the number
   * of bytes of a binary value as {@link Blob}; null where the table has null.
   *
   * @param column counted in the columns asked for
   */
  public @Nullable Object cell(int column) {
    return cells[column];
  }

  /** Returns a cell as text; empty where the table has null. */
  public String text(int column) {
    Object cell = cells[column];
    return cell == null ? "" : cell.toString();
  }

  /** Returns a number; NaN where the table has null or no number. */
  public double number(int column) {
    return cells[column] instanceof Number number ? number.doubleValue() : Double.NaN;
  }

  /** Returns the texts of a list; none where the table has null. */
  public List<String> texts(int column) {
    return cells[column] instanceof List<?> list
        ? list.stream().map(String::valueOf).toList()
        : List.of();
  }

  /**
   * A value that is neither text nor number.
   *
   * @param bytes its length
   */
  public record Blob(int bytes) {
    @Override
    public String toString() {
      return bytes + " bytes";
    }
  }
}
