package io.assay.aggregate.sampled;

import io.assay.aggregate.Importance;
import io.assay.aggregate.StudentT;
import java.util.List;

/**
 * How precise the importance of a sample of rows is, and how many rows a precision takes.
 *
 * <pre>
 *   precision = t max_j se_j / max_j meanAbs_j          t of Student's distribution, n - 1 degrees,
 *                                                       at (1 - confidence) / (2 groups)
 *   rows      = n (precision reached / precision wanted)^2
 * </pre>
 *
 * <p>Source: Stein (1945), "A two-sample test for a linear hypothesis whose power is independent of
 * the variance", Annals of Mathematical Statistics 16, doi 10.1214/aoms/1177731088: the spread that
 * a first sample shows says how large the whole must be. We depart from it in that the interval of
 * the whole sample is made of the whole sample's spread, that the width wanted is a share of what
 * is estimated, and that more rows follow if the width is not reached. Bonferroni's inequality
 * makes the confidence that of all groups at once. Simulation holds it to at least what it says.
 */
public final class SampleSize {
  private SampleSize() {}

  /**
   * Returns half the width of the widest interval as a share of the largest importance.
   *
   * @param importances of all groups of a method and target, each with its standard error, which
   *     must be that of the rows alone
   * @param confidence that all of them are within it at once, over 0 and under 1
   * @return infinite where fewer than two rows tell nothing; 0 where every attribution is 0
   */
  public static double precision(List<Importance> importances, double confidence) {
    double largest = 0;
    double error = 0;
    long rows = Long.MAX_VALUE;
    for (Importance importance : importances) {
      largest = Math.max(largest, importance.meanAbs());
      error = Math.max(error, importance.meanAbsSe());
      rows = Math.min(rows, importance.rows());
    }
    return precision(importances.size(), rows - 1, error / largest, confidence);
  }

  /**
   * Returns half the width of the widest interval as a share of the largest importance, where a
   * surrogate powers it.
   *
   * @param importances of all groups of a method and target
   * @param confidence that all of them are within it at once, over 0 and under 1
   * @return as above
   */
  public static double poweredPrecision(List<PoweredImportance> importances, double confidence) {
    double largest = 0;
    double error = 0;
    long rows = Long.MAX_VALUE;
    for (PoweredImportance importance : importances) {
      largest = Math.max(largest, importance.meanAbs());
      error = Math.max(error, importance.samplingSe());
      rows = Math.min(rows, importance.exactRows());
    }
    return precision(importances.size(), rows - PoweredState.FOLDS, error / largest, confidence);
  }

  private static double precision(int groups, long degrees, double error, double confidence) {
    if (groups == 0 || degrees < 1) {
      return Double.POSITIVE_INFINITY;
    }
    boolean isZero = error == 0 || Double.isNaN(error); // 0 of 0 where every attribution is 0
    return isZero ? 0 : StudentT.critical((1 - confidence) / (2.0 * groups), degrees) * error;
  }

  /**
   * Returns how many rows a precision takes, about, at least 2.
   *
   * @param rows that {@code reached} was found from
   * @param reached the precision of these rows, finite
   * @param wanted the precision to be reached, over 0
   */
  public static long rows(long rows, double reached, double wanted) {
    double ratio = reached / wanted;
    return Math.max(2, (long) Math.ceil(rows * ratio * ratio));
  }
}
