package io.assay.aggregate.sampled;

/**
 * The importance of one feature group over all rows of a segment, from exact attributions of a
 * random sample of them and a surrogate's attributions of them all.
 *
 * @param rows rows of the segment that the surrogate explained
 * @param exactRows rows of the sample
 * @param factor by which the surrogate's mean over the other rows corrects; 0 where it is of no use
 * @param meanAbs mean of |attribution|, score units
 * @param meanAbsSe its standard error, with that of a sampled background where it is known
 * @param samplingSe its standard error as far as it comes of which rows were taken
 * @param low lower bound of meanAbs, not under 0
 * @param high upper bound of meanAbs
 * @param share meanAbs over the sum of all groups' meanAbs
 * @param rank 1 is the most important; ties broken by position
 * @param rankLow the best rank that the intervals allow
 * @param rankHigh the worst rank that the intervals allow
 * @param plainMeanAbs mean of |attribution| over the sample alone
 * @param plainSe its standard error, as far as it comes of which rows were taken
 */
public record PoweredImportance(
    long rows,
    long exactRows,
    double factor,
    double meanAbs,
    double meanAbsSe,
    double samplingSe,
    double low,
    double high,
    double share,
    int rank,
    int rankLow,
    int rankHigh,
    double plainMeanAbs,
    double plainSe) {
  /** Returns how many exact rows would be as sure of themselves without a surrogate. */
  public double plainRows() {
    double ratio = plainSe / samplingSe;
    return samplingSe == plainSe ? exactRows : exactRows * ratio * ratio;
  }
}
