package io.assay.aggregate;

/**
 * How far the importance of a feature group in some rows differs from that in others; no row is in
 * both.
 *
 * @param rows how many rows
 * @param otherRows how many others
 * @param difference mean |attribution| over the rows less that over the others, score units
 * @param se its standard error; NaN if one side has fewer than two rows, as the three below
 * @param low lower bound of the two-sided interval
 * @param high upper bound
 * @param p how likely a difference as large as this one is by chance where there is none, 0 to 1
 */
public record Difference(
    long rows, long otherRows, double difference, double se, double low, double high, double p) {
  /** Returns this difference without its test. */
  public Difference untested() {
    return new Difference(rows, otherRows, difference, se, low, high, Double.NaN);
  }
}
