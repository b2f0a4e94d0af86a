package io.assay.table.feature;

import java.util.List;

/**
 * How surely a feature group belongs on the list of the most important ones, and what it goes
 * together with.
 *
 * @param method the method's key
 * @param target the explained scalar's name
 * @param feature the feature group's name
 * @param group the columns of the group, of a pair of groups the two; empty if it is a single
 *     feature
 * @param cluster the cluster of features whose attributions correlate, from 1; 0 if not found
 * @param leafOrder the place among the leaves of the clusters' tree, from 1; 0 if not found
 * @param selectedShare the share of lists that hold the feature, 0 to 1
 * @param stability how alike the lists of this method and target are, at most 1; NaN if all hold
 *     every feature, or none any
 * @param isChosen whether the feature is on enough of the lists
 */
public record FeatureRecord(
    String method,
    String target,
    String feature,
    List<String> group,
    int cluster,
    int leafOrder,
    double selectedShare,
    double stability,
    boolean isChosen) {
  /** Copies the list. */
  public FeatureRecord {
    group = List.copyOf(group);
  }
}
