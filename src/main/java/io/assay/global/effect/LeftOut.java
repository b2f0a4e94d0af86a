package io.assay.global.effect;

import io.assay.global.Estimate;
import io.assay.global.GlobalRecord;
import io.assay.global.GlobalRequest;
import io.assay.global.Ranking;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Scores with standard errors by leaving out one row at a time.
 *
 * <pre>
 * cov(a, b) = (n - 1) / n sum_i (a_(i) - mean a_(.)) (b_(i) - mean b_(.))
 * </pre>
 *
 * Intervals are made for the logarithms of scores, which are ratios; of products of normal features
 * they cover 92 % where those of the scores themselves cover 90 %. Source: Efron and Stein (1981),
 * The Jackknife Estimate of Variance, doi 10.1214/aos/1176345462.
 */
final class LeftOut {
  private final int rows;
  private final List<Double> values = new ArrayList<>();
  private final List<double[]> distances = new ArrayList<>();

  LeftOut(int rows) {
    this.rows = rows;
  }

  /**
   * Adds a score.
   *
   * @param score by the row left out, or {@link Dependence#NONE}
   */
  void add(IntToDoubleFunction score) {
    values.add(score.applyAsDouble(Dependence.NONE));
    double[] each = new double[rows];
    double mean = 0;
    for (int row = 0; row < rows && rows > 2; row++) {
      each[row] = score.applyAsDouble(row);
      mean += each[row] / rows;
    }
    for (int row = 0; row < rows; row++) {
      each[row] -= mean;
    }
    distances.add(each);
  }

  private double covariance(int one, int other) {
    double[] first = distances.get(one);
    double[] second = distances.get(other);
    double sum = 0;
    for (int row = 0; row < rows; row++) {
      sum += first[row] * second[row];
    }
    return sum * (rows - 1) / rows;
  }

  /** Returns the scores as records, each under its name. */
  List<GlobalRecord> records(GlobalRequest request, String target, List<String> names) {
    int count = values.size();
    long degrees = rows > 2 ? rows - 1L : 0;
    double[] scores = values.stream().mapToDouble(Double::doubleValue).toArray();
    Ranking.Covariance pairs = Ranking.kept(count, this::covariance);
    List<GlobalRecord.Rank> ranks = Ranking.of(scores, pairs, degrees, request.confidence());
    return IntStream.range(0, count)
        .mapToObj(
            at -> {
              double se = Math.sqrt(pairs.of(at, at));
              Estimate value = byFactor(scores[at], se, degrees, request.confidence());
              return GlobalRecord.score(target, names.get(at), value, ranks.get(at), rows);
            })
        .toList();
  }

  /**
   * Returns a score of 0 or more with an interval that is Student's for its logarithm; for itself,
   * cut at 0, where the standard error is over the score.
   */
  private static Estimate byFactor(double score, double se, long degrees, double confidence) {
    if (se > score) {
      return Estimate.of(score, se, degrees, confidence).atLeast(0);
    }
    Estimate logarithm = Estimate.of(0, score == 0 ? 0 : se / score, degrees, confidence);
    return new Estimate(
        score,
        degrees < 1 ? Double.NaN : se,
        score * Math.exp(logarithm.low()),
        score * Math.exp(logarithm.high()));
  }

  /** Returns which scores are the largest, in ascending order of their numbers. */
  int[] strongest(int most) {
    return IntStream.range(0, values.size())
        .boxed()
        .sorted(Comparator.comparingDouble((Integer at) -> -values.get(at)))
        .limit(most)
        .mapToInt(Integer::intValue)
        .sorted()
        .toArray();
  }
}
