package io.assay.aggregate;

/**
 * Exact moments, in float64, of the attributions of rows: of each group's signed value, of its
 * magnitude (see {@link Magnitude}), of the row total of magnitudes, and how these vary together.
 * Kept as means and centred sums, which merge without loss (Chan, Golub and LeVeque (1983),
 * "Algorithms for Computing the Sample Variance", The American Statistician 37): a large common
 * offset costs no digits.
 */
final class AttributionMoments {
  /** Up to this many groups, how every pair of magnitudes varies together is kept. */
  static final int MOST_PAIRED_GROUPS = 64;

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

  AttributionMoments(int groups) {
    this.groups = groups;
    means = new double[groups];
    squares = new double[groups];
    absMeans = new double[groups];
    absSquares = new double[groups];
    absTimesTotal = new double[groups];
    positives = new long[groups];
    pairs = new double[groups <= MOST_PAIRED_GROUPS ? groups * (groups - 1) / 2 : 0];
  }

  /** Returns the moments of a block of rows, in two passes over it; uses up its magnitudes. */
  static AttributionMoments of(BlockColumns block) {
    AttributionMoments moments = new AttributionMoments(block.groups());
    moments.rows = block.rows();
    for (int group = 0; group < moments.groups; group++) {
      moments.means[group] = block.mean(group);
      moments.squares[group] = block.squares(group, moments.means[group]);
      moments.positives[group] = block.positives(group);
      moments.absMeans[group] = block.centre(group);
      moments.totalMean += moments.absMeans[group];
    }
    if (moments.isPaired()) {
      moments.takePairs(block.products(), block.productColumns());
    } else {
      moments.takeProducts(block);
    }
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
