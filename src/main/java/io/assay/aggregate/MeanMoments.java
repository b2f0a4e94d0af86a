package io.assay.aggregate;

/**
 * How many rows there are, the mean of a number over them, and the sums of the squares and of the
 * cubes of its distances from the mean. Sets of rows without a row in common can be united, and a
 * part can be taken out of a whole.
 *
 * @param rows 0 or more
 * @param mean of the number; anything of no rows
 * @param squares centred sum of squares, 0 or more
 * @param cubes centred sum of cubes
 */
public record MeanMoments(long rows, double mean, double squares, double cubes) {
  /** What is less than this share of the whole's squares may be rounding. */
  private static final double ROUNDING = 1e-12;

  /** Returns the moments of the magnitudes of a group. */
  static MeanMoments ofMagnitudes(AttributionMoments moments, int group) {
    long rows = moments.rows();
    double squares = rows < 2 ? 0 : moments.varianceAbs(group) * (rows - 1);
    return new MeanMoments(rows, moments.meanAbs(group), squares, moments.cubesAbs(group));
  }

  /** Returns the sample variance; NaN under two rows. */
  public double variance() {
    return rows < 2 ? Double.NaN : squares / (rows - 1);
  }

  /** Returns the third central moment of the mean, without bias; 0 under three rows. */
  public double cubeOfMean() {
    double n = rows;
    return rows < 3 ? 0 : cubes / ((n - 1) * (n - 2) * n);
  }

  /** Returns the moments of these rows and others, of which none is among these. */
  public MeanMoments with(MeanMoments other) {
    if (rows == 0 || other.rows == 0) {
      return rows == 0 ? other : this;
    }
    double share = (double) other.rows / (rows + other.rows);
    double distance = other.mean - mean;
    return new MeanMoments(
        rows + other.rows,
        mean + distance * share,
        squares + other.squares + distance * distance * rows * share,
        cubes + other.cubes + between(this, other));
  }

  /**
   * Returns the moments of these rows without a part of them (the inverse of Chan, Golub and
   * LeVeque's union). The rest of n of N rows keeps about 16 - log10(N / n) digits; squares that
   * rounding may have eaten are taken for as large as rounding allows.
   *
   * @throws IllegalArgumentException if the part has more rows
   */
  public MeanMoments without(MeanMoments part) {
    long left = rows - part.rows;
    if (left < 0) {
      throw new IllegalArgumentException("cannot take " + part.rows + " rows out of " + rows);
    }
    if (part.rows == 0 || left == 0) {
      return left == 0 ? new MeanMoments(0, 0, 0, 0) : this;
    }
    double leftMean = mean + (mean - part.mean) * part.rows / left;
    double distance = part.mean - leftMean;
    double between = distance * distance * part.rows * ((double) left / rows);
    double leftSquares = Math.max(squares - part.squares - between, ROUNDING * squares);
    MeanMoments rest = new MeanMoments(left, leftMean, leftSquares, 0);
    double leftCubes = cubes - part.cubes - between(part, rest);
    double most = leftSquares * Math.sqrt(leftSquares); // beyond, it is rounding
    return new MeanMoments(left, leftMean, leftSquares, Math.max(-most, Math.min(most, leftCubes)));
  }

  /** Returns what the union's cubes have beside those of its parts (Pebay 2008, equation 1.2). */
  private static double between(MeanMoments one, MeanMoments other) {
    double mine = one.rows;
    double theirs = other.rows;
    double sum = mine + theirs;
    double distance = other.mean - one.mean;
    double weight = mine * theirs / sum * ((mine - theirs) / sum);
    return distance * distance * distance * weight
        + 3 * distance * (mine * other.squares - theirs * one.squares) / sum;
  }
}
