package io.assay.spark.history;

import com.google.gson.Gson;
import io.assay.aggregate.RowSample;
import io.assay.spark.read.FileTree.Entry;
import io.assay.spark.read.TableFile;
import io.assay.spark.read.TableRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.filter2.predicate.FilterApi;
import org.apache.parquet.filter2.predicate.FilterPredicate;
import org.apache.parquet.io.api.Binary;

/**
 * The attributions of a run by a method for a target, as they lie in their table, whichever its
 * layout.
 */
final class StoredAttributions {
  private static final String VALUES = "values";

  private final FinishedRun run;
  private final String target;
  private final List<Entry> files;
  private final List<String> features;
  private final long rows;

  private StoredAttributions(
      FinishedRun run, String target, List<Entry> files, List<String> features, long rows) {
    this.run = run;
    this.target = target;
    this.files = files;
    this.features = features;
    this.rows = rows;
  }

  /**
   * Opens the table.
   *
   * @param features all that the importance table has
   * @return nothing if there is no table, or its columns are not those features
   */
  static Optional<StoredAttributions> open(
      FinishedRun run, Selection.Part part, List<String> features) {
    List<Entry> files = run.files("attributions", "method=" + part.method());
    if (files.isEmpty()) {
      return Optional.empty();
    }
    long rows = 0;
    for (Entry file : files) {
      try (TableFile table = run.read(file)) {
        if (!holds(table, features)) {
          return Optional.empty();
        }
        rows += table.rows();
      }
    }
    return Optional.of(new StoredAttributions(run, part.target(), files, features, rows));
  }

  private static boolean holds(TableFile table, List<String> features) {
    List<String> columns = table.columns();
    return columns.contains(VALUES)
        ? named(table).size() == features.size() && named(table).containsAll(features)
        : columns.containsAll(features) && features.stream().allMatch(table::isNumeric);
  }

  private static List<String> named(TableFile table) {
    String names = table.notes().getOrDefault("assay.features", "[]");
    return List.of(new Gson().fromJson(names, String[].class));
  }

  /** Returns how many records the table has, of all targets. */
  long rows() {
    return rows;
  }

  /** Returns how many values that are. */
  long cells() {
    return rows * features.size();
  }

  /** Takes a row. */
  interface Taker {
    /**
     * Takes a row.
     *
     * @param key a hash of its id
     * @param values its attributions in the order of the features; the array is used again
     */
    void take(long key, float[] values);
  }

  /** Hands over every row of the target. */
  void forEach(Taker taker) {
    FilterPredicate filter =
        FilterApi.eq(FilterApi.binaryColumn("target"), Binary.fromString(target));
    float[] values = new float[features.size()];
    for (Entry file : files) {
      try (TableFile table = run.read(file, filter)) {
        boolean isArray = table.columns().contains(VALUES);
        List<String> columns = new ArrayList<>(List.of("row_id", "target"));
        columns.addAll(isArray ? List.of(VALUES) : features);
        int[] places = isArray ? places(named(table)) : new int[0];
        table.forEach(
            columns,
            row -> {
              fill(values, row, places);
              taker.take(RowSample.key(0, row.text(0)), values);
              return true;
            });
      }
    }
  }

  private int[] places(List<String> named) {
    return features.stream().mapToInt(named::indexOf).toArray();
  }

  private static void fill(float[] values, TableRow row, int[] places) {
    if (places.length == 0) {
      for (int j = 0; j < values.length; j++) {
        values[j] = (float) row.number(2 + j);
      }
      return;
    }
    if (row.cell(2) instanceof List<?> list) {
      for (int j = 0; j < values.length; j++) {
        values[j] = ((Number) list.get(places[j])).floatValue();
      }
    }
  }
}
