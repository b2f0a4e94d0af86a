package io.assay.table.sampled;

import io.assay.aggregate.sampled.PoweredImportance;
import java.util.List;

/**
 * A feature's prediction-powered importance, and where it belongs.
 *
 * @param method the method's key
 * @param target the explained scalar's name
 * @param slice the slice's name
 * @param feature the feature group's name
 * @param group the columns of the group; empty if it is a single feature
 * @param numbers what is known
 */
public record PoweredRecord(
    String method,
    String target,
    String slice,
    String feature,
    List<String> group,
    PoweredImportance numbers) {
  /** Copies the list. */
  public PoweredRecord {
    group = List.copyOf(group);
  }
}
