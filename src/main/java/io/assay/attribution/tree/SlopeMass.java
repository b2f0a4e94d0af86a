package io.assay.attribution.tree;

import io.assay.attribution.tree.PairwiseShap.LeafMass;
import io.assay.model.tree.Link;
import io.assay.model.tree.Tree;

/**
 * A leaf's values times the weighted slopes ({@link MeanSlope}) between one row and those
 * references that come with it. Their sum is taken in the order of the list, which that row alone
 * determines.
 */
final class SlopeMass implements LeafMass {
  private final int outputs;
  private final boolean isMixed;
  private final MeanSlope slope;
  private double[][][] slopes = new double[0][][]; // [row][number of a slope][reference]
  private double[][] ofRow = new double[0][];

  SlopeMass(Link link, int outputs) {
    this.outputs = outputs;
    this.isMixed = MeanSlope.mixes(link);
    this.slope = new MeanSlope(link, outputs);
  }

  /** Returns how many numbers are held for each pair. */
  int size() {
    return slope.size();
  }

  /**
   * Works out the slopes of some rows.
   *
   * @param rows margins, of which those {@code from} (inclusive) to {@code to} (exclusive) count
   * @param references margins
   * @param weights of the references
   */
  void fill(double[][] rows, int from, int to, double[][] references, double[] weights) {
    if (slopes.length < to - from) {
      slopes = new double[to - from][size()][RowBlock.MOST_ROWS];
    }
    double[] one = new double[size()];
    for (int row = from; row < to; row++) {
      double[][] into = slopes[row - from];
      for (int reference = 0; reference < references.length; reference++) {
        slope.of(rows[row], references[reference], one);
        for (int number = 0; number < one.length; number++) {
          into[number][reference] = weights[reference] * one[number];
        }
      }
    }
  }

  /** From here on leaves are those of this row, counted from the first that was filled in. */
  void turnTo(int row) {
    ofRow = slopes[row];
  }

  @Override
  public int first(Tree tree) {
    return isMixed ? 0 : tree.firstOutput();
  }

  @Override
  public int count(Tree tree) {
    return isMixed ? outputs : tree.width();
  }

  @Override
  public void of(Tree tree, int leaf, int[] references, int from, int to, double[] mass) {
    int first = tree.firstOutput();
    for (int at = 0; at < count(tree); at++) {
      if (!isMixed) {
        mass[at] = sum(ofRow[first + at], references, from, to) * tree.value(leaf, at);
        continue;
      }
      mass[at] = 0;
      for (int place = 0; place < tree.width(); place++) {
        double[] numbers = ofRow[at * outputs + first + place];
        mass[at] += sum(numbers, references, from, to) * tree.value(leaf, place);
      }
    }
  }

  private static double sum(double[] numbers, int[] references, int from, int to) {
    double sum = 0;
    for (int at = from; at < to; at++) { // references
      sum += numbers[references[at]];
    }
    return sum;
  }
}
