package io.assay.spark.parts;

import io.assay.spark.read.TableRow;
import java.util.List;

/**
 * A row of a table whose cells are asked for by the names of their columns.
 *
 * @param names of the columns
 * @param row good until the next one is read
 */
record NamedRow(Names names, TableRow row) {
  /** The columns of a table, in its order. */
  record Names(List<String> columns) {
    /** Copies the list. */
    Names {
      columns = List.copyOf(columns);
    }

    private int place(String column) {
      int place = columns.indexOf(column);
      if (place < 0) {
        throw new IllegalArgumentException("no column " + column + " among " + columns);
      }
      return place;
    }
  }

  /** Returns a text; empty where the table has null. */
  String text(String column) {
    return row.text(names.place(column));
  }

  /** Returns a number; NaN where the table has null. */
  double number(String column) {
    return row.number(names.place(column));
  }

  /** Returns a whole number; 0 where the table has null. */
  long count(String column) {
    return (long) number(column);
  }

  /** Returns a rank or a place, counted from 1; 0 where the table has null. */
  int place(String column) {
    return (int) number(column);
  }

  /** Returns whether the table says so. */
  boolean isTrue(String column) {
    return Boolean.TRUE.equals(row.cell(names.place(column)));
  }
}
