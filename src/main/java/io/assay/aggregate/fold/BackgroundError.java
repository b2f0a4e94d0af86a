package io.assay.aggregate.fold;

import io.assay.aggregate.FoldSums;
import io.assay.aggregate.IntervalRule;

/**
 * How far importance would be off for another background of as many rows, by the jackknife that
 * leaves out a fold of the background at a time:
 *
 * <pre>
 *   A_f(j)    mean |attribution of group j| of some rows, over a background without fold f
 *   cov(j, k) = (F - 1) / F sum_f (A_f(j) - mean A(j)) (A_f(k) - mean A(k))
 * </pre>
 *
 * (Shao and Tu (1995), "The Jackknife and Bootstrap", 2.3). All folds are asked about the same
 * rows, so that what differs is the background alone. It is taken relative to the groups' sizes: a
 * slice's importance is as uncertain, in per cent, as that of all rows.
 */
public final class BackgroundError implements IntervalRule.SharedError {
  private final int folds;
  private final int columns;
  private final double[] distances; // [folds, columns], the last column is the total of all groups

  private BackgroundError(int folds, double... distances) {
    this.folds = folds;
    this.columns = distances.length / folds;
    this.distances = distances;
  }

  /**
   * Returns the error that folds show, of groups of size one; none if there are under two folds, or
   * a fold has no row.
   *
   * @param sums rows by the fold of the background that they were explained without
   */
  public static IntervalRule.SharedError of(FoldSums sums) {
    for (int fold = 0; fold < sums.folds(); fold++) {
      if (sums.rows(fold) == 0 || sums.folds() < 2) {
        return NONE;
      }
    }
    double[] distances = new double[sums.folds() * (sums.groups() + 1)];
    for (int group = 0; group < sums.groups(); group++) {
      double mean = 0;
      for (int fold = 0; fold < sums.folds(); fold++) {
        mean += sums.sum(fold, group) / sums.rows(fold) / sums.folds();
      }
      for (int fold = 0; fold < sums.folds() && mean > 0; fold++) {
        double found = sums.sum(fold, group) / sums.rows(fold);
        distances[fold * (sums.groups() + 1) + group] = found / mean - 1;
      }
    }
    return new BackgroundError(sums.folds(), distances);
  }

  @Override
  public IntervalRule.SharedError scaled(double... sizes) {
    double[] scaled = new double[distances.length];
    for (int start = 0; start < scaled.length; start += columns) {
      for (int group = 0; group < columns - 1; group++) {
        scaled[start + group] = distances[start + group] * sizes[group];
        scaled[start + columns - 1] += scaled[start + group];
      }
    }
    return new BackgroundError(folds, scaled);
  }

  @Override
  public int degrees() {
    return folds - 1;
  }

  @Override
  public double covariance(int group, int other) {
    double sum = 0;
    for (int start = 0; start < distances.length; start += columns) {
      sum += distances[start + group] * distances[start + other];
    }
    return sum * (folds - 1) / folds;
  }
}
