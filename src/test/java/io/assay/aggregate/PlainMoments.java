package io.assay.aggregate;

/**
 * The moments of {@link AttributionMoments} of one block, row by row in two passes, as they are
 * written down: the oracle of the sums by column.
 */
final class PlainMoments {
  final double[] means;
  final double[] squares;
  final double[] absMeans;
  final double[] totals;
  final double[] pairs;
  double totalMean;
  double totalSquares;
  private final int groups;

  PlainMoments(float[] block, int rows, int groups) {
    this.groups = groups;
    means = new double[groups];
    squares = new double[groups];
    absMeans = new double[groups];
    totals = new double[groups];
    pairs = new double[groups * groups];
    for (int start = 0; start < rows * groups; start += groups) {
      for (int group = 0; group < groups; group++) {
        means[group] += block[start + group] / (double) rows;
        absMeans[group] += Math.abs(block[start + group]) / (double) rows;
        totalMean += Math.abs(block[start + group]) / (double) rows;
      }
    }
    for (int start = 0; start < rows * groups; start += groups) {
      addRow(block, start);
    }
  }

  private void addRow(float[] block, int start) {
    double[] centred = new double[groups];
    double total = 0;
    for (int group = 0; group < groups; group++) {
      double distance = block[start + group] - means[group];
      squares[group] += distance * distance;
      centred[group] = Math.abs(block[start + group]) - absMeans[group];
      total += centred[group];
    }
    totalSquares += total * total;
    for (int group = 0; group < groups; group++) {
      totals[group] += centred[group] * total;
      for (int other = 0; other <= group; other++) {
        pairs[group * groups + other] += centred[group] * centred[other];
      }
    }
  }
}
