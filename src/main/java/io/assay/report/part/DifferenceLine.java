package io.assay.report.part;

import java.util.Comparator;

/**
 * How the importance of a feature differs between a slice and other rows.
 *
 * @param method the method's key
 * @param target the explained output
 * @param slice the slice
 * @param other the rows that it is compared with, such as {@code rest}
 * @param feature the feature, or pair of features
 * @param rows of the slice
 * @param otherRows of the other
 * @param difference of mean |attribution|, score units
 * @param low lower end of its interval
 * @param high upper end
 * @param p of the test; NaN if there was none
 * @param q least false-discovery rate at which it is found; NaN if it was not tested
 * @param isFound whether it is found at the job's rate
 */
public record DifferenceLine(
    String method,
    String target,
    String slice,
    String other,
    String feature,
    long rows,
    long otherRows,
    double difference,
    double low,
    double high,
    double p,
    double q,
    boolean isFound) {
  /** Orders those that are found before others, the least p first. */
  public static Comparator<DifferenceLine> clearestFirst() {
    return Comparator.comparing(DifferenceLine::isFound)
        .reversed()
        .thenComparing(line -> Double.isNaN(line.p()) ? 2 : line.p());
  }
}
