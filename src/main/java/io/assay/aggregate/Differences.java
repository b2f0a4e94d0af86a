package io.assay.aggregate;

import io.assay.aggregate.MagnitudeIntervals.Bounds;
import java.util.ArrayList;
import java.util.List;

/**
 * Differences of importance between sets of rows without a row in common, such as a slice and the
 * rest of the rows.
 *
 * <pre>
 *   d   = mean(a_1) - mean(a_0)                         a = |attribution|, see Magnitude
 *   se  = sqrt(v_1 / n_1 + v_0 / n_0)                   v = sample variance
 *   nu  = Welch's degrees of freedom
 *   k   = (m_1 / n_1^2 - m_0 / n_0^2) / se^3            m = third central moment
 *   d - se g^-1(t(nu)) to d - se g^-1(-t(nu))           g of SkewedMean, bent by k
 *   p   = P(|T_nu| >= |d| / max(se, sqrt(v (1 / n_1 + 1 / n_0))))    v = variance over all rows
 * </pre>
 *
 * <p>Source: Welch (1947), "The generalization of 'Student's' problem when several different
 * population variances are involved", Biometrika 34; degrees of freedom by Satterthwaite (1946).
 * The bounds are bent for the skewness of the difference, as those of a mean in {@link SkewedMean}:
 * of a rare slice of skewed magnitudes the straight ones cover far less than they say.
 *
 * <p>The rest of the rows is the whole less the slice, by moments, so that no row is on both sides.
 *
 * <p>We depart from Welch in p. Magnitudes are skewed: a small slice without any of the few large
 * rows has a low mean and, by the same luck, a low variance, so that Welch's test finds far too
 * many slices below the rest, the more the further out in the tail it is asked, as it is where
 * thousands of differences are tested at once. Where rows are alike, the variance over all rows is
 * that of the slice too and does not come down with luck; the larger of the two standard errors
 * counts. Where variances differ, p is at least Welch's.
 */
public final class Differences {
  private final double confidence;

  /**
   * Creates differences with intervals of a width.
   *
   * @param confidence of each two-sided interval, over 0 and under 1, such as 0.95
   * @throws IllegalArgumentException if it is outside
   */
  public Differences(double confidence) {
    if (!(confidence > 0 && confidence < 1)) {
      throw new IllegalArgumentException("confidence is " + confidence + "; need 0 to 1, both out");
    }
    this.confidence = confidence;
  }

  /**
   * Compares a slice with the rest of the rows, group by group.
   *
   * @param slice some of the rows
   * @param all all rows, those of the slice among them, of the same groups
   * @throws IllegalArgumentException if groups differ in number, or the slice has more rows
   */
  public List<Difference> fromRest(ImportanceState slice, ImportanceState all) {
    AttributionMoments part = slice.moments();
    AttributionMoments whole = all.moments();
    requireSame(part, whole);
    List<Difference> differences = new ArrayList<>(part.groups());
    for (int group = 0; group < part.groups(); group++) {
      MeanMoments ofAll = MeanMoments.ofMagnitudes(whole, group);
      MeanMoments ofSlice = MeanMoments.ofMagnitudes(part, group);
      differences.add(of(ofSlice, ofAll.without(ofSlice), ofAll));
    }
    return List.copyOf(differences);
  }

  /**
   * Compares two slices without a row in common, group by group.
   *
   * @param one a slice
   * @param other another, of the same groups
   * @throws IllegalArgumentException if groups differ in number
   */
  public List<Difference> between(ImportanceState one, ImportanceState other) {
    AttributionMoments first = one.moments();
    AttributionMoments second = other.moments();
    requireSame(first, second);
    List<Difference> differences = new ArrayList<>(first.groups());
    for (int group = 0; group < first.groups(); group++) {
      MeanMoments ofOne = MeanMoments.ofMagnitudes(first, group);
      MeanMoments ofOther = MeanMoments.ofMagnitudes(second, group);
      differences.add(of(ofOne, ofOther, ofOne.with(ofOther)));
    }
    return List.copyOf(differences);
  }

  private static void requireSame(AttributionMoments one, AttributionMoments other) {
    if (one.groups() != other.groups()) {
      throw new IllegalArgumentException(
          "cannot compare a state of " + one.groups() + " groups with one of " + other.groups());
    }
  }

  /**
   * Compares rows with others in one number.
   *
   * @param all of both together
   */
  public Difference of(MeanMoments some, MeanMoments others, MeanMoments all) {
    double distance =
        some.rows() == 0 || others.rows() == 0 ? Double.NaN : some.mean() - others.mean();
    if (some.rows() < 2 || others.rows() < 2) {
      double unknown = Double.NaN;
      return new Difference(
          some.rows(), others.rows(), distance, unknown, unknown, unknown, unknown);
    }
    double mine = some.variance() / some.rows();
    double theirs = others.variance() / others.rows();
    double se = Math.sqrt(mine + theirs);
    double degrees = degrees(mine, some.rows(), theirs, others.rows());
    Bounds bounds = se == 0 ? new Bounds(distance, distance) : bounds(some, others, se, degrees);
    return new Difference(
        some.rows(),
        others.rows(),
        distance,
        se,
        bounds.low(),
        bounds.high(),
        StudentTail.twoSided(statistic(some, others, all), degrees));
  }

  /**
   * Returns the difference over the larger of the two standard errors.
   *
   * @param all of both together
   */
  public static double statistic(MeanMoments some, MeanMoments others, MeanMoments all) {
    double distance = some.mean() - others.mean();
    double own = some.variance() / some.rows() + others.variance() / others.rows();
    double alike = all.variance() * (1.0 / some.rows() + 1.0 / others.rows());
    return distance == 0 ? 0 : distance / Math.sqrt(Math.max(own, alike));
  }

  private Bounds bounds(MeanMoments some, MeanMoments others, double se, double degrees) {
    long fewer = Math.min(some.rows(), others.rows());
    double skewness = (some.cubeOfMean() - others.cubeOfMean()) / (se * se * se);
    return SkewedMean.of(
        some.mean() - others.mean(),
        se,
        skewness * Math.sqrt((double) fewer),
        fewer,
        StudentTail.critical(1 - confidence, degrees));
  }

  private static double degrees(double mine, long rows, double theirs, long others) {
    double sum = mine + theirs;
    if (sum == 0) {
      return Math.min(rows, others) - 1;
    }
    double a = mine / sum;
    double b = theirs / sum;
    return Math.max(1, 1 / (a * a / (rows - 1) + b * b / (others - 1)));
  }
}
