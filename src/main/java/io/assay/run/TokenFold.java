package io.assay.run;

import io.assay.attribution.Attributions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Sums attributions by the tokens that stand at the positions of a text. */
final class TokenFold {
  private TokenFold() {}

  /** Returns the tokens of all rows, padding left out; none if rows are no texts. */
  static Set<Integer> ids(RowBatch rows) {
    Set<Integer> ids = new TreeSet<>();
    for (int row = 0; row < rows.tokens().size(); row++) {
      for (int position = 0; position < rows.tokens().get(row).size(); position++) {
        ids.add((int) rows.batch().input().at(row, position));
      }
    }
    return ids;
  }

  /** Returns the sums of every row and slot by token, by position: row * slots + slot. */
  static List<Map<Integer, Float>> sums(Attributions result, RowBatch rows) {
    List<Map<Integer, Float>> sums = new ArrayList<>();
    for (int row = 0; row < result.rows(); row++) {
      for (int slot = 0; slot < result.slots(); slot++) {
        sums.add(sums(result, row * result.slots() + slot, rows, row));
      }
    }
    return sums;
  }

  /**
   * Returns the sums of a row by token.
   *
   * @param at the row's scalar among those of the result
   */
  private static Map<Integer, Float> sums(Attributions result, int at, RowBatch rows, int row) {
    Map<Integer, Double> sums = new TreeMap<>();
    for (int position = 0; position < rows.tokens().get(row).size(); position++) {
      int id = (int) rows.batch().input().at(row, position);
      sums.merge(id, (double) result.values().at(at * result.groups() + position), Double::sum);
    }
    Map<Integer, Float> rounded = new TreeMap<>();
    sums.forEach((id, sum) -> rounded.put(id, sum.floatValue()));
    return rounded;
  }
}
