package io.assay.global.effect;

import io.assay.global.Estimate;
import io.assay.global.GlobalRecord;
import io.assay.global.GlobalRequest;
import io.assay.global.Ranking;
import java.util.ArrayList;
import java.util.List;

/**
 * Means over pairs of rows, each row with those some places on, and how sure they are: a row is in
 * as many pairs as first one as it is as second.
 *
 * <pre>
 * m = (1/(nR)) sum_i sum_s d_is          a_i = (1/R) sum_s d_is        b_i = (1/R) sum_s d_{i-s,s}
 * cov(m, m') = (1/(n(n-1))) sum_i (a_i + b_i - 2m)(a'_i + b'_i - 2m') - (1/(nR)) cov(d, d') (1 - R/(n-1))
 * </pre>
 *
 * The first part is the variance of a U-statistic by its rows (Hoeffding (1948), doi
 * 10.1214/aoms/1177730196), to which the noise of the few pairs of each row has come twice, for the
 * rows are both; the second part takes it off once.
 */
final class ShiftedMeans {
  /** With more groups, how pairs vary together is not kept, and taken to be at its worst. */
  static final int MOST_PAIRED_GROUPS = 256;

  private final int rows;
  private final int repeats;
  private final boolean isPaired;
  private final List<Double> variances = new ArrayList<>();
  private final List<double[]> pairs = new ArrayList<>(); // centred, [rows, repeats]
  private final List<double[]> ofRows = new ArrayList<>(); // centred
  private final List<Double> means = new ArrayList<>();

  /**
   * Nothing is there yet.
   *
   * @param rows 2 or more
   * @param repeats 1 to rows - 1
   * @param groups how many means will be added
   */
  ShiftedMeans(int rows, int repeats, int groups) {
    this.rows = rows;
    this.repeats = repeats;
    this.isPaired = groups <= MOST_PAIRED_GROUPS;
  }

  /**
   * Adds a mean.
   *
   * @param values [rows, repeats]: of each row with the row {@code 1 + repeat} places on, in a ring
   */
  void add(double... values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    double mean = sum / values.length;
    double[] centred = new double[values.length];
    double[] ofRow = new double[rows];
    for (int row = 0; row < rows; row++) {
      for (int repeat = 0; repeat < repeats; repeat++) {
        double distance = values[row * repeats + repeat] - mean;
        centred[row * repeats + repeat] = distance;
        ofRow[row] += distance / repeats;
        ofRow[(row + 1 + repeat) % rows] += distance / repeats;
      }
    }
    means.add(mean);
    double byRows = product(ofRow, ofRow) / (rows * (rows - 1.0));
    variances.add(Math.max(byRows - noise(centred, centred), byRows / 4));
    if (isPaired) {
      pairs.add(centred);
      ofRows.add(ofRow);
    }
  }

  private double noise(double[] one, double... other) {
    double count = (double) rows * repeats;
    return product(one, other) / (count - 1) / count * (1 - repeats / (rows - 1.0));
  }

  /** Returns the covariance of two means; where it is not known, the least there can be. */
  double covariance(int one, int other) {
    if (one == other) {
      return variances.get(one);
    }
    if (!isPaired) {
      return -Math.sqrt(variances.get(one) * variances.get(other));
    }
    double byRows = product(ofRows.get(one), ofRows.get(other)) / (rows * (rows - 1.0));
    return byRows - noise(pairs.get(one), pairs.get(other));
  }

  private static double product(double[] one, double... other) {
    double sum = 0;
    for (int at = 0; at < one.length; at++) {
      sum += one[at] * other[at];
    }
    return sum;
  }

  /** Returns the means as scores of the groups, in order; they cannot be under 0. */
  List<GlobalRecord> records(GlobalRequest request, String target) {
    return scores(request, target).stream()
        .map(each -> each.withValue(each.value().atLeast(0)))
        .toList();
  }

  /** Returns the means as scores of the groups that may be under 0. */
  List<GlobalRecord> scores(GlobalRequest request, String target) {
    int count = means.size();
    long degrees = rows > 2 ? rows - 1L : 0;
    double[] scores = means.stream().mapToDouble(Double::doubleValue).toArray();
    List<GlobalRecord.Rank> ranks =
        Ranking.of(scores, Ranking.kept(count, this::covariance), degrees, request.confidence());
    List<GlobalRecord> records = new ArrayList<>();
    for (int group = 0; group < count; group++) {
      double se = Math.sqrt(variances.get(group));
      Estimate value = Estimate.of(scores[group], se, degrees, request.confidence());
      records.add(
          GlobalRecord.score(
              target, request.groups().names().get(group), value, ranks.get(group), rows));
    }
    return records;
  }
}
