package io.assay.baseline;

import io.assay.tensor.Tensor;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * k-means on features scaled to unit variance: k-means++ seeding (Arthur and Vassilvitskii 2007),
 * then Lloyd's iterations. An iteration takes rows x clusters x features multiplications.
 */
final class KMeans {
  private static final int MOST_ITERATIONS = 300;

  private final Tensor rows;
  private final int features;
  private final double[] scales; // squared distance = sum of scale * difference^2
  private final int clusters;
  private final double[] centres; // [clusters, features], in the features' own units
  private final int[] clusterOf;
  private final double[] distances; // of each row to its centre, squared

  private KMeans(Tensor rows, int clusters, RandomGenerator random) {
    this.rows = rows;
    this.features = rows.rowLength();
    this.scales = scales(rows);
    this.clusterOf = new int[rows.rows()];
    this.distances = new double[rows.rows()];
    this.centres = new double[clusters * features];
    this.clusters = seed(clusters, random);
  }

  /**
   * Runs to convergence.
   *
   * @param rows [rows, ...] in an order that is the same always
   * @param clusters at most so many; fewer where there are fewer distinct rows
   * @param random for the seeding alone
   */
  static KMeans of(Tensor rows, int clusters, RandomGenerator random) {
    KMeans means = new KMeans(rows, Math.min(clusters, rows.rows()), random);
    means.iterate();
    return means;
  }

  /** Returns the centres that own at least one row, weighted by how many they own. */
  Baseline centres() {
    int[] sizes = sizes();
    int kept = (int) Arrays.stream(sizes).filter(size -> size > 0).count();
    double[] values = new double[kept * features];
    double[] weights = new double[kept];
    int next = 0;
    for (int cluster = 0; cluster < clusters; cluster++) {
      if (sizes[cluster] > 0) {
        System.arraycopy(centres, cluster * features, values, next * features, features);
        weights[next++] = sizes[cluster];
      }
    }
    int[] shape = rows.shape();
    shape[0] = kept;
    return Baseline.background(Tensor.of(values, shape), weights);
  }

  private static double[] scales(Tensor rows) {
    int features = rows.rowLength();
    double[] scales = new double[features];
    for (int feature = 0; feature < features; feature++) {
      double sum = 0;
      for (int row = 0; row < rows.rows(); row++) {
        sum += rows.at(row, feature);
      }
      double mean = sum / rows.rows();
      double squares = 0;
      boolean varies = false;
      for (int row = 0; row < rows.rows(); row++) {
        squares += (rows.at(row, feature) - mean) * (rows.at(row, feature) - mean);
        varies |= rows.at(row, feature) != rows.at(0, feature);
      }
      scales[feature] = varies ? rows.rows() / squares : 0;
    }
    return scales;
  }

  /** Places centres on rows, each drawn by its squared distance to the centres before it. */
  private int seed(int wanted, RandomGenerator random) {
    place(0, random.nextInt(rows.rows()));
    for (int row = 0; row < clusterOf.length; row++) {
      distances[row] = distance(row, 0);
    }
    for (int cluster = 1; cluster < wanted; cluster++) {
      double total = Arrays.stream(distances).sum();
      if (!(total > 0)) {
        return cluster; // every row lies on a centre
      }
      place(cluster, drawn(random.nextDouble() * total));
      for (int row = 0; row < clusterOf.length; row++) {
        distances[row] = Math.min(distances[row], distance(row, cluster));
      }
    }
    return wanted;
  }

  private int drawn(double threshold) {
    double passed = 0;
    int last = 0;
    for (int row = 0; row < distances.length; row++) {
      if (distances[row] > 0) {
        passed += distances[row];
        last = row;
        if (passed > threshold) {
          return row;
        }
      }
    }
    return last;
  }

  private void iterate() {
    assign();
    for (int iteration = 0; iteration < MOST_ITERATIONS; iteration++) {
      reseatEmpty();
      average();
      if (!assign()) {
        return;
      }
    }
  }

  /** Gives every row to its nearest centre, the first of equals, and says whether any moved. */
  private boolean assign() {
    boolean moved = false;
    for (int row = 0; row < clusterOf.length; row++) {
      int nearest = 0;
      double least = distance(row, 0);
      for (int cluster = 1; cluster < clusters; cluster++) {
        double distance = distance(row, cluster);
        if (distance < least) {
          least = distance;
          nearest = cluster;
        }
      }
      moved |= clusterOf[row] != nearest;
      clusterOf[row] = nearest;
      distances[row] = least;
    }
    return moved;
  }

  /** Gives each empty cluster the row that lies farthest from its centre. */
  private void reseatEmpty() {
    int[] sizes = sizes();
    for (int cluster = 0; cluster < clusters; cluster++) {
      if (sizes[cluster] == 0) {
        int farthest = 0;
        for (int row = 1; row < distances.length; row++) {
          if (distances[row] > distances[farthest]) {
            farthest = row;
          }
        }
        if (distances[farthest] > 0) {
          sizes[clusterOf[farthest]]--;
          sizes[cluster]++;
          clusterOf[farthest] = cluster;
          distances[farthest] = 0;
        }
      }
    }
  }

  private void average() {
    int[] sizes = sizes();
    for (int cluster = 0; cluster < clusters; cluster++) {
      if (sizes[cluster] > 0) {
        Arrays.fill(centres, cluster * features, (cluster + 1) * features, 0);
      }
    }
    for (int row = 0; row < clusterOf.length; row++) {
      for (int feature = 0; feature < features; feature++) {
        centres[clusterOf[row] * features + feature] += rows.at(row, feature);
      }
    }
    for (int cluster = 0; cluster < clusters; cluster++) {
      for (int feature = 0; feature < features && sizes[cluster] > 0; feature++) {
        centres[cluster * features + feature] /= sizes[cluster];
      }
    }
  }

  private int[] sizes() {
    int[] sizes = new int[clusters];
    for (int cluster : clusterOf) {
      sizes[cluster]++;
    }
    return sizes;
  }

  private void place(int cluster, int row) {
    for (int feature = 0; feature < features; feature++) {
      centres[cluster * features + feature] = rows.at(row, feature);
    }
  }

  private double distance(int row, int cluster) {
    float[] values = rows.values();
    int from = row * features;
    int centre = cluster * features;
    double sum = 0;
    for (int feature = 0; feature < features; feature++) {
      double difference = values[from + feature] - centres[centre + feature];
      sum += scales[feature] * difference * difference;
    }
    return sum;
  }
}
