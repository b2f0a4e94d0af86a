package io.assay.aggregate.fold;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Features whose attributions rise and fall together: average linkage of one minus their signed
 * correlation over rows. Clusters are joined while the features of one correlate with those of the
 * other, on average, by as much as is asked.
 *
 * <p>The tree is found along chains of nearest neighbours (Müllner (2011), "Modern hierarchical,
 * agglomerative clustering algorithms", arXiv:1109.2378, section 3.2): the square of the features
 * in time, and 8 bytes a pair in memory. A feature without spread correlates with none. Of equally
 * near clusters the one before in the chain is taken, or else the first.
 */
public final class FeatureClusters {
  /** With more features the pairs would take over 32 MB. */
  public static final int MOST_FEATURES = 2_000;

  /** Two clusters that are joined, named by their first features. */
  private record Join(int left, int right, double distance) {}

  private final int[] clusters;
  private final int[] leafOrder;

  private FeatureClusters(int[] clusters, int[] leafOrder) {
    this.clusters = clusters;
    this.leafOrder = leafOrder;
  }

  /**
   * Finds clusters.
   *
   * @param rows attributions, a row each, all as long
   * @param correlation the least mean correlation of what is joined, -1 to 1
   * @throws IllegalArgumentException if there are under 3 rows, or too many features
   */
  public static FeatureClusters of(List<float[]> rows, double correlation) {
    int features = rows.isEmpty() ? 0 : rows.get(0).length;
    if (rows.size() < 3 || features > MOST_FEATURES) {
      throw new IllegalArgumentException(
          "%d rows of %d features; need 3 or more rows of at most %d"
              .formatted(rows.size(), features, MOST_FEATURES));
    }
    return cut(joins(distances(standardised(rows, features))), features, 1 - correlation);
  }

  /** Returns every feature's column with mean 0 and length 1; zeros if it has no spread. */
  private static double[][] standardised(List<float[]> rows, int features) {
    double[][] columns = new double[features][rows.size()];
    for (int feature = 0; feature < features; feature++) {
      double[] column = columns[feature];
      for (int row = 0; row < column.length; row++) {
        column[row] = rows.get(row)[feature];
      }
      double size = Arrays.stream(column).map(Math::abs).max().orElse(0);
      double mean = Arrays.stream(column).average().orElse(0);
      double squares = Arrays.stream(column).map(value -> (value - mean) * (value - mean)).sum();
      boolean isFlat = Math.sqrt(squares / column.length) <= 1e-9 * size;
      double scale = isFlat ? 0 : 1 / Math.sqrt(squares);
      for (int row = 0; row < column.length; row++) {
        column[row] = (column[row] - mean) * scale;
      }
    }
    return columns;
  }

  private static double[][] distances(double[][] columns) {
    double[][] distances = new double[columns.length][columns.length];
    for (int left = 1; left < columns.length; left++) {
      for (int right = 0; right < left; right++) {
        double correlation = 0;
        for (int row = 0; row < columns[left].length; row++) {
          correlation += columns[left][row] * columns[right][row];
        }
        distances[left][right] = 1 - correlation;
        distances[right][left] = 1 - correlation;
      }
    }
    return distances;
  }

  /** Joins nearest neighbours until all are one, parts before wholes; uses the distances up. */
  private static List<Join> joins(double[][] distances) {
    double[] heights = new double[distances.length]; // rounding must not put a whole under a part
    int[] sizes = new int[distances.length];
    Arrays.fill(sizes, 1);
    List<Join> joins = new ArrayList<>();
    List<Integer> chain = new ArrayList<>();
    while (joins.size() < distances.length - 1) {
      if (chain.isEmpty()) {
        chain.add(first(sizes));
      }
      int top = chain.get(chain.size() - 1);
      int before = chain.size() > 1 ? chain.get(chain.size() - 2) : -1;
      int next = nearest(distances[top], sizes, top, before);
      if (next == before) {
        chain.subList(chain.size() - 2, chain.size()).clear();
        int left = Math.min(top, before);
        int right = Math.max(top, before);
        double own = Math.max(heights[left], heights[right]);
        heights[left] = Math.max(own, distances[left][right]);
        joins.add(new Join(left, right, heights[left]));
        join(distances, sizes, left, right);
      } else {
        chain.add(next);
      }
    }
    return joins;
  }

  private static int first(int[] sizes) {
    int first = 0;
    while (sizes[first] == 0) {
      first++;
    }
    return first;
  }

  /** Returns the nearest cluster; the one before in the chain if no other is nearer. */
  private static int nearest(double[] distances, int[] sizes, int from, int before) {
    int nearest = before;
    for (int other = 0; other < sizes.length; other++) {
      boolean isOther = other != from && sizes[other] > 0;
      if (isOther && (nearest < 0 || distances[other] < distances[nearest])) {
        nearest = other;
      }
    }
    return nearest;
  }

  /** Makes one cluster of two, under the left one's name. */
  private static void join(double[][] distances, int[] sizes, int left, int right) {
    double all = sizes[left] + sizes[right];
    for (int other = 0; other < sizes.length; other++) {
      double mean =
          (sizes[left] * distances[left][other] + sizes[right] * distances[right][other]) / all;
      distances[left][other] = mean;
      distances[other][left] = mean;
    }
    sizes[left] += sizes[right];
    sizes[right] = 0;
  }

  private static FeatureClusters cut(List<Join> joins, int features, double most) {
    List<List<Integer>> leaves = new ArrayList<>();
    List<List<List<Integer>>> parts = new ArrayList<>();
    for (int feature = 0; feature < features; feature++) {
      leaves.add(new ArrayList<>(List.of(feature)));
      parts.add(new ArrayList<>(List.of(leaves.get(feature))));
    }
    for (Join join : joins) {
      List<List<Integer>> left = parts.get(join.left());
      List<List<Integer>> right = parts.get(join.right());
      if (join.distance() <= most) {
        left.get(0).addAll(right.get(0)); // below the cut every part is one cluster
      } else {
        left.addAll(right);
      }
    }
    return numbered(features == 0 ? List.of() : parts.get(0), features);
  }

  private static FeatureClusters numbered(List<List<Integer>> parts, int features) {
    int[] clusters = new int[features];
    int[] order = new int[features];
    int leaf = 0;
    for (int cluster = 0; cluster < parts.size(); cluster++) {
      for (int feature : parts.get(cluster)) {
        clusters[feature] = cluster + 1;
        leaf++;
        order[feature] = leaf;
      }
    }
    return new FeatureClusters(clusters, order);
  }

  /** Returns the cluster of a feature, from 1 in the order of the tree's leaves. */
  public int cluster(int feature) {
    return clusters[feature];
  }

  /** Returns the place of a feature among the tree's leaves, from 1: alike features are near. */
  public int leafOrder(int feature) {
    return leafOrder[feature];
  }
}
