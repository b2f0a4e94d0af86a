package io.assay.spark.export;

import com.google.gson.Gson;
import io.assay.aggregate.RowSample;
import io.assay.spark.history.FinishedRun;
import io.assay.spark.history.FinishedRun.Table;
import io.assay.spark.read.FileTree.Entry;
import io.assay.spark.read.TableFile;
import io.assay.spark.read.TableRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Some rows of an attribution table: those whose ids have the least hashes, so that every method
 * and every run over the same rows has the same ones.
 *
 * @param columns what is known of a row besides its values, such as {@code row_id}
 * @param rows by ascending hash
 * @param of how many records the table has
 */
record AttributionRows(List<String> columns, List<Row> rows, long of) {
  private static final String VALUES = "values";
  private static final Comparator<Row> BY_KEY =
      Comparator.comparingLong(Row::key).thenComparing(row -> row.cells().toString());

  /** Copies the lists. */
  AttributionRows {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
  }

  /**
   * A row.
   *
   * @param key the hash of its id
   * @param cells what is known of it, in the order of the columns
   * @param values its attributions
   */
  record Row(long key, List<String> cells, List<Float> values) {}

  /** Reads the rows of a method. */
  static AttributionRows of(FinishedRun run, Table table, int most) {
    PriorityQueue<Row> greatestFirst = new PriorityQueue<>(BY_KEY.reversed());
    Set<String> columns = new LinkedHashSet<>();
    long of = 0;
    for (Entry each : table.files()) {
      try (TableFile file = run.read(each)) {
        of += file.rows();
        List<String> values = valueColumns(file);
        columns.addAll(known(file, values));
        List<String> all = new ArrayList<>(columns);
        all.addAll(values);
        int split = columns.size();
        file.forEach(
            all,
            row -> {
              long key = RowSample.key(0, row.text(0));
              if (greatestFirst.size() < most || key <= greatestFirst.peek().key()) {
                greatestFirst.add(row(key, row, split));
              }
              if (greatestFirst.size() > most) {
                greatestFirst.remove();
              }
              return true;
            });
      }
    }
    List<Row> rows = new ArrayList<>(greatestFirst);
    rows.sort(BY_KEY);
    return new AttributionRows(List.copyOf(columns), rows, of);
  }

  private static List<String> valueColumns(TableFile file) {
    if (file.columns().contains(VALUES)) {
      return List.of(VALUES);
    }
    String names = file.notes().getOrDefault("assay.features", "[]");
    return List.of(new Gson().fromJson(names, String[].class));
  }

  private static List<String> known(TableFile file, List<String> values) {
    Set<String> hidden = new LinkedHashSet<>(values);
    values.forEach(name -> hidden.add(name + "__se"));
    hidden.addAll(List.of("std_errors", "tokens"));
    List<String> known = new ArrayList<>(file.columns());
    known.removeAll(hidden);
    known.remove("row_id");
    known.add(0, "row_id");
    return known;
  }

  private static Row row(long key, TableRow row, int split) {
    List<String> cells = new ArrayList<>();
    for (int column = 0; column < split; column++) {
      cells.add(row.text(column));
    }
    List<Float> values = new ArrayList<>();
    for (int column = split; column < row.size(); column++) {
      if (row.cell(column) instanceof List<?> list) {
        list.forEach(value -> values.add(((Number) value).floatValue()));
      } else {
        values.add((float) row.number(column));
      }
    }
    return new Row(key, cells, values);
  }
}
