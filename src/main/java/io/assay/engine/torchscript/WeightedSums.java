package io.assay.engine.torchscript;

import io.assay.model.Points;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * Sums of gradients at weighted points, in float64, a row and slot each. Values move between Java
 * and native memory in pieces that stay in the processor's nearest cache.
 */
final class WeightedSums {
  private static final int PIECE_VALUES = 4096;

  private final Points points;
  private final int slots;
  private final int length;
  private final double[] sums;
  private final float[] piece;
  private final int piecePoints;
  private final int[] rows;
  private final double[] weights;
  private double[] before = new double[0]; // the sums that the batch adds to, as they were
  private int beforeFrom;

  /**
   * Starts at zero.
   *
   * @param slots sums a row
   * @param length values of one point
   * @param batchPoints points in one batch at most
   */
  WeightedSums(Points points, int slots, int length, int batchPoints) {
    this.points = points;
    this.slots = slots;
    this.length = length;
    this.sums = new double[Math.multiplyExact(Math.multiplyExact(points.rows(), slots), length)];
    this.piecePoints = Math.max(1, PIECE_VALUES / length);
    this.piece = new float[piecePoints * length];
    this.rows = new int[batchPoints];
    this.weights = new double[batchPoints];
  }

  /** Turns to the batch of points from {@code start} on and writes their coordinates. */
  void turnTo(int start, int count, Workspace workspace) {
    before = new double[0];
    for (int first = 0; first < count; first += piecePoints) {
      int end = Math.min(count, first + piecePoints);
      for (int point = first; point < end; point++) {
        points.write(start + point, piece, (point - first) * length);
        rows[point] = points.row(start + point);
        weights[point] = points.weight(start + point);
      }
      workspace.write(first * length, piece, 0, (end - first) * length);
    }
  }

  /** Returns the row of a point, counted from the start of the batch. */
  int row(int point) {
    return rows[point];
  }

  /** Adds a slot's gradients at the points of the batch, in their order; slot 0 comes first. */
  void add(FloatBuffer gradients, int count, int slot) {
    if (slot == 0 && slots > 1) { // of one slot nothing is added before all is there
      remember(count);
    }
    for (int first = 0; first < count; first += piecePoints) {
      int end = Math.min(count, first + piecePoints);
      gradients.get(first * length, piece, 0, (end - first) * length);
      addPiece(first, end, slot);
    }
  }

  private void remember(int count) {
    int first = rows[0];
    int last = rows[0];
    for (int point = 1; point < count; point++) {
      first = Math.min(first, rows[point]);
      last = Math.max(last, rows[point]);
    }
    beforeFrom = first * slots * length;
    before = Arrays.copyOfRange(sums, beforeFrom, (last + 1) * slots * length);
  }

  /** Takes back what slots of the batch have added. */
  void takeBack() {
    System.arraycopy(before, 0, sums, beforeFrom, before.length);
  }

  /** Takes two points at once where they are of one row: the sums are read and written once. */
  private void addPiece(int first, int end, int slot) {
    int point = first;
    while (point < end) {
      int to = (rows[point] * slots + slot) * length;
      int from = (point - first) * length;
      if (point + 1 < end && rows[point + 1] == rows[point]) {
        addTwo(weights[point], weights[point + 1], from, to);
        point += 2;
      } else {
        addOne(weights[point], from, to);
        point++;
      }
    }
  }

  private void addOne(double weight, int from, int to) {
    for (int i = 0; i < length; i++) {
      sums[to + i] += weight * piece[from + i];
    }
  }

  private void addTwo(double weight, double nextWeight, int from, int to) {
    int next = from + length;
    for (int i = 0; i < length; i++) {
      sums[to + i] = sums[to + i] + weight * piece[from + i] + nextWeight * piece[next + i];
    }
  }

  /** Returns the sums, [rows, slots, ...], themselves. */
  double[] values() {
    return sums;
  }
}
