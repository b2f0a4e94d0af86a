package io.assay.attribution.tree;

import io.assay.baseline.FeatureGroups;
import java.util.ArrayList;
import java.util.List;

/**
 * The columns of a result: one a group of features; with pairs, one a pair of groups after them,
 * the first group slowest.
 */
public final class ResultColumns {
  /** What there are columns for. */
  public enum Order {
    /** Groups alone. */
    SINGLES,
    /** Groups, and pairs of groups. */
    PAIRS
  }

  private final FeatureGroups groups;
  private final Order order;

  /** Columns for groups. */
  public ResultColumns(FeatureGroups groups, Order order) {
    this.groups = groups;
    this.order = order;
  }

  /** Returns how many columns there are. */
  public int size() {
    int singles = groups.size();
    return order == Order.SINGLES ? singles : singles + singles * (singles - 1) / 2;
  }

  /** Returns what there are columns for. */
  public Order order() {
    return order;
  }

  /** Returns the column of a feature: that of its group. */
  public int of(int feature) {
    return groups.groupOf(feature);
  }

  /**
   * Returns the column of two features' pair; that of their group if they share one.
   *
   * @throws IllegalStateException if there are no columns for pairs
   */
  public int of(int one, int other) {
    if (order == Order.SINGLES) {
      throw new IllegalStateException("there are no columns for pairs");
    }
    int low = Math.min(of(one), of(other));
    int high = Math.max(of(one), of(other));
    int players = groups.size();
    return low == high ? low : players + low * (2 * players - low - 1) / 2 + high - low - 1;
  }

  /** Returns the names of the columns, in order. */
  public List<String> names() {
    List<String> names = new ArrayList<>(groups.names());
    if (order == Order.PAIRS) {
      for (int one = 0; one < groups.size(); one++) {
        for (int other = one + 1; other < groups.size(); other++) {
          names.add(groups.names().get(one) + " x " + groups.names().get(other));
        }
      }
    }
    return names;
  }
}
