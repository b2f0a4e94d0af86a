package io.assay.attribution.tree;

/**
 * Rows and references that have come to the same node of a tree with the same decisions behind
 * them: a part of a list of rows, and a part of a list of references. One thread's, moved from node
 * to node.
 */
final class Meeting {
  private final int[] rows;
  private final int[] references;
  private int firstRow;
  private int lastRow;
  private int firstReference;
  private int lastReference;

  /** Takes the lists, whose parts change their order as a descent goes on. */
  Meeting(int[] rows, int[] references) {
    this.rows = rows;
    this.references = references;
  }

  /** From here on those from a first (inclusive) to a last one (exclusive) meet. */
  void of(int fromRow, int toRow, int fromReference, int toReference) {
    firstRow = fromRow;
    lastRow = toRow;
    firstReference = fromReference;
    lastReference = toReference;
  }

  /** Returns how many rows there are. */
  int rows() {
    return lastRow - firstRow;
  }

  /** Adds up numbers of the references. */
  long sum(long[] numbers) {
    long sum = 0;
    for (int at = firstReference; at < lastReference; at++) { // references
      sum += numbers[references[at]];
    }
    return sum;
  }

  /** Returns one of the rows. */
  int row(int at) {
    return rows[firstRow + at];
  }

  /** Adds to each row its share of numbers, one a row that is here. */
  void add(double share, double[] numbers, double[] sums) {
    for (int at = firstRow; at < lastRow; at++) { // rows
      sums[rows[at]] += share * numbers[at - firstRow];
    }
  }
}
