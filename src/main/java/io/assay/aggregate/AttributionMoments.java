package io.assay.aggregate;

/**
 * Exact moments, in float64, of the attributions of rows: of each group's signed value, of its
 * magnitude (see {@link Magnitude}), of the row total of magnitudes, and how these vary together.
 * Third moments of the magnitudes are in {@link ThirdMoments}. Kept as means and centred sums,
 * which merge without loss (Chan, Golub and LeVeque (1983), "Algorithms for Computing the Sample
 * Variance", The American Statistician 37): a large common offset costs no digits.
 */
final class AttributionMoments {
  /** Up to this many groups, how every pair of magnitudes varies together is kept. */
  static final int MOST_PAIRED_GROUPS = 64;

  /** Under this share of what it is a difference of, a sum of squares is rounding. */
  private static final double ROUNDING = 1e-13;

  private final int groups;
  private long rows;
  private final double[] means;
  private final double[] squares;
  private final double[] absMeans;
  private final double[] absSquares;
  private final double[] absTimesTotal;
  private final long[] positives;
  private final double[] pairs;
  private double totalMean;
  private double totalSquares;
  private final ThirdMoments thirds;

  AttributionMoments(int groups) {
    this.groups = groups;
    means = new double[groups];
    squares = new double[groups];
    absMeans = new double[groups];
    absSquares = new double[groups];
    absTimesTotal = new double[groups];
    positives = new long[groups];
    pairs = new double[groups <= MOST_PAIRED_GROUPS ? groups * (groups - 1) / 2 : 0];
    thirds = new ThirdMoments(groups);
  }

  /** Returns the moments of a block of rows, in two passes over it; uses up its magnitudes. */
  static AttributionMoments of(BlockColumns block) {
    return of(block, block.groups());
  }

  /**
   * Returns the moments of a block of rows that are to be {@link #among} more groups: bit for bit
   * as if zeros stood in the block for the others.
   *
   * @param wider how many groups there are then
   */
  static AttributionMoments of(BlockColumns block, int wider) {
    AttributionMoments moments = new AttributionMoments(block.groups());
    moments.rows = block.rows();
    for (int group = 0; group < moments.groups; group++) {
      moments.means[group] = block.mean(group);
      moments.squares[group] = block.squares(group, moments.means[group]);
      moments.positives[group] = block.positives(group);
      moments.absMeans[group] = block.centre(group);
      moments.totalMean += moments.absMeans[group];
    }
    if (wider <= MOST_PAIRED_GROUPS) { // sums of pairs run in another order
      moments.takePairs(block.products(), block.productColumns());
    } else {
      moments.takeProducts(block);
    }
    moments.thirds.take(block.centred(), block.stride(), block.rows());
    return moments;
  }

  private void takePairs(double[] products, int columns) {
    int at = 0;
    for (int group = 0; group < groups; group++) {
      System.arraycopy(products, group * columns, pairs, at, group);
      at += group;
      absSquares[group] = products[group * columns + group];
    }
    System.arraycopy(products, groups * columns, absTimesTotal, 0, groups);
    totalSquares = products[groups * columns + groups];
  }

  private void takeProducts(BlockColumns block) {
    for (int group = 0; group < groups; group++) {
      absSquares[group] = block.product(group, group);
      absTimesTotal[group] = block.product(group, groups);
    }
    totalSquares = block.product(groups, groups);
  }

  /** Adds scale * centred[j] * centred[k] to every pair k < j. */
  private void addPairs(double[] centred, double scale) {
    int at = 0;
    for (int group = 1; group < groups; group++) {
      double factor = centred[group] * scale;
      for (int other = 0; other < group; other++) {
        pairs[at + other] += factor * centred[other];
      }
      at += group;
    }
  }

  /** Adds the rows of other moments of as many groups. */
  void merge(AttributionMoments other) {
    if (other.rows == 0) {
      return;
    }
    thirds.merge(other.thirds, this, other);
    double share = (double) other.rows / (rows + other.rows);
    double scale = rows * share;
    double[] distances = new double[groups];
    for (int group = 0; group < groups; group++) {
      distances[group] = other.absMeans[group] - absMeans[group];
    }
    mergePairs(other, distances, scale);
    mergeTotals(other, distances, scale);
    for (int group = 0; group < groups; group++) {
      double distance = other.means[group] - means[group];
      squares[group] += other.squares[group] + distance * distance * scale;
      means[group] += distance * share;
      absMeans[group] += distances[group] * share;
      positives[group] += other.positives[group];
    }
    rows += other.rows;
    totalMean += (other.totalMean - totalMean) * share;
  }

  private void mergePairs(AttributionMoments other, double[] distances, double scale) {
    for (int pair = 0; pair < pairs.length; pair++) {
      pairs[pair] += other.pairs[pair];
    }
    if (pairs.length > 0) {
      addPairs(distances, scale);
    }
  }

  private void mergeTotals(AttributionMoments other, double[] distances, double scale) {
    double total = other.totalMean - totalMean;
    totalSquares += other.totalSquares + total * total * scale;
    for (int group = 0; group < groups; group++) {
      double distance = distances[group];
      absSquares[group] += other.absSquares[group] + distance * distance * scale;
      absTimesTotal[group] += other.absTimesTotal[group] + distance * total * scale;
    }
  }

  int groups() {
    return groups;
  }

  long rows() {
    return rows;
  }

  double mean(int group) {
    return means[group];
  }

  /** Returns the sample variance of the signed value; NaN under two rows. */
  double variance(int group) {
    return perRow(squares[group]);
  }

  double meanAbs(int group) {
    return absMeans[group];
  }

