package io.assay.report.part;

import io.assay.report.ImportanceSection;
import java.util.Comparator;

/**
 * The importance of a feature over all rows, from a sample and a surrogate of the model.
 *
 * @param method the method's key
 * @param target the explained output
 * @param slice the slice, as the sections of importance name it
 * @param feature the feature
 * @param rows that the surrogate explained
 * @param exactRows of the sample
 * @param factor by which the surrogate corrects; near 0 where it is of no use
 * @param meanAbs mean of |attribution| over all rows, score units
 * @param low lower end of its interval; NaN if not known
 * @param high upper end
 * @param rank 1 is the most important
 * @param rankLow the best rank that the intervals allow
 * @param rankHigh the worst
 * @param plainRows how many exact rows would be as sure without a surrogate
 * @param plain mean of |attribution| of the sample alone; NaN if not known
 * @param plainLow lower end of its interval
 * @param plainHigh upper end
 */
public record PoweredLine(
    String method,
    String target,
    String slice,
    String feature,
    long rows,
    long exactRows,
    double factor,
    double meanAbs,
    double low,
    double high,
    int rank,
    int rankLow,
    int rankHigh,
    double plainRows,
    double plain,
    double plainLow,
    double plainHigh) {
  /** Returns this line with what the sample alone says. */
  public PoweredLine beside(double mean, double meanLow, double meanHigh) {
    return new PoweredLine(
        method, target, slice, feature, rows, exactRows, factor, meanAbs, low, high, rank, rankLow,
        rankHigh, plainRows, mean, meanLow, meanHigh);
  }

  /** Orders all rows before slices, the most important first. */
  public static Comparator<PoweredLine> leadingFirst() {
    return Comparator.comparing(
            (PoweredLine line) -> !line.slice().equals(ImportanceSection.ALL_ROWS))
        .thenComparing(PoweredLine::rank);
  }
}
