package io.assay.aggregate.compare;

import io.assay.aggregate.Importance;
import io.assay.aggregate.StudentTail;
import io.assay.aggregate.compare.CommonRows.Spread;
import java.util.Optional;

/**
 * Differences of importance between two runs. What a difference's standard error is depends on the
 * rows that the runs have in common, n_c of n_a and n_b:
 *
 * <pre>
 *   se^2 = se_a^2 + se_b^2 - 2 n_c cov / (n_a n_b)       cov: of a row's numbers in the two runs
 * </pre>
 *
 * <ul>
 *   <li><b>no common rows</b>: the runs are independent samples; degrees of freedom by Welch
 *       (1947);
 *   <li><b>common rows</b>: cov is measured on them. Where the runs' standard errors contain more
 *       than the spread of rows (the error of a background, say), the rest counts as independent;
 *   <li><b>nothing known</b> of common rows: se = se_a + se_b, which is enough whatever the
 *       dependence is (Cauchy and Schwarz), and up to 1.4 times as wide as for independent runs.
 * </ul>
 *
 * <p>The standard error of a share is measured on the common rows, and grows as that of the
 * magnitude does by what rows do not tell; without common rows it is what the share's interval
 * tells, half its width over the critical value of Student's t, which is too much for a strict one.
 */
public final class Comparison {
  /** Fewer common rows than these tell nothing of a covariance. */
  public static final int LEAST_COMMON_ROWS = 10;

  /** What float32 magnitudes, and sums in another order, make of nothing. */
  private static final double ROUNDING = 1e-6;

  private static final double SUMS = 1e-12;

  private final double confidence;
  private final Rows rows;
  private final Optional<CommonRows> common;

  /** What is known of the rows of two runs. */
  public enum Rows {
    /** No row is in both. */
    DISTINCT,
    /** Rows are in both, and their values are known. */
    COMMON,
    /** Rows may be in both. */
    UNKNOWN
  }

  private Comparison(double confidence, Rows rows, Optional<CommonRows> common) {
    if (!(confidence > 0 && confidence < 1)) {
      throw new IllegalArgumentException("confidence is " + confidence + "; need 0 to 1, both out");
    }
    this.confidence = confidence;
    this.rows = rows;
    this.common = common;
  }

  /** Compares runs of which no row is in both. */
  public static Comparison ofDistinctRows(double confidence) {
    return new Comparison(confidence, Rows.DISTINCT, Optional.empty());
  }

  /** Compares runs of whose rows nothing is known. */
  public static Comparison ofUnknownRows(double confidence) {
    return new Comparison(confidence, Rows.UNKNOWN, Optional.empty());
  }

  /** Compares runs by their common rows; where these are fewer than 10, as if nothing was known. */
  public static Comparison ofCommonRows(double confidence, CommonRows common) {
    return common.rows() < LEAST_COMMON_ROWS
        ? ofUnknownRows(confidence)
        : new Comparison(confidence, Rows.COMMON, Optional.of(common));
  }

  /** Returns what the intervals take the rows for. */
  public Rows rows() {
    return rows;
  }

  /**
   * Compares mean |attribution|.
   *
   * @param feature its place in the common rows
   */
  public Shift meanAbs(int feature, Importance before, Importance after) {
    return difference(
        new Estimate(before.meanAbs(), before.meanAbsSe(), before.rows()),
        new Estimate(after.meanAbs(), after.meanAbsSe(), after.rows()),
        common.map(each -> each.ofMeanAbs(feature)));
  }

  /**
   * Compares shares.
   *
   * @param feature its place in the common rows
   * @param confidences of the intervals of the earlier and of the later run
   */
  public Shift share(int feature, Importance before, Importance after, Confidences confidences) {
    if (common.isEmpty()) {
      return difference(
          share(before, confidences.before()), share(after, confidences.after()), Optional.empty());
    }
    Spread magnitudes = common.get().ofMeanAbs(feature);
    Spread shares = common.get().ofShare(feature);
    return difference(
        share(before, magnitudes.before(), shares.before()),
        share(after, magnitudes.after(), shares.after()),
        Optional.of(shares));
  }

