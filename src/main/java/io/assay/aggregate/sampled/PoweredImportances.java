package io.assay.aggregate.sampled;

import io.assay.aggregate.IntervalRule.SharedError;
import io.assay.aggregate.StudentT;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Prediction-powered importance: the mean magnitude over all rows, from exact attributions a of a
 * sample of n rows and a surrogate's attributions g of all N.
 *
 * <pre>
 *   meanAbs = sum_k w_k [ mean_k(a) - f_k mean_k(g) ] + f mean_other(g)        f = sum_k w_k f_k
 *   f_k     = slope of a over g in the sample without fold k, times (N - n) / N
 *   se^2    = s^2(a - f_k g) / n  +  f^2 s^2(g) / (N - n)
 * </pre>
 *
 * where w_k is the share of fold k in the sample, mean_other the mean over the N - n rows outside
 * of it, and s^2(a - f_k g) the variance within folds, n less the number of folds. The interval is
 * Student's with as many degrees of freedom, cut at 0.
 *
 * <p>Source: Angelopoulos, Bates, Fannjiang, Jordan and Zrnic (2023), "Prediction-powered
 * inference", Science 382, doi 10.1126/science.adi6000; the factor that gives the least variance is
 * that of Angelopoulos, Duchi and Zrnic (2023), "PPI++", arXiv:2311.01453, equation 7 and section
 * 6. We learn it on the other folds, so that it does not depend on the rows that it is applied to
 * (cross-fitting, Zrnic and Candès (2024), doi 10.1073/pnas.2322083121): the mean of the estimate
 * is then that of a, whatever the surrogate is worth, where a factor learnt on the same rows is off
 * by the order of 1/n. A surrogate that is worth nothing costs a factor near 0, and width of the
 * order of 1/n.
 *
 * <p>An error that all rows share, such as that of the background, widens the intervals as it does
 * those of the plain table.
 *
 * <p>Ranks: two groups are told apart where their intervals at Bonferroni's level for all
 * comparisons do not overlap, which is wider than needed and never narrower.
 */
final class PoweredImportances {
  /** From fewer rows a fold's factor would be noise. */
  private static final long FEWEST = 4L * PoweredState.FOLDS;

  private final PoweredState state;
  private final double confidence;
  private final PairedMoments sample;
  private final long others;
  private final long degrees;
  private final double[][] factors;
  private final List<Estimate> estimates;
  private final SharedError shared;

  PoweredImportances(PoweredState state, double confidence, SharedError relative) {
    if (!(confidence > 0 && confidence < 1)) {
      throw new IllegalArgumentException("confidence is " + confidence + "; need 0 to 1, both out");
    }
    this.state = state;
    this.confidence = confidence;
    this.sample = state.without(-1);
    this.others = state.rows() - sample.rows();
    boolean isPowered = others > 0 && sample.rows() >= FEWEST;
    this.degrees = sample.rows() - (isPowered ? PoweredState.FOLDS : 1);
    this.factors = new double[PoweredState.FOLDS][state.groups()];
    if (isPowered) {
      Arrays.setAll(factors, this::factors);
    }
    this.estimates = IntStream.range(0, state.groups()).mapToObj(this::estimate).toList();
    this.shared = relative.scaled(estimates.stream().mapToDouble(Estimate::mean).toArray());
  }

  private double[] factors(int fold) {
    PairedMoments rest = state.without(fold);
    double share = (double) others / state.rows();
    double[] each = new double[state.groups()];
    Arrays.setAll(each, group -> share * rest.slope(group));
    return each;
  }

  /** A mean magnitude and its standard error as far as it comes of the rows. */
  private record Estimate(double factor, double mean, double error) {}

  /** Returns one a group, in position order. */
  List<PoweredImportance> all() {
    double total = estimates.stream().mapToDouble(Estimate::mean).sum();
    int[] ranks = ranks();
    int[][] bounds = rankBounds();
    List<PoweredImportance> importances = new ArrayList<>();
    for (int group = 0; group < estimates.size(); group++) {
      Estimate found = estimates.get(group);
      double half = half(group, (1 - confidence) / 2);
      importances.add(
          new PoweredImportance(
              state.rows(),
              sample.rows(),
              found.factor,
              found.mean,
              Math.hypot(found.error, common(group)),
              found.error,
              Math.max(0, found.mean - half),
              found.mean + half,
              found.mean / total,
              ranks[group],
              bounds[0][group],
              bounds[1][group],
              sample.rows() == 0 ? Double.NaN : sample.exact(group),
              Math.sqrt(sample.exactVariance(group) / sample.rows())));
    }
    return List.copyOf(importances);
  }

  /** Returns the standard error that all rows share. */
  private double common(int group) {
    return Math.sqrt(shared.covariance(group, group));
  }

  /** Returns half the width of an interval that is exceeded on either side with a probability. */
  private double half(int group, double tail) {
    double common = common(group);
    double ofRows =
        degrees < 1 ? Double.NaN : StudentT.critical(tail, degrees) * estimates.get(group).error;
    return common > 0
        ? Math.hypot(ofRows, StudentT.critical(tail, shared.degrees()) * common)
        : ofRows;
  }

  private Estimate estimate(int group) {
    long rows = sample.rows();
    double factor = 0;
    double mean = rows == 0 ? Double.NaN : 0;
    double squares = 0;
    for (int at = 0; at < PoweredState.FOLDS; at++) {
      PairedMoments fold = state.fold(at);
      double share = rows == 0 ? 0 : (double) fold.rows() / rows;
      double each = factors[at][group];
      factor += share * each;
      mean += share * (fold.exact(group) - each * fold.surrogate(group));
      squares += fold.residualSquares(group, each);
    }
    if (factor == 0) {
      double error = Math.sqrt(sample.exactVariance(group) / rows);
      return new Estimate(0, rows == 0 ? Double.NaN : sample.exact(group), error);
    }
    double other =
        (state.rows() * state.mean(group) - rows * sample.surrogate(group)) / (double) others;
    double variance =
        squares / degrees / rows + factor * factor * sample.surrogateVariance(group) / others;
    return new Estimate(factor, mean + factor * other, Math.sqrt(variance));
  }

  private int[] ranks() {
    List<Integer> order =
        IntStream.range(0, estimates.size())
            .boxed()
            .sorted(Comparator.comparingDouble(group -> -estimates.get(group).mean))
            .toList();
    int[] ranks = new int[estimates.size()];
    for (int position = 0; position < ranks.length; position++) {
      ranks[order.get(position)] = position + 1;
    }
    return ranks;
  }

  /** Returns the best and the worst rank of each group. */
  private int[][] rankBounds() {
    int groups = estimates.size();
    int[][] bounds = new int[2][groups];
    double[] halves = new double[groups];
    double tail = (1 - confidence) / (2.0 * Math.max(1, groups - 1));
    Arrays.setAll(halves, group -> half(group, tail));
    for (int group = 0; group < groups; group++) {
      bounds[0][group] = 1;
      bounds[1][group] = groups;
      for (int other = 0; other < groups; other++) {
        double distance = estimates.get(other).mean - estimates.get(group).mean;
        bounds[0][group] += distance > halves[group] + halves[other] ? 1 : 0;
        bounds[1][group] -= -distance > halves[group] + halves[other] ? 1 : 0;
      }
    }
    return bounds;
  }
}
