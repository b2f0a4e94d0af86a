package io.assay.aggregate;

/**
 * Exact third moments of the magnitudes of rows and of the row total of magnitudes, as centred
 * sums: what skewness is worked out from, of a magnitude and of the sum of all others. They merge
 * without loss (Pebay (2008), "Formulas for Robust, One-Pass Parallel Computation of Covariances
 * and Arbitrary-Order Statistical Moments", Sandia report SAND2008-6212).
 */
final class ThirdMoments {
  private final double[] cubes; // sum of a^3, a = a group's centred magnitude
  private final double[] squaresByTotal; // sum of a^2 T, T = the centred total
  private final double[] byTotalSquares; // sum of a T^2
  private double totalCubes;

  ThirdMoments(int groups) {
    cubes = new double[groups];
    squaresByTotal = new double[groups];
    byTotalSquares = new double[groups];
  }

  /**
   * Takes the sums of a block.
   *
   * @param centred centred magnitudes, column by column, the total's after the last group's
   * @param stride how far columns are apart
   * @param rows of the block
   */
  void take(double[] centred, int stride, int rows) {
    int groups = cubes.length;
    int total = groups * stride;
    for (int group = 0; group < groups; group++) {
      takeGroup(group, centred, group * stride, total, rows);
    }
    double sum = 0;
    for (int i = total; i < total + rows; i++) {
      sum += centred[i] * centred[i] * centred[i];
    }
    totalCubes = sum;
  }

  private void takeGroup(int group, double[] centred, int start, int total, int rows) {
    double cube = 0;
    double square = 0;
    double single = 0;
    for (int row = 0; row < rows; row++) { // three sums at once hide each other's latency
      double size = centred[start + row];
      double whole = centred[total + row];
      double product = size * whole;
      cube += size * size * size;
      square += size * product;
      single += whole * product;
    }
    cubes[group] = cube;
    squaresByTotal[group] = square;
    byTotalSquares[group] = single;
  }

  /**
   * Adds the rows of others.
   *
   * @param others their third moments
   * @param here the moments of the rows so far, which have not been merged yet
   * @param there the moments of the others
   */
  void merge(ThirdMoments others, AttributionMoments here, AttributionMoments there) {
    double mine = here.rows();
    double theirs = there.rows();
    double rows = mine + theirs;
    double weight = mine * theirs / rows * ((mine - theirs) / rows);
    double t = there.meanTotal() - here.meanTotal();
    double tt = (mine * there.squaresTotal() - theirs * here.squaresTotal()) / rows;
    for (int group = 0; group < cubes.length; group++) {
      double a = there.meanAbs(group) - here.meanAbs(group);
      double aa = (mine * there.squaresAbs(group) - theirs * here.squaresAbs(group)) / rows;
      double at = (mine * there.productsTotal(group) - theirs * here.productsTotal(group)) / rows;
      cubes[group] += others.cubes[group] + a * a * a * weight + 3 * a * aa;
      squaresByTotal[group] +=
          others.squaresByTotal[group] + a * a * t * weight + 2 * a * at + t * aa;
      byTotalSquares[group] +=
          others.byTotalSquares[group] + a * t * t * weight + 2 * t * at + a * tt;
    }
    totalCubes += others.totalCubes + t * t * t * weight + 3 * t * tt;
  }

  /** Takes the sums of others, whose groups go elsewhere; the groups between are 0 throughout. */
  void take(ThirdMoments others, int[] positions) {
    for (int group = 0; group < positions.length; group++) {
      cubes[positions[group]] = others.cubes[group];
      squaresByTotal[positions[group]] = others.squaresByTotal[group];
      byTotalSquares[positions[group]] = others.byTotalSquares[group];
    }
    totalCubes = others.totalCubes;
  }

  /** Returns the sum over rows of the cubed centred magnitude. */
  double cubes(int group) {
    return cubes[group];
  }

  /** Returns the sum over rows of (T - a)^3, both centred. */
  double cubesRest(int group) {
    return totalCubes - 3 * byTotalSquares[group] + 3 * squaresByTotal[group] - cubes[group];
  }

  void write(StateWriter out) {
    out.writeDoubles(cubes);
    out.writeDoubles(squaresByTotal);
    out.writeDoubles(byTotalSquares);
    out.writeDouble(totalCubes);
  }

  void read(StateReader in) {
    in.readDoubles(cubes);
    in.readDoubles(squaresByTotal);
    in.readDoubles(byTotalSquares);
    totalCubes = in.readDouble();
  }
}
