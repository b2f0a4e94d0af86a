package io.assay.run;

import io.assay.aggregate.keyed.SparseRows;
import io.assay.attribution.Attributions;
import io.assay.tensor.Tensor;
import java.util.Arrays;
import java.util.BitSet;

/** Sums attributions by the tokens that stand at the positions of a text. */
final class TokenFold {
  private final int[] ids;
  private final SparseRows rows = new SparseRows();

  private TokenFold(int... ids) {
    this.ids = ids;
  }

  /** Sums every row and slot by token, in float64, rounded once; padding is left out. */
  static TokenFold of(Attributions result, RowBatch batch) {
    TokenFold fold = new TokenFold(ids(batch));
    double[] sums = new double[fold.ids.length];
    for (int row = 0; row < result.rows(); row++) {
      int[] tokens = tokens(batch, row);
      int[] places = new int[tokens.length];
      Arrays.setAll(places, position -> Arrays.binarySearch(fold.ids, tokens[position]));
      for (int slot = 0; slot < result.slots(); slot++) {
        int at = (row * result.slots() + slot) * result.groups();
        fold.add(result.values(), at, places, sums);
      }
    }
    return fold;
  }

  /** Adds a row and slot; sums are 0 before and after. */
  private void add(Tensor values, int at, int[] places, double[] sums) {
    for (int position = 0; position < places.length; position++) {
      sums[places[position]] += values.at(at + position);
    }
    for (int place : places) { // of a token that stands twice the second finds 0
      if (sums[place] != 0) {
        rows.add(place, (float) sums[place]);
        sums[place] = 0;
      }
    }
    rows.end();
  }

  private static int[] ids(RowBatch batch) {
    BitSet ids = new BitSet();
    for (int row = 0; row < batch.rows(); row++) {
      for (int id : tokens(batch, row)) {
        ids.set(id);
      }
    }
    return ids.stream().toArray();
  }

  /** Returns the tokens of a row, padding left out. */
  private static int[] tokens(RowBatch batch, int row) {
    int[] tokens = new int[batch.tokens().get(row).size()];
    Arrays.setAll(tokens, position -> (int) batch.batch().input().at(row, position));
    return tokens;
  }

  /** Returns the tokens of all rows, ascending. */
  int[] ids() {
    return ids;
  }

  /** Returns the sums by position, row * slots + slot; a token is named by its place among all. */
  SparseRows rows() {
    return rows;
  }
}
