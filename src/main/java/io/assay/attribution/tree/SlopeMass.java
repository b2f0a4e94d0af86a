package io.assay.attribution.tree;

import io.assay.attribution.tree.PairwiseShap.LeafMass;
import io.assay.model.tree.Tree;
import java.util.Arrays;

/**
 * A leaf's values times the weighted slopes ({@link MeanSlope}) between each row and those
 * references that meet it there. A row's slopes are held as whole multiples of the power of two
 * that is just large enough for their sum: so sums do not depend on the order.
 */
final class SlopeMass implements LeafMass {
  private static final int EXPONENT = 61;

  private final int margins;
  private final MeanSlope slope;
  private final double[][] weighted; // [margin][reference]
  private final long[][][] slopes; // [row][margin][reference]
  private final int[][] exponents; // [row][margin]
  private int firstRow;
  private Meeting meeting = new Meeting(new int[0], new int[0]);

  /**
   * Makes room.
   *
   * @param slope of the one prediction that leaves count for
   * @param margins that it depends on
   * @param rows at a time
   * @param references at a time
   */
  SlopeMass(MeanSlope slope, int margins, int rows, int references) {
    this.margins = margins;
    this.slope = slope;
    this.weighted = new double[margins][references];
    this.slopes = new long[rows][margins][references];
    this.exponents = new int[rows][margins];
  }

  /**
   * Works out the slopes of some rows.
   *
   * @param rows margins, of which those {@code from} (inclusive) to {@code to} (exclusive) count
   * @param references margins
   * @param weights of the references
   */
  void fill(double[][] rows, int from, int to, double[][] references, double[] weights) {
    firstRow = from;
    double[] one = new double[margins];
    for (int row = from; row < to; row++) {
      for (int reference = 0; reference < references.length; reference++) {
        slope.of(rows[row], references[reference], one);
        for (int margin = 0; margin < margins; margin++) {
          weighted[margin][reference] = weights[reference] * one[margin];
        }
      }
      for (int margin = 0; margin < margins; margin++) {
        hold(row - from, margin, references.length);
      }
    }
  }

  /** Rounds the slopes of a row, whose sizes add up to less than 2^62 units. */
  private void hold(int row, int margin, int references) {
    double[] from = weighted[margin];
    double sum = 0;
    for (int reference = 0; reference < references; reference++) {
      sum += Math.abs(from[reference]);
    }
    int exponent = sum == 0 ? 0 : EXPONENT - 1 - Math.getExponent(sum);
    long[] into = slopes[row][margin];
    for (int reference = 0; reference < references; reference++) {
      into[reference] = (long) Math.scalb(from[reference], exponent);
    }
    exponents[row][margin] = -exponent;
  }

  @Override
  public int first(Tree tree) {
    return 0;
  }

  @Override
  public int count(Tree tree) {
    return 1;
  }

  @Override
  public void meet(Meeting those) {
    meeting = those;
  }

  @Override
  public void of(Tree tree, int leaf, int at, double[] mass) {
    Arrays.fill(mass, 0, meeting.rows(), 0);
    for (int place = 0; place < tree.width(); place++) {
      add(tree.firstOutput() + place, tree.value(leaf, place), mass);
    }
  }

  private void add(int margin, double value, double[] mass) {
    for (int at = 0; at < meeting.rows(); at++) { // rows
      int row = meeting.row(at) - firstRow;
      long sum = meeting.sum(slopes[row][margin]);
      mass[at] += value * Math.scalb((double) sum, exponents[row][margin]);
    }
  }
}
