package io.assay.baseline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which positions of a row's input are attributed together. A group is a player of a Shapley game
 * and a column of the result: a raw column behind its one-hot positions, a declared group of
 * columns, or a single feature. Groups of the same names and members are equal.
 */
public final class FeatureGroups {
  private final List<String> names;
  private final int[] groupOf;

  private FeatureGroups(List<String> names, int[] groupOf) {
    this.names = List.copyOf(names);
    this.groupOf = groupOf;
  }

  /** Every position is its own group. */
  public static FeatureGroups singletons(List<String> featureNames) {
    int[] groupOf = new int[featureNames.size()];
    for (int feature = 0; feature < groupOf.length; feature++) {
      groupOf[feature] = feature;
    }
    return new FeatureGroups(featureNames, groupOf);
  }

  /**
   * Positions grouped as given.
   *
   * @param names one name a group
   * @param groupOf for every position of a row's input the number of its group, 0 to names - 1;
   *     every group has at least one position
   */
  public static FeatureGroups of(List<String> names, int[] groupOf) {
    boolean[] seen = new boolean[names.size()];
    for (int group : groupOf) {
      if (group < 0 || group >= names.size()) {
        throw new IllegalArgumentException("group " + group + " of " + names.size());
      }
      seen[group] = true;
    }
    for (int group = 0; group < seen.length; group++) {
      if (!seen[group]) {
        throw new IllegalArgumentException("group " + names.get(group) + " has no member");
      }
    }
    return new FeatureGroups(names, groupOf.clone());
  }

  /** Returns how many groups there are. */
  public int size() {
    return names.size();
  }

  /** Returns how many positions a row's input has. */
  public int features() {
    return groupOf.length;
  }

  /** Returns the names of the groups, in order. */
  public List<String> names() {
    return names;
  }

  /** Returns the group of a position. */
  public int groupOf(int feature) {
    return groupOf[feature];
  }

  /** Returns the positions of a group, ascending. */
  public List<Integer> members(int group) {
    List<Integer> members = new ArrayList<>();
    for (int feature = 0; feature < groupOf.length; feature++) {
      if (groupOf[feature] == group) {
        members.add(feature);
      }
    }
    return Collections.unmodifiableList(members);
  }

  /** Returns whether every position is its own group. */
  public boolean areSingletons() {
    return names.size() == groupOf.length;
  }

  /** Compares names and members. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FeatureGroups that
        && names.equals(that.names)
        && Arrays.equals(groupOf, that.groupOf);
  }

  @Override
  public int hashCode() {
    return 31 * names.hashCode() + Arrays.hashCode(groupOf);
  }
}
