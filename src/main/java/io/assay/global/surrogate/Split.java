package io.assay.global.surrogate;

/**
 * A question that sends some of a node's rows to the left and the others to the right.
 *
 * @param feature the position of the value that is asked about
 * @param threshold at most this goes left, more goes right; infinite where all numbers go left
 * @param missingLeft whether a missing value goes left
 * @param meetsMissing whether any row here lacks the value
 * @param reduction by how much the node's variance falls, in squared score units
 */
record Split(
    int feature, float threshold, boolean missingLeft, boolean meetsMissing, double reduction) {
  /** Returns this question with what it does for a node's variance. */
  Split lowering(double by) {
    return new Split(feature, threshold, missingLeft, meetsMissing, by);
  }

  /** Says where a value goes. */
  boolean sendsLeft(float value) {
    return Float.isNaN(value) ? missingLeft : value <= threshold;
  }
}
