package io.assay.aggregate;

import io.assay.aggregate.IntervalRule.SharedError;
import io.assay.aggregate.MagnitudeIntervals.Bounds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Importance with intervals, from moments and sketches.
 *
 * <p>The rows are taken as a sample from those the model will meet. The spread over rows contains
 * the estimator's own variance, so the intervals of a sampled method widen with it. Its noise also
 * lifts |attribution| (|x + noise| is above |x| on average); where rows bear standard errors,
 * {@link Magnitude} takes that off, so that the intervals are for the mean magnitude of the
 * attributions themselves. Errors that many rows share (those of a bank of coalitions, or a bias)
 * are in no interval.
 *
 * <p>See {@link AsymptoticIntervals}, {@link StrictIntervals} and {@link RankIntervals}.
 */
final class Importances {
  private final AttributionMoments moments;
  private final QuantileSketch[] sketches;
  private final MagnitudeIntervals intervals;

  Importances(
      AttributionMoments moments,
      QuantileSketch[] sketches,
      IntervalRule rule,
      SharedError shared) {
    this.moments = moments;
    this.sketches = sketches;
    this.intervals =
        switch (rule.kind()) {
          case ASYMPTOTIC -> new AsymptoticIntervals(moments, rule.confidence(), shared);
          case STRICT -> new StrictIntervals(moments, rule, greatest());
        };
  }

  private double[] greatest() {
    double[] greatest = new double[sketches.length];
    Arrays.setAll(
        greatest, group -> Math.max(Math.abs(sketches[group].min()), sketches[group].max()));
    return greatest;
  }

  /** Returns one a group, in position order. */
  List<Importance> all() {
    RankIntervals ranks = intervals.ranks();
    List<Importance> importances = new ArrayList<>(sketches.length);
    for (int group = 0; group < sketches.length; group++) {
      importances.add(of(group, sketches[group], ranks));
    }
    return List.copyOf(importances);
  }

  private Importance of(int group, QuantileSketch sketch, RankIntervals ranks) {
    boolean none = moments.rows() == 0;
    double meanAbs = none ? Double.NaN : moments.meanAbs(group);
    Bounds bounds = intervals.meanAbs(group);
    Bounds shares = intervals.share(group);
    double variance = moments.variance(group);
    Quantiles quantiles = Quantiles.of(sketch);
    return new Importance(
        moments.rows(),
        meanAbs,
        standardError(moments.varianceAbs(group)),
        bounds.low(),
        bounds.high(),
        meanAbs / moments.meanTotal(),
        shares.low(),
        shares.high(),
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

  private double standardError(double variance) {
    return Math.sqrt(variance / moments.rows());
  }
}