  /** Returns the sample variance of |value|; NaN under two rows. */
  double varianceAbs(int group) {
    return perRow(absSquares[group]);
  }

  /** Returns the mean over rows of the sum over groups of |value|. */
  double meanTotal() {
    return totalMean;
  }

  double varianceTotal() {
    return perRow(totalSquares);
  }

  /** Returns the sum over rows of the squared centred |value|. */
  double squaresAbs(int group) {
    return absSquares[group];
  }

  /** Returns the sum over rows of the product of the centred |values| of two different groups. */
  double pairs(int group, int other) {
    return pairs[pair(group, other)];
  }

  /** Returns the sum over rows of the centred |value| times the centred row total. */
  double productsTotal(int group) {
    return absTimesTotal[group];
  }

  /** Returns the sum over rows of the squared centred row total. */
  double squaresTotal() {
    return totalSquares;
  }

  /**
   * Returns the sample skewness of |value|, adjusted as by Joanes and Gill (1998), "Comparing
   * measures of sample skewness and kurtosis", G1; 0 under three rows and without spread.
   */
  double skewnessAbs(int group) {
    return skewness(absSquares[group], thirds.cubes(group));
  }

  /** Returns the sum over rows of the cubed centred |value|. */
  double cubesAbs(int group) {
    return thirds.cubes(group);
  }

  /** Returns the sample variance of the sum of |value| over all other groups. */
  double varianceRest(int group) {
    return perRow(squaresRest(group));
  }

  /** Returns the sample skewness of the sum of |value| over all other groups, as above. */
  double skewnessRest(int group) {
    return skewness(squaresRest(group), thirds.cubesRest(group));
  }

  /** Returns how |value| correlates with the sum over all other groups; 0 if one has no spread. */
  double correlationWithRest(int group) {
    double squares = absSquares[group] * squaresRest(group);
    double correlation = (absTimesTotal[group] - absSquares[group]) / Math.sqrt(squares);
    return squares > 0 ? Math.max(-1, Math.min(1, correlation)) : 0;
  }

  /**
   * Returns the sum over rows of the squared centred total without a group; 0 if it is rounding.
   */
  private double squaresRest(int group) {
    double whole = absSquares[group] + totalSquares;
    double squares = whole - 2 * absTimesTotal[group];
    return squares > ROUNDING * whole ? squares : 0;
  }

  private double skewness(double squares, double cubes) {
    if (rows < 3 || !(squares > 0)) {
      return 0;
    }
    double plain = cubes / squares * Math.sqrt(rows / squares);
    double most = Math.sqrt((double) rows); // of any sample; squares of almost nothing are rounding
    return Math.max(-most, Math.min(most, plain)) * Math.sqrt(rows * (rows - 1.0)) / (rows - 2);
  }

  /** Returns the sample covariance of |value| and the row total. */
  double covarianceWithTotal(int group) {
    return perRow(absTimesTotal[group]);
  }

  /** Says whether {@link #covarianceAbs} is known. */
  boolean isPaired() {
    return groups <= MOST_PAIRED_GROUPS;
  }

  /** Returns the sample covariance of the magnitudes of two different groups. */
  double covarianceAbs(int group, int other) {
    return perRow(pairs[pair(group, other)]);
  }

  long positives(int group) {
    return positives[group];
  }

  private double perRow(double centredSum) {
    return rows < 2 ? Double.NaN : centredSum / (rows - 1);
  }

  void write(StateWriter out) {
    out.writeLong(rows);
    for (double[] part : parts()) {
      out.writeDoubles(part);
    }
    out.writeLongs(positives);
    out.writeDouble(totalMean);
    out.writeDouble(totalSquares);
    thirds.write(out);
  }

  static AttributionMoments read(StateReader in, int groups) {
    AttributionMoments moments = new AttributionMoments(groups);
    moments.rows = in.readLong();
    in.require(moments.rows >= 0, "rows", moments.rows);
    for (double[] part : moments.parts()) {
      in.readDoubles(part);
    }
    in.readLongs(moments.positives);
    moments.totalMean = in.readDouble();
    moments.totalSquares = in.readDouble();
    moments.thirds.read(in);
    return moments;
  }

  AttributionMoments copy() {
    AttributionMoments copy = new AttributionMoments(groups);
    copy.merge(this);
    return copy;
  }

  /**
   * Returns these moments among more groups, which were 0 in every row so far.
   *
   * @param wider how many groups there are then
   * @param positions where each of the present groups goes
   */
  AttributionMoments among(int wider, int[] positions) {
    AttributionMoments moments = new AttributionMoments(wider);
    moments.rows = rows;
    moments.totalMean = totalMean;
    moments.totalSquares = totalSquares;
    moments.thirds.take(thirds, positions);
    for (int group = 0; group < groups; group++) {
      int to = positions[group];
      moments.means[to] = means[group];
      moments.squares[to] = squares[group];
      moments.absMeans[to] = absMeans[group];
      moments.absSquares[to] = absSquares[group];
      moments.absTimesTotal[to] = absTimesTotal[group];
      moments.positives[to] = positives[group];
      for (int other = 0; other < group && moments.pairs.length > 0; other++) {
        moments.pairs[pair(to, positions[other])] = pairs[pair(group, other)];
      }
    }
    return moments;
  }

  private static int pair(int group, int other) {
    int higher = Math.max(group, other);
    return higher * (higher - 1) / 2 + Math.min(group, other);
  }

  private double[][] parts() {
    return new double[][] {means, squares, absMeans, absSquares, absTimesTotal, pairs};
  }
}
