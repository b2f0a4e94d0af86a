package io.assay.table;

import io.assay.aggregate.Importance;
import java.util.List;

/**
 * The importance of one feature group, and where it belongs.
 *
 * @param method the method's key
 * @param target the explained scalar's name
 * @param slice the slice's name
 * @param feature the feature group's name
 * @param group the columns of the group, of a pair of groups the two; empty if it is a single
 *     feature
 * @param importance its numbers
 */
public record ImportanceRecord(
    String method,
    String target,
    String slice,
    String feature,
    List<String> group,
    Importance importance) {
  /** Copies the list. */
  public ImportanceRecord {
    group = List.copyOf(group);
  }
}
