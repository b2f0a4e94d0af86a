package io.assay.fakes;

import io.assay.aggregate.KeyedImportance;
import io.assay.aggregate.keyed.SparseRows;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Rows written as maps from group to attribution. */
public final class KeyedRows {
  private KeyedRows() {}

  /** Adds rows at once; their groups are met in ascending order. */
  public static void add(KeyedImportance state, List<Map<Integer, Float>> rows) {
    TreeSet<Integer> met = new TreeSet<>();
    rows.forEach(row -> met.addAll(row.keySet()));
    List<Integer> groups = List.copyOf(met);
    SparseRows sparse = new SparseRows();
    for (Map<Integer, Float> row : rows) {
      row.forEach((group, value) -> sparse.add(groups.indexOf(group), value));
      sparse.end();
    }
    state.addAll(
        groups.stream().mapToInt(Integer::intValue).toArray(),
        sparse,
        IntStream.range(0, rows.size()).toArray());
  }
}
