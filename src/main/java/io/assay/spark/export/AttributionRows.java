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
 */
record AttributionRows(List<String> columns, List<Row> rows) {
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

  /**
   * How much is held.
   *
   * @param rows at most
   * @param values of all rows together at most; one row is held however wide it is
   */
  record Room(int rows, int values) {
    int rowsOf(int width) {
      return Math.max(1, Math.min(rows, values / Math.max(1, width)));
    }
  }

  /** The rows of the least keys so far. */
  private static final class Chosen {
    private final PriorityQueue<Row> greatestFirst = new PriorityQueue<>(BY_KEY.reversed());
    private final Room room;
    private int most;

    Chosen(Room room) {
      this.room = room;
      this.most = room.rows();
    }

    void offer(long key, TableRow row, int split) {
      Row greatest = greatestFirst.peek();
      if (greatest == null || greatestFirst.size() < most || key <= greatest.key()) {
        Row taken = AttributionRows.row(key, row, split);
        greatestFirst.add(taken);
        most = room.rowsOf(taken.values().size());
      }
      while (greatestFirst.size() > most) {
        greatestFirst.remove();
      }
    }

    List<Row> inOrder() {
      return greatestFirst.stream().sorted(BY_KEY).toList();
    }
  }

  /** Reads the rows of a method. */
  static AttributionRows of(FinishedRun run, Table table, Room room) {
    Chosen chosen = new Chosen(room);
    Set<String> columns = new LinkedHashSet<>();
    for (Entry each : table.files()) {
      try (TableFile file = run.read(each)) {
        List<String> values = valueColumns(file);
        columns.addAll(known(file, values));
        List<String> all = new ArrayList<>(columns);
        all.addAll(values);
        int split = columns.size();
        file.forEach(
            all,
            row -> {
              chosen.offer(RowSample.key(0, row.text(0)), row, split);
              return true;
            });
      }
    }
    return new AttributionRows(List.copyOf(columns), chosen.inOrder());
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
