package io.assay.aggregate.compare;

import io.assay.aggregate.Importance;
import java.util.List;

/**
 * How the magnitudes of two runs go together in the rows that both explained: what pairs their
 * comparison.
 *
 * <pre>
 *   x_j = |a_j|                                   y_j = |b_j|             magnitudes of feature j
 *   u_j = (|a_j| - share_a T_a) / mean(T_a)       v_j likewise of b       linear parts of the share
 * </pre>
 *
 * with T the sum of a row's magnitudes over all features of its run. Sums are of float64, shifted
 * by the runs' means. One thread at a time.
 */
public final class CommonRows {
  private final double[] meanBefore;
  private final double[] meanAfter;
  private final double[] shareBefore;
  private final double[] shareAfter;
  private final double totalBefore;
  private final double totalAfter;
  private final Sums magnitudes;
  private final Sums shares;
  private final double lookedAt;
  private long rows;

  /**
   * Creates sums of no rows.
   *
   * @param before the features of the earlier run that are compared
   * @param after those of the later, in the same order
   * @param lookedAt the share of rows that is looked at, chosen by their ids alone; over 0, and 1
   *     for all
   * @throws IllegalArgumentException if they are not as many, or the share is no share
   */
  public CommonRows(List<Importance> before, List<Importance> after, double lookedAt) {
    if (!(lookedAt > 0 && lookedAt <= 1)) {
      throw new IllegalArgumentException("lookedAt is " + lookedAt + "; need over 0, at most 1");
    }
    if (before.size() != after.size()) {
      throw new IllegalArgumentException(before.size() + " features against " + after.size());
    }
    meanBefore = before.stream().mapToDouble(Importance::meanAbs).toArray();
    meanAfter = after.stream().mapToDouble(Importance::meanAbs).toArray();
    shareBefore = before.stream().mapToDouble(Importance::share).toArray();
    shareAfter = after.stream().mapToDouble(Importance::share).toArray();
    totalBefore = total(before);
    totalAfter = total(after);
    magnitudes = new Sums(before.size());
    shares = new Sums(before.size());
    this.lookedAt = lookedAt;
  }

  private static double total(List<Importance> features) {
    double magnitudes = features.stream().mapToDouble(Importance::meanAbs).sum();
    double shares = features.stream().mapToDouble(Importance::share).sum();
    return magnitudes / shares;
  }

  /**
   * Adds a row that both runs explained.
   *
   * @param before the attributions of the features that are compared, score units
   * @param after the same of the later run
   * @param sumBefore the sum of |attribution| over all features of the earlier run
   * @param sumAfter the same of the later run
   */
  public void add(float[] before, float[] after, double sumBefore, double sumAfter) {
    rows++;
    for (int j = 0; j < meanBefore.length; j++) {
      double x = Math.abs(before[j]);
      double y = Math.abs(after[j]);
      magnitudes.add(j, x - meanBefore[j], y - meanAfter[j]);
      shares.add(
          j,
          (x - shareBefore[j] * sumBefore) / totalBefore,
          (y - shareAfter[j] * sumAfter) / totalAfter);
    }
  }

  /** Returns how many rows were added. */
  public long rows() {
    return rows;
  }

  /** Returns how many rows are in both runs, as far as the share that was looked at tells. */
  public double estimatedRows() {
    return rows / lookedAt;
  }

  /** Returns how the magnitudes of a feature go together. */
  Spread ofMeanAbs(int feature) {
    return magnitudes.spread(feature, rows, estimatedRows());
  }

  /** Returns how the linear parts of a feature's shares go together. */
  Spread ofShare(int feature) {
    return shares.spread(feature, rows, estimatedRows());
  }

  /**
   * Two variances of a row's numbers and their covariance.
   *
   * @param rows from which they are known
   * @param common rows in both runs, of which those are some
   */
  record Spread(long rows, double common, double before, double after, double covariance) {}

  private static final class Sums {
    private final double[] x;
    private final double[] y;
    private final double[] xx;
    private final double[] yy;
    private final double[] xy;

    Sums(int features) {
      x = new double[features];
      y = new double[features];
      xx = new double[features];
      yy = new double[features];
      xy = new double[features];
    }

    void add(int feature, double before, double after) {
      x[feature] += before;
      y[feature] += after;
      xx[feature] += before * before;
      yy[feature] += after * after;
      xy[feature] += before * after;
    }

    Spread spread(int j, long rows, double common) {
      double less = rows - 1.0;
      return new Spread(
          rows,
          common,
          Math.max(0, xx[j] - x[j] * x[j] / rows) / less,
          Math.max(0, yy[j] - y[j] * y[j] / rows) / less,
          (xy[j] - x[j] * y[j] / rows) / less);
    }
  }
}
