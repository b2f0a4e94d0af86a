package io.assay.aggregate;

/**
 * The importance of one feature group over the rows of a segment: one row of the importance table.
 * Magnitudes are of |attribution|, without what known standard errors lift it by; bounds are of the
 * two-sided interval at the job's confidence.
 *
 * @param rows rows in the segment
 * @param meanAbs mean of |attribution|, score units
 * @param meanAbsSe its standard error
 * @param low lower bound of meanAbs, not under 0
 * @param high upper bound of meanAbs
 * @param share meanAbs over the sum of all groups' meanAbs, 0 to 1
 * @param shareLow lower bound of share
 * @param shareHigh upper bound of share
 * @param rank 1 is the most important; ties broken by position
 * @param rankLow the best rank that the data allow
 * @param rankHigh the worst rank that the data allow
 * @param mean mean of the signed attribution
 * @param meanSe its standard error
 * @param std sample standard deviation of the signed attribution
 * @param min least signed attribution
 * @param p05 5 % quantile of the signed attribution, and so on
 * @param max greatest signed attribution
 * @param positiveShare share of rows with an attribution over 0
 */
public record Importance(
    long rows,
    double meanAbs,
    double meanAbsSe,
    double low,
    double high,
    double share,
    double shareLow,
    double shareHigh,
    int rank,
    int rankLow,
    int rankHigh,
    double mean,
    double meanSe,
    double std,
    double min,
    double p05,
    double p25,
    double p50,
    double p75,
    double p95,
    double max,
    double positiveShare) {}
