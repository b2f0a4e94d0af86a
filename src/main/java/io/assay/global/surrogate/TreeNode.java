package io.assay.global.surrogate;

/**
 * A node of a surrogate tree.
 *
 * @param id its place in {@link SurrogateTree#nodes}; the root is 0
 * @param parent the node above; -1 of the root
 * @param depth questions above it
 * @param order when its question was chosen, from 1, the one that helped most first; 0 of a leaf
 * @param feature the position of the value asked about; -1 of a leaf
 * @param threshold at most this goes left; infinite where all numbers do, and missing values do not
 * @param missingLeft whether a missing value goes left
 * @param meetsMissing whether any row here lacks the value asked about
 * @param left the node of those that go left; -1 of a leaf
 * @param right the node of the others; -1 of a leaf
 * @param rows of the training rows that are here
 * @param share of the training rows that are here, 0 to 1
 * @param prediction mean score of the training rows here, score units
 * @param deviation standard deviation of their scores
 * @param wins share of the training rows here for which the model decides for the target, 0 to 1
 * @param queries composed rows beside them by which the question was chosen
 * @param explained share of the training rows' variance that the question accounts for; 0 of a leaf
 */
public record TreeNode(
    int id,
    int parent,
    int depth,
    int order,
    int feature,
    float threshold,
    boolean missingLeft,
    boolean meetsMissing,
    int left,
    int right,
    int rows,
    double share,
    double prediction,
    double deviation,
    double wins,
    int queries,
    double explained) {

  /** Returns whether nothing is asked here. */
  public boolean isLeaf() {
    return left < 0;
  }

  /** Says whether a value goes left. */
  boolean sendsLeft(float value) {
    return Float.isNaN(value) ? missingLeft : value <= threshold;
  }
}
