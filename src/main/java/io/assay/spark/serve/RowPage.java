package io.assay.spark.serve;

import com.google.gson.Gson;
import io.assay.spark.history.FinishedRun;
import io.assay.spark.history.FinishedRun.Table;
import io.assay.spark.read.FileTree.Entry;
import io.assay.spark.read.TableFile;
import io.assay.spark.read.TableRow;
import io.assay.spark.serve.Html.Link;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.parquet.filter2.predicate.FilterApi;
import org.apache.parquet.io.api.Binary;
import org.jspecify.annotations.Nullable;

/** One row's attributions by a method, for each of its targets, largest first. */
final class RowPage {
  private static final int MOST_VALUES = 200;
  private static final int MOST_TARGETS = 20;
  private static final String VALUES = "values";

  private RowPage() {}

  /** A value with its name. */
  private record Value(String name, double value, double se) {}

  /** Returns what the page shows, a map a target; nothing if no file has the row. */
  static List<Map<String, Object>> of(FinishedRun run, Table table, String id) {
    List<Map<String, Object>> targets = new ArrayList<>();
    var filter = FilterApi.eq(FilterApi.binaryColumn("row_id"), Binary.fromString(id));
    for (Entry each : table.files()) {
      try (TableFile file = run.read(each, filter)) {
        List<String> columns = file.columns();
        List<String> features =
            List.of(
                new Gson()
                    .fromJson(file.notes().getOrDefault("assay.features", "[]"), String[].class));
        file.forEach(
            columns,
            row -> targets.size() < MOST_TARGETS && targets.add(target(columns, features, row)));
      }
      if (!targets.isEmpty()) {
        break; // a row lies in one shard
      }
    }
    return targets;
  }

  private static Map<String, Object> target(
      List<String> columns, List<String> features, TableRow row) {
    Set<String> named = Set.copyOf(features);
    List<Value> values = new ArrayList<>();
    List<Link> facts = new ArrayList<>();
    for (int column = 0; column < columns.size(); column++) {
      String name = columns.get(column);
      if (name.equals(VALUES)) {
        values.addAll(listed(features, row.cell(column)));
      } else if (named.contains(name)) {
        int se = columns.indexOf(name + "__se");
        values.add(new Value(name, row.number(column), se < 0 ? Double.NaN : row.number(se)));
      } else if (!name.endsWith("__se") && !name.equals("std_errors")) {
        facts.add(new Link(name, Shown.cell(row.cell(column))));
      }
    }
    return shown(facts, values);
  }

  private static List<Value> listed(List<String> features, @Nullable Object cell) {
    List<Value> values = new ArrayList<>();
    if (cell instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        String name = features.size() == list.size() ? features.get(i) : "value " + i;
        values.add(new Value(name, ((Number) list.get(i)).doubleValue(), Double.NaN));
      }
    }
    return values;
  }

  private static Map<String, Object> shown(List<Link> facts, List<Value> values) {
    values.sort(Comparator.comparingDouble((Value each) -> Math.abs(each.value())).reversed());
    double most = values.isEmpty() ? 1 : Math.max(1e-300, Math.abs(values.get(0).value()));
    Map<String, Object> target = new HashMap<>();
    target.put("facts", facts);
    target.put("values", values.stream().limit(MOST_VALUES).map(each -> line(each, most)).toList());
    target.put(
        "more",
        values.size() > MOST_VALUES
            ? "and " + Shown.count(values.size() - MOST_VALUES) + " smaller ones"
            : "");
    return target;
  }

  private static Map<String, Object> line(Value each, double most) {
    return Map.of(
        "name", Shown.shortened(each.name()),
        "value", Shown.number(each.value()),
        "se", Double.isFinite(each.se()) ? "± " + Shown.number(each.se()) : "",
        "sign", each.value() < 0 ? "minus" : "plus",
        "bar", HistoryPages.bar(Math.abs(each.value()) / most));
  }
}
