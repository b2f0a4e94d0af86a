package io.assay.attribution.tree.table;

import io.assay.model.tree.Split;
import java.util.Arrays;

/**
 * The values of a feature, ranked: two values have the same rank if no question of the forest tells
 * them apart. NaN has the last rank. Whatever libraries do with thresholds, missing values and
 * categories is settled here, once a row and feature; behind it, a question is a comparison of
 * whole numbers.
 */
final class Ranking {
  private final float[] boundaries;
  private final float[] ladder;

  /** Ranks values by where the answer of some question may change, in any order and repeated. */
  Ranking(float[] boundaries) {
    float[] sorted = new float[boundaries.length];
    for (int at = 0; at < sorted.length; at++) {
      sorted[at] = boundaries[at] + 0f; // -0 becomes 0
    }
    Arrays.sort(sorted);
    int distinct = 0;
    for (float each : sorted) {
      if (distinct == 0 || sorted[distinct - 1] < each) {
        sorted[distinct++] = each;
      }
    }
    this.boundaries = Arrays.copyOf(sorted, distinct);
    this.ladder = new float[(1 << (Integer.SIZE - Integer.numberOfLeadingZeros(distinct))) - 1];
    Arrays.fill(ladder, Float.NaN); // which no value reaches
    System.arraycopy(this.boundaries, 0, ladder, 0, distinct);
  }

  /** Returns the rank of NaN, the last one. */
  int missing() {
    return boundaries.length + 1;
  }

  /** Returns a value that has a rank. */
  float valueOf(int rank) {
    if (rank == missing()) {
      return Float.NaN;
    }
    return rank == 0 ? Float.NEGATIVE_INFINITY : boundaries[rank - 1];
  }

  /** Returns the rank of a value. */
  int of(float value) {
    int[] rank = new int[1];
    rank(new float[] {value}, 1, rank);
    return rank[0];
  }

  /** Ranks many values. */
  void rank(float[] values, int rows, int[] into) {
    int top = (ladder.length + 1) / 2;
    for (int row = 0; row < rows; row++) {
      float value = values[row];
      int rank = 0;
      for (int step = top; step > 0; step >>= 1) {
        rank += ladder[rank + step - 1] <= value ? step : 0;
      }
      into[row] = Float.isNaN(value) ? boundaries.length + 1 : rank;
    }
  }

  /**
   * Returns the ranks, ascending, from which on a question is answered differently than just below;
   * those of rank 0 are answered as {@link #startsLeft} says.
   */
  int[] turns(Split split) {
    float[] own = split.boundaries();
    int[] candidates = new int[own.length + 1];
    for (int at = 0; at < own.length; at++) {
      candidates[at] = of(own[at]);
    }
    candidates[own.length] = missing();
    Arrays.sort(candidates);
    int[] turns = new int[candidates.length];
    int count = 0;
    boolean isLeft = startsLeft(split);
    for (int rank : candidates) {
      if (split.goesLeft(valueOf(rank)) != isLeft) {
        isLeft = !isLeft;
        turns[count++] = rank;
      }
    }
    return Arrays.copyOf(turns, count);
  }

  /** Returns whether values of rank 0 go left. */
  boolean startsLeft(Split split) {
    return split.goesLeft(Float.NEGATIVE_INFINITY);
  }
}
