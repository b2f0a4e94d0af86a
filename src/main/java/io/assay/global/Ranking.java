package io.assay.global;

import io.assay.aggregate.StudentT;
import io.assay.global.GlobalRecord.Rank;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;

/**
 * Ranks of scores, the largest first, with the ranks that the rows do not exclude: for each score
 * all others are compared with it, by the standard error of the difference, in the step-down of
 * Holm (1979) over both directions. Each interval holds the true rank with the given confidence
 * (Mogstad, Romano, Shaikh and Wilhelm (2024), Inference for Ranks, arXiv 2006.03611, section 3).
 */
public final class Ranking {
  /** Under this share of the two variances the variance of a difference is rounding. */
  private static final double ROUNDING = 1e-13;

  private Ranking() {}

  /** Estimates of which the covariances of all pairs are kept: 8 MB. */
  static final int MOST_PAIRED = 1_000;

  /** How two estimates vary together. */
  public interface Covariance {
    /** Returns the covariance of two estimates; the variance where they are one. */
    double of(int one, int other);
  }

  /**
   * Returns covariances that are computed once each. Of more than {@value #MOST_PAIRED} estimates
   * only the variances are asked for, and how two vary together is taken to be at its worst.
   *
   * @param count of the estimates
   */
  public static Covariance kept(int count, Covariance covariance) {
    if (count > MOST_PAIRED) {
      double[] variances = new double[count];
      Arrays.setAll(variances, at -> covariance.of(at, at));
      return (one, other) ->
          one == other ? variances[one] : -Math.sqrt(variances[one] * variances[other]);
    }
    double[] pairs = new double[count * count];
    for (int one = 0; one < count; one++) {
      for (int other = 0; other <= one; other++) {
        pairs[one * count + other] = covariance.of(one, other);
        pairs[other * count + one] = pairs[one * count + other];
      }
    }
    return (one, other) -> pairs[one * count + other];
  }

  /**
   * Ranks scores.
   *
   * @param degrees degrees of freedom behind the covariances; under 1 no rank is excluded
   * @param confidence of the intervals, over 0 and under 1
   * @return one a score
   */
  public static List<Rank> of(
      double[] scores, Covariance covariance, long degrees, double confidence) {
    int[] order =
        IntStream.range(0, scores.length)
            .boxed()
            .sorted((one, other) -> Double.compare(known(scores[other]), known(scores[one])))
            .mapToInt(Integer::intValue)
            .toArray();
    int[] ranks = new int[scores.length];
    for (int place = 0; place < order.length; place++) {
      ranks[order[place]] = place + 1;
    }
    double[] criticals = criticals(scores.length, degrees, confidence);
    return IntStream.range(0, scores.length)
        .mapToObj(
            score -> {
              double[] statistics = statistics(scores, covariance, score);
              double least = degrees < 1 ? Double.POSITIVE_INFINITY : least(statistics, criticals);
              int above = count(statistics, least, (one, limit) -> one - limit);
              int below = count(statistics, least, (one, limit) -> -one - limit);
              return new Rank(ranks[score], 1 + above, scores.length - below);
            })
        .toList();
  }

  /** A score that is no number comes last. */
  private static double known(double score) {
    return Double.isNaN(score) ? Double.NEGATIVE_INFINITY : score;
  }

  private static double[] criticals(int scores, long degrees, double confidence) {
    double[] criticals = new double[Math.max(0, scores - 1)];
    int hypotheses = 2 * criticals.length;
    if (degrees >= 1) {
      Arrays.setAll(
          criticals, step -> StudentT.critical((1 - confidence) / (hypotheses - step), degrees));
    }
    return criticals;
  }

  /** Returns how far each other score lies above this one, in standard errors. */
  private static double[] statistics(double[] scores, Covariance covariance, int score) {
    double[] statistics = new double[scores.length - 1];
    for (int at = 0; at < statistics.length; at++) {
      int other = at < score ? at : at + 1;
      double sum = covariance.of(score, score) + covariance.of(other, other);
      double variance = Math.max(ROUNDING * sum, sum - 2 * covariance.of(score, other));
      double distance = scores[other] - scores[score];
      statistics[at] = distance == 0 ? 0 : distance / Math.sqrt(variance);
    }
    return statistics;
  }

  /** Returns the size from which on statistics are too large for chance. */
  private static double least(double[] statistics, double... criticals) {
    double[] sizes = Arrays.stream(statistics).map(Math::abs).sorted().toArray();
    int rejected = 0;
    while (rejected < sizes.length && sizes[sizes.length - 1 - rejected] > criticals[rejected]) {
      rejected++;
    }
    return rejected == 0 ? Double.POSITIVE_INFINITY : sizes[sizes.length - rejected];
  }

  private static int count(double[] statistics, double least, DoubleBinaryOperator beyond) {
    int count = 0;
    for (double statistic : statistics) {
      count += beyond.applyAsDouble(statistic, least) >= 0 ? 1 : 0;
    }
    return count;
  }
}
