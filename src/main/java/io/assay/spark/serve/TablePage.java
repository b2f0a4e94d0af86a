package io.assay.spark.serve;

import io.assay.spark.history.FinishedRun;
import io.assay.spark.history.FinishedRun.Table;
import io.assay.spark.read.TableFile;
import io.assay.spark.read.TableRow;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.filter2.predicate.FilterApi;
import org.apache.parquet.filter2.predicate.FilterPredicate;
import org.apache.parquet.io.api.Binary;

/**
 * Some rows of a table: of one file after the other, of which only the pages that hold them are
 * read; or those whose ids begin with a text, as many as can be found in some seconds.
 *
 * @param columns the names of the columns shown
 * @param hasIds whether the first column is the row's id
 * @param rows the cells
 * @param where what is shown, in words
 * @param note what is not shown, in words; may be empty
 * @param before the question for the rows before
 * @param after the question for the rows after
 */
record TablePage(
    List<String> columns,
    boolean hasIds,
    List<List<String>> rows,
    String where,
    String note,
    Optional<String> before,
    Optional<String> after) {
  private static final int ROWS = 50;
  private static final int COLUMNS = 40;
  private static final long SEARCH_NANOS = 5_000_000_000L;
  private static final String ROW_ID = "row_id";

  /**
   * Reads a page: {@code file} and {@code row} say where it begins, {@code id} what ids begin with.
   */
  static TablePage of(FinishedRun run, Table table, Request request) {
    int number = (int) Math.min(request.number("file"), table.files().size() - 1);
    try (TableFile file = run.read(table.files().get(number))) {
      List<String> columns = columns(file);
      boolean hasIds = columns.get(0).equals(ROW_ID);
      String note =
          columns.size() < file.columns().size()
              ? "%d of %s columns; a row of attributions shows all."
                  .formatted(columns.size(), Shown.count(file.columns().size()))
              : "";
      return hasIds && !request.asked("id").isEmpty()
          ? search(
              run,
              table,
              request.asked("id"),
              number,
              new TablePage(columns, true, List.of(), "", note, Optional.empty(), Optional.empty()))
          : page(
              file,
              table,
              number,
              request.number("row"),
              new TablePage(
                  columns, hasIds, List.of(), "", note, Optional.empty(), Optional.empty()));
    }
  }

  private static List<String> columns(TableFile file) {
    List<String> columns = new ArrayList<>(file.columns());
    columns.removeIf(name -> name.endsWith("__se"));
    if (columns.remove(ROW_ID)) {
      columns.add(0, ROW_ID);
    }
    return List.copyOf(columns.subList(0, Math.min(COLUMNS, columns.size())));
  }

  private static TablePage page(
      TableFile file, Table table, int number, long asked, TablePage empty) {
    long rows = file.rows();
    long first = Math.min(asked, Math.max(0, rows - 1));
    List<List<String>> cells = new ArrayList<>();
    file.page(empty.columns(), first, ROWS).forEach(row -> cells.add(cells(row)));
    long end = first + cells.size();
    String where =
        "Rows %s to %s of %s in file %s of %s"
            .formatted(
                Shown.count(Math.min(first + 1, rows)),
                Shown.count(end),
                Shown.count(rows),
                Shown.count(number + 1L),
                Shown.count(table.files().size()));
    Optional<String> before =
        first > 0
            ? Optional.of(question(number, Math.max(0, first - ROWS)))
            : Optional.of(number).filter(n -> n > 0).map(n -> question(n - 1, 0));
    Optional<String> after =
        end < rows
            ? Optional.of(question(number, end))
            : Optional.of(number + 1)
                .filter(n -> n < table.files().size())
                .map(n -> question(n, 0));
    return new TablePage(
        empty.columns(), empty.hasIds(), cells, where, empty.note(), before, after);
  }

  private static String question(int file, long row) {
    return "file=" + file + "&row=" + row;
  }

  private static TablePage search(
      FinishedRun run, Table table, String prefix, int from, TablePage empty) {
    long until = System.nanoTime() + SEARCH_NANOS;
    List<List<String>> cells = new ArrayList<>();
    int number = from;
    boolean isWhole = true;
    while (number < table.files().size() && isWhole && System.nanoTime() < until) {
      try (TableFile file = run.read(table.files().get(number), beginsWith(prefix))) {
        isWhole =
            file.forEach(
                empty.columns(),
                row -> cells.size() < ROWS && System.nanoTime() < until && cells.add(cells(row)));
      }
      number++;
    }
    boolean isAll = isWhole && number == table.files().size();
    String where =
        "%s %s whose id begins with “%s”%s"
            .formatted(
                Shown.count(cells.size()),
                cells.size() == 1 ? "row" : "rows",
                Shown.shortened(prefix),
                isAll ? "" : ", so far");
    Optional<String> after =
        isAll || number >= table.files().size()
            ? Optional.empty()
            : Optional.of("file=" + number + "&id=" + Request.encoded(prefix));
    return new TablePage(
        empty.columns(), true, cells, where, empty.note(), Optional.empty(), after);
  }

  private static FilterPredicate beginsWith(String prefix) {
    byte[] end = prefix.getBytes(StandardCharsets.UTF_8);
    end[end.length - 1]++; // never over 0xf4 in UTF-8, so it does not turn over
    return FilterApi.and(
        FilterApi.gtEq(FilterApi.binaryColumn(ROW_ID), Binary.fromString(prefix)),
        FilterApi.lt(FilterApi.binaryColumn(ROW_ID), Binary.fromConstantByteArray(end)));
  }

  private static List<String> cells(TableRow row) {
    List<String> cells = new ArrayList<>();
    for (int column = 0; column < row.size(); column++) {
      cells.add(column == 0 ? row.text(0) : Shown.cell(row.cell(column)));
    }
    return cells;
  }
}
