package io.assay.table;

import io.assay.aggregate.Difference;
import java.util.List;

/**
 * How the importance of a feature group differs between two sets of rows, and where that belongs.
 *
 * @param method the method's key
 * @param target the explained scalar's name
 * @param slice the slice's name
 * @param other the other slice's name; {@link #REST} for all rows that are not in the slice; {@link
 *     #REST_HELD_OUT} for those of the half of a sample in which the slice was not searched
 * @param feature the feature group's name
 * @param group the columns of the group, of a pair of groups the two; empty if it is a single
 *     feature
 * @param numbers how large the difference is; p is NaN where it was not tested
 * @param q the least false-discovery rate at which the difference is found; NaN if not tested
 * @param isFound whether that is at most the job's rate
 */
public record DifferenceRecord(
    String method,
    String target,
    String slice,
    String other,
    String feature,
    List<String> group,
    Difference numbers,
    double q,
    boolean isFound) {
  /** All rows that are not in the slice. */
  public static final String REST = "rest";

  /** All rows that are not in the slice, among those that had no say in finding it. */
  public static final String REST_HELD_OUT = "rest, held out";

  /** Copies the list. */
  public DifferenceRecord {
    group = List.copyOf(group);
  }

  /**
   * Returns this record with what all tests together say.
   *
   * @param q its false-discovery rate; NaN if it was not tested
   * @param rate the largest that counts as found
   */
  public DifferenceRecord judged(double q, double rate) {
    return new DifferenceRecord(
        method, target, slice, other, feature, group, numbers, q, q <= rate);
  }
}
