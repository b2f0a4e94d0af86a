package io.assay.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The feature whose values go most with the attributions of another, among rows that hold much the
 * same of that other: what colours its dependence plot. Rows are sorted by the feature's own value
 * and cut into bins; in each, |correlation| is taken, and its mean over the bins is the strength, 0
 * to 1 (approximate interactions of Lundberg, Erion and Lee (2018), arXiv 1802.03888, section 4, in
 * the form of the shap library).
 *
 * @param strip its place among the strips; -1 if there is none
 * @param strength 0 to 1; of features that do nothing together about 1 / sqrt(rows a bin)
 */
record Partner(int strip, double strength) {
  private static final Partner NONE = new Partner(-1, 0);
  private static final int BINS = 8;
  private static final int ROWS_A_BIN = 5;

  /** Returns the partner of each feature. */
  static List<Partner> all(List<SampleSection.Row> rows, List<Integer> features) {
    double[][] held = new double[features.size()][];
    double[][] values = new double[features.size()][];
    for (int strip = 0; strip < held.length; strip++) {
      int feature = features.get(strip);
      held[strip] =
          rows.stream().mapToDouble(row -> Swarm.held(row, feature).doubleValue()).toArray();
      values[strip] = rows.stream().mapToDouble(row -> row.values().get(feature)).toArray();
    }
    return IntStream.range(0, held.length)
        .mapToObj(strip -> of(strip, held, values[strip]))
        .toList();
  }

  private static Partner of(int strip, double[][] held, double[] values) {
    List<int[]> bins = bins(held[strip], values);
    Partner best = NONE;
    for (int other = 0; other < held.length; other++) {
      if (other != strip) {
        double[] others = held[other];
        double strength =
            bins.stream().mapToDouble(bin -> correlation(bin, others, values)).average().orElse(0);
        best = strength > best.strength ? new Partner(other, strength) : best;
      }
    }
    return best;
  }

  /** Rows in bins by what they hold; rows without a number stand in none. */
  private static List<int[]> bins(double[] held, double[] values) {
    int[] order =
        IntStream.range(0, held.length)
            .filter(row -> Double.isFinite(held[row]) && Double.isFinite(values[row]))
            .boxed()
            .sorted(Comparator.comparingDouble(row -> held[row]))
            .mapToInt(Integer::intValue)
            .toArray();
    int count = Math.min(BINS, order.length / ROWS_A_BIN);
    List<int[]> bins = new ArrayList<>();
    for (int bin = 0; bin < count; bin++) {
      int from = (int) ((long) bin * order.length / count);
      int to = (int) ((long) (bin + 1) * order.length / count);
      bins.add(Arrays.copyOfRange(order, from, to));
    }
    return bins;
  }

  /** Returns |correlation| among some rows; 0 where one of the two is constant or unknown. */
  private static double correlation(int[] rows, double[] x, double[] y) {
    double meanX = 0;
    double meanY = 0;
    for (int row : rows) {
      meanX += x[row] / rows.length;
      meanY += y[row] / rows.length;
    }
    double xx = 0;
    double xy = 0;
    double yy = 0;
    for (int row : rows) {
      double dx = x[row] - meanX;
      double dy = y[row] - meanY;
      xx += dx * dx;
      xy += dx * dy;
      yy += dy * dy;
    }
    double size = Math.sqrt(xx * yy);
    return size > 0 ? Math.min(1, Math.abs(xy) / size) : 0;
  }
}
