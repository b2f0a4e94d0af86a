package io.assay.aggregate;

import java.util.ArrayList;
import java.util.List;

/**
 * Importance with intervals, from moments and sketches.
 *
 * <pre>
 *   meanAbs_j = (1/n) sum_i a_ij            a_ij = |attribution of group j in row i|, see Magnitude
 *   meanAbs_j +- t * s_j / sqrt(n)          s_j  = standard deviation of a_j
 *   share_j   = r = mean(a_j) / mean(T)     T_i  = sum_j a_ij
 *   share_j  +- t * sqrt(var(a_j) - 2 r cov(a_j, T) + r^2 var(T)) / (sqrt(n) mean(T))
 * </pre>
 *
 * with t of Student's distribution with n - 1 degrees of freedom; the share's is the delta method
 * (Cochran (1977), "Sampling Techniques", 3rd ed., 6.4). Bounds are cut at 0, and at 1 for shares.
 *
 * <p>The rows are taken as a sample from those the model will meet. The spread over rows contains
 * the estimator's own variance, so the intervals of a sampled method widen with it. Its noise also
 * lifts |attribution| (|x + noise| is above |x| on average); where rows bear standard errors,
 * {@link Magnitude} takes that off, so that the intervals are for the mean magnitude of the
 * attributions themselves. Errors that many rows share (those of a bank of coalitions, or a bias)
 * are in no interval. The intervals are asymptotic: with strongly skewed magnitudes and few rows
 * (under about 100) they cover less than they say. Identical rows give an interval without width.
 *
 * <p>Ranks are bounded by {@link RankIntervals}.
 */
final class Importances {
  private final AttributionMoments moments;
  private final double confidence;
  private final double critical;

  Importances(AttributionMoments moments, double confidence) {
    if (!(confidence > 0 && confidence < 1)) {
      throw new IllegalArgumentException("confidence is " + confidence + "; need 0 to 1, both out");
    }
    this.moments = moments;
    this.confidence = confidence;
    this.critical =
        moments.rows() < 2
            ? Double.NaN
            : StudentT.critical((1 - confidence) / 2, moments.rows() - 1);
  }

  /** Returns one a group, in position order. */
  List<Importance> of(QuantileSketch[] sketches) {
    RankIntervals ranks = RankIntervals.of(moments, confidence);
    List<Importance> importances = new ArrayList<>(sketches.length);
    for (int group = 0; group < sketches.length; group++) {
      importances.add(of(group, sketches[group], ranks));
    }
    return List.copyOf(importances);
  }

  private Importance of(int group, QuantileSketch sketch, RankIntervals ranks) {
    boolean none = moments.rows() == 0;
    double meanAbs = none ? Double.NaN : moments.meanAbs(group);
    double meanAbsSe = standardError(moments.varianceAbs(group));
    double share = meanAbs / moments.meanTotal();
    double shareSe = shareStandardError(group, share);
    double variance = moments.variance(group);
    Quantiles quantiles = Quantiles.of(sketch);
    return new Importance(
        moments.rows(),
        meanAbs,
        meanAbsSe,
        Math.max(0, meanAbs - critical * meanAbsSe),
        meanAbs + critical * meanAbsSe,
        share,
        Math.max(0, share - critical * shareSe),
        Math.min(1, share + critical * shareSe),
        ranks.rank(group),
        ranks.low(group),
        ranks.high(group),
        none ? Double.NaN : moments.mean(group),
        standardError(variance),
        Math.sqrt(variance),
        sketch.min(),
        quantiles.quantile(0.05),
        quantiles.quantile(0.25),
        quantiles.quantile(0.5),
        quantiles.quantile(0.75),
        quantiles.quantile(0.95),
        sketch.max(),
        (double) moments.positives(group) / moments.rows());
  }

  private double shareStandardError(int group, double share) {
    double variance =
        moments.varianceAbs(group)
            - 2 * share * moments.covarianceWithTotal(group)
            + share * share * moments.varianceTotal();
    return standardError(Math.max(0, variance)) / moments.meanTotal();
  }

  private double standardError(double variance) {
    return Math.sqrt(variance / moments.rows());
  }
}
