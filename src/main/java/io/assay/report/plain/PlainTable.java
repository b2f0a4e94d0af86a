package io.assay.report.plain;

import io.assay.report.number.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A table of few rows that stands in the page itself. Its texts are raw; the template escapes them.
 *
 * @param caption what it is of
 * @param columns their heads
 * @param rows their cells
 * @param note what it leaves out, and where that is; empty if nothing
 */
public record PlainTable(String caption, List<Column> columns, List<Row> rows, String note) {
  /** Rows of a table at most. */
  static final int ROWS = 20;

  /** Copies the lists. */
  public PlainTable {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
  }

  /** What stands in a column. */
  enum Kind {
    /** What the row is called. */
    NAME,
    /** Words. */
    TEXT,
    /** A number, or an interval. */
    NUMBER
  }

  /** The head of a column. */
  public record Column(String label, boolean isNumber) {}

  /** A row. */
  public record Row(List<Cell> cells) {
    /** Copies the list. */
    public Row {
      cells = List.copyOf(cells);
    }
  }

  /** A cell. */
  public record Cell(String text, boolean isName, boolean isNumber) {}

  /** Returns whether there is a note. */
  public boolean hasNote() {
    return !note.isEmpty();
  }

  /** Makes a table column by column out of things, one a row. */
  static final class Builder<T> {
    private final List<String> labels = new ArrayList<>();
    private final List<Kind> kinds = new ArrayList<>();
    private final List<Function<T, String>> texts = new ArrayList<>();

    Builder<T> name(String label, Function<T, String> text) {
      return add(label, Kind.NAME, text);
    }

    Builder<T> text(String label, Function<T, String> text) {
      return add(label, Kind.TEXT, text);
    }

    Builder<T> number(String label, Function<T, String> text) {
      return add(label, Kind.NUMBER, text);
    }

    private Builder<T> add(String label, Kind kind, Function<T, String> text) {
      labels.add(label);
      kinds.add(kind);
      texts.add(text);
      return this;
    }

    /**
     * Makes the table of the first things.
     *
     * @param of how many things there are
     * @param where the rest is
     * @return one table, none if there is nothing to show
     */
    List<PlainTable> table(String caption, List<T> things, int of, String where) {
      if (things.isEmpty()) {
        return List.of();
      }
      List<T> shown = things.subList(0, Math.min(ROWS, things.size()));
      List<Column> columns = new ArrayList<>();
      for (int i = 0; i < labels.size(); i++) {
        columns.add(new Column(labels.get(i), kinds.get(i) == Kind.NUMBER));
      }
      String note =
          of > shown.size()
              ? "%s of %s; %s holds all."
                  .formatted(Numbers.count(shown.size()), Numbers.count(of), where)
              : "";
      return List.of(
          new PlainTable(caption, columns, shown.stream().map(this::row).toList(), note));
    }

    private Row row(T thing) {
      List<Cell> cells = new ArrayList<>();
      for (int i = 0; i < texts.size(); i++) {
        Kind kind = kinds.get(i);
        String text = texts.get(i).apply(thing);
        cells.add(new Cell(text, kind == Kind.NAME, kind == Kind.NUMBER));
      }
      return new Row(cells);
    }
  }
}
