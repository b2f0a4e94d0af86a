package io.assay.aggregate;

/**
 * Intervals that hold for any number of rows and any distribution of magnitudes in 0 to B, and go
 * on holding however often one looks while rows come in (see {@link StrictBoundary}). They rest on
 * the rows being independent draws and on B alone.
 *
 * <pre>
 *   mean magnitude   a_j in [0, B]                range B
 *   share r          a_j - r T, mean 0 at r       range (1 - r) B + r (groups - 1) B
 *   difference       a_k - a_j                    range 2 B
 * </pre>
 *
 * A share is in its interval if mean(a_j - r T) may be 0. Where a magnitude was over B, the bound
 * is wrong, and nothing is claimed: bounds are NaN, ranks are open.
 */
final class StrictIntervals implements MagnitudeIntervals {
  private static final int BISECTIONS = 50;

  private final AttributionMoments moments;
  private final double error;
  private final double largest;
  private final double[] greatest;
  private final double sumOfGreatest;
  private final boolean areAllBounded;

  /**
   * Prepares intervals.
   *
   * @param greatest the greatest magnitude of each group
   */
  StrictIntervals(AttributionMoments moments, IntervalRule rule, double[] greatest) {
    this.moments = moments;
    this.error = 1 - rule.confidence();
    this.largest = rule.largest();
    this.greatest = greatest;
    double sum = 0;
    boolean bounded = true;
    for (int group = 0; group < greatest.length; group++) {
      sum += greatest[group];
      bounded &= isBounded(group);
    }
    this.sumOfGreatest = sum;
    this.areAllBounded = bounded;
  }

  private boolean isBounded(int group) {
    return greatest[group] <= largest;
  }

  @Override
  public Bounds meanAbs(int group) {
    return bounds(group, error / 2);
  }

  /** Returns bounds that are wrong with so small a probability each. */
  private Bounds bounds(int group, double wrong) {
    if (moments.rows() == 0 || !isBounded(group)) {
      return Bounds.UNKNOWN;
    }
    double squares = StrictBoundary.squares(moments.squaresAbs(group), greatest[group]);
    double half = StrictBoundary.of(squares, largest, wrong) / moments.rows();
    double mean = moments.meanAbs(group);
    return new Bounds(mean - half, mean + half).within(0, largest);
  }

  @Override
  public Bounds share(int group) {
    double share = moments.meanAbs(group) / moments.meanTotal();
    if (moments.rows() == 0 || !areAllBounded || Double.isNaN(share)) {
      return Bounds.UNKNOWN;
    }
    return new Bounds(limit(group, share, 0), limit(group, share, 1));
  }

  /** Returns the share between one that may be and an end where the excluded ones begin. */
  private double limit(int group, double share, double end) {
    if (!isExcluded(group, end)) {
      return end;
    }
    double inside = share;
    double outside = end;
    for (int i = 0; i < BISECTIONS; i++) {
      double middle = (inside + outside) / 2;
      if (isExcluded(group, middle)) {
        outside = middle;
      } else {
        inside = middle;
      }
    }
    return outside;
  }

  private boolean isExcluded(int group, double share) {
    double rest = 1 - share;
    double others = sumOfGreatest - greatest[group];
    double range = largest * (rest + share * (moments.groups() - 1));
    double centred =
        moments.squaresAbs(group)
            - 2 * share * moments.productsTotal(group)
            + share * share * moments.squaresTotal();
    double squares =
        StrictBoundary.squares(Math.max(0, centred), rest * greatest[group] + share * others);
    double sum = moments.rows() * Math.abs(moments.meanAbs(group) - share * moments.meanTotal());
    return range > 0 && StrictBoundary.isBeyond(sum, squares, range, error / 2);
  }

  @Override
  public RankIntervals ranks() {
    return RankIntervals.strict(moments, this);
  }

  /** Says whether a group is above another, wrongly so with a probability of at most this. */
  boolean isAbove(int higher, int lower, double wrong) {
    double distance = moments.meanAbs(higher) - moments.meanAbs(lower);
    if (distance <= 0 || !isBounded(higher) || !isBounded(lower)) {
      return false;
    }
    double centred =
        moments.squaresAbs(higher) + moments.squaresAbs(lower) - 2 * moments.pairs(higher, lower);
    double squares =
        StrictBoundary.squares(Math.max(0, centred), greatest[higher] + greatest[lower]);
    return StrictBoundary.isBeyond(moments.rows() * distance, squares, 2 * largest, wrong);
  }

  /** Returns bounds of all groups that hold together for the comparisons of one with all others. */
  Bounds[] simultaneous() {
    Bounds[] all = new Bounds[moments.groups()];
    for (int group = 0; group < all.length; group++) {
      Bounds known = bounds(group, error / (2 * all.length));
      all[group] = Double.isNaN(known.low()) ? new Bounds(0, Double.POSITIVE_INFINITY) : known;
    }
    return all;
  }

  /** Returns the probability with which some interval may be wrong. */
  double error() {
    return error;
  }
}
