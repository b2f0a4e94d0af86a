package io.assay.aggregate;

import io.assay.aggregate.IntervalRule.SharedError;
import io.assay.aggregate.MagnitudeIntervals.Bounds;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Ranks of groups by mean |attribution|, with the ranks that the data do not exclude. For a group,
 * all others are compared with it; its best rank is 1 + (groups surely above it), its worst rank
 * the number of groups - (groups surely below it). Each group's interval holds its true rank with
 * the given confidence, simultaneously over its comparisons (Mogstad, Romano, Shaikh and Wilhelm
 * (2024), "Inference for Ranks", Review of Economic Studies 91(1), arXiv:2006.03611, section 3).
 *
 * <p>Up to {@value AttributionMoments#MOST_PAIRED_GROUPS} groups: paired t statistics of the
 * differences over rows, and the step-down of Holm (1979) over the 2 (groups - 1) one-sided
 * hypotheses "above" and "below". With more groups, how pairs vary together is not kept, and the
 * standard error of a difference is bounded by the sum of the two standard errors, with
 * Bonferroni's level for all comparisons: two groups are told apart when their own intervals at
 * that level do not overlap. That is wider than needed, never narrower.
 *
 * <p>An error that all rows share is added to the variances, with the fewer of the degrees of
 * freedom.
 *
 * <p>The intervals are conservative. Under two rows every rank is possible.
 */
final class RankIntervals {
  /** Under this share of the two variances a paired difference is rounding. */
  private static final double ROUNDING = 1e-13;

  private final int[] ranks;
  private final int[] above;
  private final int[] below;

  private RankIntervals(int groups) {
    ranks = new int[groups];
    above = new int[groups];
    below = new int[groups];
  }

  static RankIntervals of(AttributionMoments moments, double confidence, SharedError shared) {
    RankIntervals intervals = new RankIntervals(moments.groups());
    intervals.rank(moments);
    if (moments.rows() >= 2 && moments.groups() >= 2) {
      if (moments.isPaired()) {
        intervals.comparePairs(moments, 1 - confidence, shared);
      } else {
        intervals.compareBounds(moments, 1 - confidence, shared);
      }
    }
    return intervals;
  }

  /**
   * Returns ranks that strict intervals bound: up to {@value AttributionMoments#MOST_PAIRED_GROUPS}
   * groups by differences over rows, else by the groups' own intervals; at Bonferroni's level.
   */
  static RankIntervals strict(AttributionMoments moments, StrictIntervals strict) {
    RankIntervals intervals = new RankIntervals(moments.groups());
    intervals.rank(moments);
    if (moments.rows() >= 1 && moments.groups() >= 2) {
      if (moments.isPaired()) {
        intervals.compareStrictly(strict);
      } else {
        Bounds[] bounds = strict.simultaneous();
        intervals.count(
            Arrays.stream(bounds).mapToDouble(Bounds::low).toArray(),
            Arrays.stream(bounds).mapToDouble(Bounds::high).toArray());
      }
    }
    return intervals;
  }

  private void compareStrictly(StrictIntervals strict) {
    double wrong = strict.error() / (2.0 * (ranks.length - 1));
    for (int group = 0; group < ranks.length; group++) {
      for (int higher = 0; higher < ranks.length; higher++) {
        if (higher != group && strict.isAbove(higher, group, wrong)) {
          above[group]++;
          below[higher]++;
        }
      }
    }
  }

  int rank(int group) {
    return ranks[group];
  }

  int low(int group) {
    return 1 + above[group];
  }

  int high(int group) {
    return ranks.length - below[group];
  }

  private void rank(AttributionMoments moments) {
    List<Integer> order =
        IntStream.range(0, ranks.length)
            .boxed()
            .sorted(Comparator.comparingDouble(group -> -moments.meanAbs(group)))
            .toList();
    for (int position = 0; position < ranks.length; position++) {
      ranks[order.get(position)] = position + 1;
    }
  }

  private void comparePairs(AttributionMoments moments, double error, SharedError shared) {
    int others = ranks.length - 1;
    double[] criticals = new double[others];
    long degrees = degrees(moments, shared);
    Arrays.setAll(criticals, step -> StudentT.critical(error / (2 * others - step), degrees));
    for (int group = 0; group < ranks.length; group++) {
      stepDown(statistics(moments, group, shared), criticals, group);
    }
  }

  /** Returns the fewer of the degrees of freedom of rows and of what they share. */
  private static long degrees(AttributionMoments moments, SharedError shared) {
    long ofRows = moments.rows() - 1;
    return shared.degrees() > 0 ? Math.min(ofRows, shared.degrees()) : ofRows;
  }

  /** Returns the t statistics of |other| - |group|, in position order without the group. */
  private static double[] statistics(AttributionMoments moments, int group, SharedError shared) {
    double[] statistics = new double[moments.groups() - 1];
    for (int at = 0; at < statistics.length; at++) {
      int other = at < group ? at : at + 1;
      double sum = moments.varianceAbs(group) + moments.varianceAbs(other);
      double variance = Math.max(ROUNDING * sum, sum - 2 * moments.covarianceAbs(group, other));
      double common =
          shared.covariance(group, group)
              + shared.covariance(other, other)
              - 2 * shared.covariance(group, other);
      double distance = moments.meanAbs(other) - moments.meanAbs(group);
      statistics[at] = distance == 0 ? 0 : distance / Math.sqrt(variance / moments.rows() + common);
    }
    return statistics;
  }

  /** Rejects from the largest statistic downwards, until one stays under its critical value. */
  private void stepDown(double[] statistics, double[] criticals, int group) {
    double[] sizes = Arrays.stream(statistics).map(Math::abs).sorted().toArray();
    int rejected = 0;
    while (rejected < sizes.length && sizes[sizes.length - 1 - rejected] > criticals[rejected]) {
      rejected++;
    }
    if (rejected > 0) {
      double least = sizes[sizes.length - rejected];
      for (double statistic : statistics) {
        above[group] += statistic >= least ? 1 : 0;
        below[group] += statistic <= -least ? 1 : 0;
      }
    }
  }

  private void compareBounds(AttributionMoments moments, double error, SharedError shared) {
    int groups = ranks.length;
    double critical = StudentT.critical(error / (2.0 * (groups - 1)), degrees(moments, shared));
    double[] lows = new double[groups];
    double[] highs = new double[groups];
    for (int group = 0; group < groups; group++) {
      double own = moments.varianceAbs(group) / moments.rows();
      double half = critical * Math.sqrt(own + shared.covariance(group, group));
      lows[group] = moments.meanAbs(group) - half;
      highs[group] = moments.meanAbs(group) + half;
    }
    count(lows, highs);
  }

  /** Tells two groups apart whose bounds do not overlap. */
  private void count(double[] lows, double[] highs) {
    int groups = ranks.length;
    double[] sortedLows = Arrays.stream(lows).sorted().toArray();
    double[] sortedHighs = Arrays.stream(highs).sorted().toArray();
    for (int group = 0; group < groups; group++) {
      above[group] = groups - countUpTo(sortedLows, highs[group]);
      below[group] = countUnder(sortedHighs, lows[group]);
    }
  }

  private static int countUpTo(double[] sorted, double limit) {
    int count = countUnder(sorted, limit);
    while (count < sorted.length && sorted[count] <= limit) {
      count++;
    }
    return count;
  }

  private static int countUnder(double[] sorted, double limit) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] < limit) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
