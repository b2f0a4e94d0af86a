package io.assay.attribution.shapley.surrogate;

import io.assay.attribution.AttributionRequest;
import io.assay.baseline.ReplacementMasker;
import io.assay.tensor.Rng;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The pilot rows of all requests, in an order that is the same however they came. */
final class PilotRows {
  /** Of so many rows one is kept aside to see when to stop. */
  private static final int ASIDE = 4;

  private final List<PilotRow> rows;

  /** A row and the request that it came in. */
  record PilotRow(AttributionRequest request, int row) {
    String id() {
      return request.batch().rowIds().id(row);
    }

    float value(int feature) {
      return request.batch().input().at(row, feature);
    }

    /** Returns the output columns that are explained. */
    List<Integer> columns() {
      List<Integer> columns = new ArrayList<>();
      for (int slot = 0; slot < request.target().slots(); slot++) {
        columns.add(request.target().column(row, slot));
      }
      return columns;
    }
  }

  private PilotRows(List<PilotRow> rows) {
    this.rows = rows;
  }

  static PilotRows of(List<AttributionRequest> pilot, long seed) {
    List<PilotRow> rows = new ArrayList<>();
    for (AttributionRequest request : pilot) {
      for (int row = 0; row < request.batch().rows(); row++) {
        rows.add(new PilotRow(request, row));
      }
    }
    rows.sort(
        Comparator.comparingLong((PilotRow row) -> Rng.key(seed, "surrogate/pilot", row.id()))
            .thenComparing(PilotRow::id));
    return new PilotRows(rows);
  }

  int size() {
    return rows.size();
  }

  /** Returns how many values a row has. */
  int features() {
    return rows.get(0).request().groups().features();
  }

  List<PilotRow> fitted() {
    return rows.subList(rows.size() / ASIDE, rows.size());
  }

  /** Returns the rows that are not fitted; none if there are fewer than four. */
  List<PilotRow> aside() {
    return rows.subList(0, rows.size() / ASIDE);
  }

  /** Returns whether hybrids are what is scored: rows of one width, references for the absent. */
  boolean areReplaced() {
    return rows.stream()
        .map(PilotRow::request)
        .distinct()
        .allMatch(request -> request.groups().features() == features() && isReplaced(request));
  }

  /** Returns whether absent features of a request take reference values. */
  static boolean isReplaced(AttributionRequest request) {
    return request.masking().masker(request.batch().input(), request.baseline(), request.groups())
        instanceof ReplacementMasker;
  }

  /** Returns the explained output columns, at most so many: those of most rows. */
  List<Integer> columns(int most) {
    Map<Integer, Integer> rowsOf = new LinkedHashMap<>();
    rows.forEach(row -> row.columns().forEach(column -> rowsOf.merge(column, 1, Integer::sum)));
    return rowsOf.entrySet().stream()
        .sorted(
            Map.Entry.<Integer, Integer>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(most)
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }
}
