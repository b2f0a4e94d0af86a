package io.assay.attribution.tree;

import io.assay.model.tree.Tree;

/**
 * Interventional Shapley values of rows against references, by one descent of a tree that is
 * followed on both sides where they part. A hybrid takes some features from the row and the others
 * from the reference. It comes to a leaf if and only if those features that only the row takes
 * there (A) are the row's, and those that only the reference takes there (C) are the reference's;
 * such a leaf of value v gives
 *
 * <pre>
 * to a feature of A    v (|A| - 1)! |C|! / (|A| + |C|)!
 * to a feature of C   -v |A|! (|C| - 1)! / (|A| + |C|)!
 * to a pair in A       v (|A| - 2)! |C|! / (|A| + |C| - 1)!
 * to a pair in C       v |A|! (|C| - 2)! / (|A| + |C| - 1)!
 * to a pair across    -v (|A| - 1)! (|C| - 1)! / (|A| + |C| - 1)!
 * </pre>
 *
 * or what {@link Betas} says of Banzhaf values.
 *
 * <p>Source: Lundberg, Erion et al. (2020), From local explanations to global understanding with
 * explainable AI for trees, doi 10.1038/s42256-019-0138-9, Algorithm 3; pairs are the Shapley
 * interaction index of the same leaf. There one row descends with one reference. Here any number of
 * rows descends with any number of references: at a question both are parted, so that a question is
 * looked at once for all who meet there, and a leaf once for all who come with the same A and C.
 *
 * <p>One thread's. Nothing is allocated on the way; calls nest as deep as the tree is.
 */
final class PairwiseShap {
  private static final byte OPEN = 0;
  private static final byte ROW = 1;
  private static final byte REFERENCE = 2;

  /** What a leaf brings to an output, summed over the references that meet there. */
  interface LeafMass {
    /** Returns the first output that a tree's leaves count for. */
    int first(Tree tree);

    /** Returns how many outputs, from the first, they count for. */
    int count(Tree tree);

    /**
     * Looks at a meeting. Sums may not depend on the order of its references, which is that of how
     * rows and references came there.
     */
    void meet(Meeting meeting);

    /**
     * Works out what a leaf brings to those who met last.
     *
     * @param at which output, counted from the first
     * @param mass takes one number a row
     */
    void of(Tree tree, int leaf, int at, double[] mass);
  }

  private final Sides ofRows;
  private final Sides ofReferences;
  private final LeafMass leafMass;
  private final PathShares shares;
  private final byte[] decided; // [feature]: whose value the path takes since they parted
  private final int[] rows = new int[RowBlock.MOST_ROWS];
  private final int[] references = new int[RowBlock.MOST_ROWS];
  private final Meeting meeting = new Meeting(rows, references);
  private final double[] mass = new double[RowBlock.MOST_ROWS];
  private final double[][][] sums; // [output][column][row]

  /**
   * Prepares for descents.
   *
   * @param ofRows where rows go; filled for a tree before each of its descents
   * @param ofReferences where references go
   * @param leafMass what leaves bring
   * @param shares for rows of as many features as those
   * @param features of a row
   * @param sums takes the values: [output][column][row]
   */
  PairwiseShap(
      Sides ofRows,
      Sides ofReferences,
      LeafMass leafMass,
      PathShares shares,
      int features,
      double[][][] sums) {
    this.ofRows = ofRows;
    this.ofReferences = ofReferences;
    this.leafMass = leafMass;
    this.shares = shares;
    this.decided = new byte[features];
    this.sums = sums;
  }

  /**
   * Adds what a tree gives to some rows of a block against all references of another.
   *
   * @param from the first of the rows
   * @param to after the last
   * @param others how many references there are
   */
  void descend(Tree tree, int from, int to, int others) {
    for (int row = from; row < to; row++) {
      rows[row - from] = row;
    }
    for (int reference = 0; reference < others; reference++) {
      references[reference] = reference;
    }
    visit(tree, 0, 0, to - from, 0, others);
  }

  /**
   * Goes on from a node with some of the rows and some of the references that meet there: {@code
   * firstRow} (inclusive) to {@code lastRow} (exclusive) of their list, and likewise of the other.
   * Deeper nodes change the order within, but not who they are.
   */
  private void visit(
      Tree tree, int node, int firstRow, int lastRow, int firstOther, int lastOther) {
    if (firstRow == lastRow || firstOther == lastOther) {
      return;
    }
    if (tree.isLeaf(node)) {
      leaf(tree, node, firstRow, lastRow, firstOther, lastOther);
      return;
    }
    int left = tree.left(node);
    int right = tree.right(node);
    switch (decided[tree.split(node).feature()]) {
      case ROW -> {
        int middle = ofRows.part(node, rows, firstRow, lastRow);
        visit(tree, left, firstRow, middle, firstOther, lastOther);
        visit(tree, right, middle, lastRow, firstOther, lastOther);
      }
      case REFERENCE -> {
        int middle = ofReferences.part(node, references, firstOther, lastOther);
        visit(tree, left, firstRow, lastRow, firstOther, middle);
        visit(tree, right, firstRow, lastRow, middle, lastOther);
      }
      default -> open(tree, node, firstRow, lastRow, firstOther, lastOther);
    }
  }

  /** Asks about a feature on which rows and references have not parted yet. */
  private void open(Tree tree, int node, int firstRow, int lastRow, int firstOther, int lastOther) {
    int left = tree.left(node);
    int right = tree.right(node);
    int row = ofRows.part(node, rows, firstRow, lastRow);
    int other = ofReferences.part(node, references, firstOther, lastOther);
    visit(tree, left, firstRow, row, firstOther, other);
    visit(tree, right, row, lastRow, other, lastOther);
    int feature = tree.split(node).feature();
    decided[feature] = ROW;
    shares.present(feature);
    visit(tree, left, firstRow, row, other, lastOther);
    visit(tree, right, row, lastRow, firstOther, other);
    shares.forgetPresent();
    decided[feature] = REFERENCE;
    shares.absent(feature);
    visit(tree, right, firstRow, row, other, lastOther);
    visit(tree, left, row, lastRow, firstOther, other);
    shares.forgetAbsent();
    decided[feature] = OPEN;
  }

  private void leaf(Tree tree, int leaf, int firstRow, int lastRow, int firstOther, int lastOther) {
    if (shares.areNone()) {
      return; // all hybrids come here
    }
    meeting.of(firstRow, lastRow, firstOther, lastOther);
    leafMass.meet(meeting);
    int first = leafMass.first(tree);
    for (int at = 0; at < leafMass.count(tree); at++) {
      leafMass.of(tree, leaf, at, mass);
      shares.add(mass, meeting, sums[first + at]);
    }
  }
}
