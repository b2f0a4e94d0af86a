package io.assay.global.surrogate;

import java.util.Arrays;
import java.util.Optional;

/**
 * Finds the question that lowers a node's variance most, over all features and all places between
 * neighbouring values; missing values go to the side where they fit better, or, where none is met,
 * to that of more rows. Ties go to the first feature and the least threshold.
 */
final class SplitSearch {
  private final NodeRows rows;
  private final int leastRows;
  private final double queryWeight;
  private final double[] centred; // scores less their mean
  private final double weight; // of all rows
  private Optional<Split> best = Optional.empty();
  private double largest; // by how much the best question lowers the sum of squares

  private SplitSearch(NodeRows rows, int leastRows, double queryWeight) {
    this.rows = rows;
    this.leastRows = leastRows;
    this.queryWeight = queryWeight;
    this.centred = new double[rows.rows()];
    double total = 0;
    double all = 0;
    for (int row = 0; row < centred.length; row++) {
      all += weight(row);
      total += weight(row) * rows.score(row);
    }
    this.weight = all;
    for (int row = 0; row < centred.length; row++) {
      centred[row] = rows.score(row) - total / all;
    }
  }

  /**
   * Returns the best question.
   *
   * @param leastRows rows of the data that both sides must have, 1 or more
   * @param queryWeight of a query beside a row of the data, over 0
   * @return empty if no question is possible, or none helps
   */
  static Optional<Split> best(NodeRows rows, int leastRows, double queryWeight) {
    SplitSearch search = new SplitSearch(rows, leastRows, queryWeight);
    for (int feature = 0; feature < rows.width(); feature++) {
      search.ask(feature);
    }
    return search.best;
  }

  private double weight(int row) {
    return row < rows.known().rows() ? 1 : queryWeight;
  }

  /** Sums over some of the rows. */
  private final class Sums {
    private double weight;
    private double score;
    private int known;

    void add(int row) {
      weight += weight(row);
      score += weight(row) * centred[row];
      known += row < rows.known().rows() ? 1 : 0;
    }

    Sums with(Sums other) {
      Sums both = new Sums();
      both.weight = weight + other.weight;
      both.score = score + other.score;
      both.known = known + other.known;
      return both;
    }
  }

  private void ask(int feature) {
    Sums missing = new Sums();
    int[] order = order(feature, missing);
    Sums left = new Sums();
    for (int at = 0; at < order.length; at++) {
      left.add(order[at]);
      float here = rows.value(order[at], feature);
      boolean isLast = at + 1 == order.length;
      if (isLast && missing.weight == 0) {
        return;
      }
      float next = isLast ? Float.POSITIVE_INFINITY : rows.value(order[at + 1], feature);
      if (here < next) {
        float threshold = isLast ? next : RoundNumber.between(here, next);
        if (missing.weight == 0) {
          boolean isLarger = 2 * left.known >= rows.known().rows();
          offer(left, new Split(feature, threshold, isLarger, false, 0));
        } else {
          offer(left, new Split(feature, threshold, false, true, 0));
          if (!isLast) {
            offer(left.with(missing), new Split(feature, threshold, true, true, 0));
          }
        }
      }
    }
  }

  /** Returns the rows by ascending value, and adds up those that have none. */
  private int[] order(int feature, Sums missing) {
    long[] keys = new long[centred.length];
    int size = 0;
    for (int row = 0; row < keys.length; row++) {
      float value = rows.value(row, feature);
      if (Float.isNaN(value)) {
        missing.add(row);
      } else {
        int bits = Float.floatToIntBits(value + 0f); // -0 and 0 are one place
        int ascending = bits ^ (bits >> 31 & Integer.MAX_VALUE);
        keys[size++] = (long) ascending << Integer.SIZE | row;
      }
    }
    Arrays.sort(keys, 0, size);
    int[] order = new int[size];
    for (int at = 0; at < size; at++) {
      order[at] = (int) keys[at];
    }
    return order;
  }

  /** Takes a question if it lowers the variance more than the best so far. */
  private void offer(Sums left, Split split) {
    int right = rows.known().rows() - left.known;
    double rest = weight - left.weight;
    if (left.known < leastRows || right < leastRows) {
      return;
    }
    double square = left.score * left.score; // that of the right is the same: scores are centred
    double lowered = square / left.weight + square / rest;
    if (lowered > largest) {
      largest = lowered;
      best = Optional.of(split.lowering(lowered / weight));
    }
  }
}