  /** Of the intervals of two runs, each over 0 and under 1. */
  public record Confidences(double before, double after) {}

  private record Estimate(double value, double se, long rows) {
    double variance() {
      return se * se;
    }
  }

  /** A share whose standard error is told by its interval. */
  private static Estimate share(Importance importance, double confidence) {
    if (importance.rows() < 2) {
      return new Estimate(importance.share(), Double.NaN, importance.rows());
    }
    double below = importance.share() - importance.shareLow();
    double above = importance.shareHigh() - importance.share();
    boolean isCut = importance.shareLow() <= 0 || importance.shareHigh() >= 1;
    double half = isCut ? Math.max(below, above) : (below + above) / 2;
    double critical = StudentTail.critical(1 - confidence, importance.rows() - 1.0);
    return new Estimate(importance.share(), half / critical, importance.rows());
  }

  /** A share whose rows are known; what else is in the error of the magnitude is in its, too. */
  private static Estimate share(Importance importance, double ofMagnitudes, double ofShares) {
    double rows = importance.rows();
    double known = importance.meanAbsSe() * importance.meanAbsSe() * rows;
    double more = ofMagnitudes <= 0 || rest(known, ofMagnitudes) == 0 ? 1 : known / ofMagnitudes;
    return new Estimate(importance.share(), Math.sqrt(ofShares * more / rows), importance.rows());
  }

  private Shift difference(Estimate before, Estimate after, Optional<Spread> spread) {
    double change = after.value() - before.value();
    double se = Math.sqrt(variance(before, after, spread));
    double degrees = degrees(before, after, spread);
    if (!(degrees >= 1)) {
      return new Shift(change, se, Double.NaN, Double.NaN, Double.NaN);
    }
    double critical = StudentTail.critical(1 - confidence, degrees);
    double p = se == 0 ? (change == 0 ? 1 : 0) : StudentTail.twoSided(change / se, degrees);
    return new Shift(change, se, change - critical * se, change + critical * se, p);
  }

  private double variance(Estimate before, Estimate after, Optional<Spread> spread) {
    return switch (rows) {
      case DISTINCT -> before.variance() + after.variance();
      case UNKNOWN -> Math.pow(before.se() + after.se(), 2);
      case COMMON -> paired(before, after, spread.orElseThrow());
    };
  }

  /** The part of rows, less what they share, and the rest of each run. */
  private static double paired(Estimate before, Estimate after, Spread spread) {
    double ofBefore = spread.before() / before.rows();
    double ofAfter = spread.after() / after.rows();
    double common = Math.min(spread.common(), (double) Math.min(before.rows(), after.rows()));
    double shared = 2 * common / before.rows() * (spread.covariance() / after.rows());
    double rest = rest(before.variance(), ofBefore) + rest(after.variance(), ofAfter);
    double variance = Math.max(0, ofBefore + ofAfter - shared);
    return rest + (variance < SUMS * (ofBefore + ofAfter) ? 0 : variance);
  }

  private static double rest(double known, double ofRows) {
    double rest = known - ofRows;
    return rest > ROUNDING * known || Double.isNaN(rest) ? rest : 0;
  }

  private double degrees(Estimate before, Estimate after, Optional<Spread> spread) {
    double least = Math.min(before.rows(), after.rows()) - 1.0;
    return switch (rows) {
      case DISTINCT -> Math.max(least, welch(before, after));
      case UNKNOWN -> least;
      case COMMON -> Math.min(least, spread.orElseThrow().rows() - 1.0);
    };
  }

  private static double welch(Estimate before, Estimate after) {
    double sum = before.variance() + after.variance();
    double parts =
        before.variance() * before.variance() / (before.rows() - 1)
            + after.variance() * after.variance() / (after.rows() - 1);
    return parts > 0 ? sum * sum / parts : 0;
  }
}
