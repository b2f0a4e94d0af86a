package io.assay.table;

/**
 * A row of the input, column by column, in the order of {@link InputLayout#inputSchema}. Cells are
 * read where they lie; each is asked for as what the schema says it is, and only if it is not null.
 */
public interface RowCells {
  /** Returns whether a cell is null. */
  boolean isNull(int column);

  /** Returns a float64 number. */
  double number(int column);

  /** Appends the bytes of a text. */
  void text(int column, TextBytes into);

  /** Returns bytes, which are the caller's own. */
  byte[] binary(int column);

  /** Returns an array; it may be read until the next is asked for. */
  ArrayCells array(int column);
}
