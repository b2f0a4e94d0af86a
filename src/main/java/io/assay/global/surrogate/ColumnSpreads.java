package io.assay.global.surrogate;

import io.assay.global.GlobalRecord.Rank;
import io.assay.global.InputColumn;
import io.assay.global.Ranking;
import java.util.List;

/**
 * How much each column moves a line: the standard deviation, over rows, of what its values add. Of
 * a column of one value it is the size of the coefficient; of a one-hot column it does not depend
 * on which of its places the others follow from.
 *
 * <pre>
 *   spread_c = sqrt(mean_i a_ic^2),   a_ic = sum of b_j z_ij over the column's values
 * </pre>
 *
 * <p>Its standard error is that of a mean over rows, of what each row moves it by, through the
 * coefficients and by its own value (delta method).
 */
final class ColumnSpreads {
  private final LinearFit fit;
  private final int rows;
  private final double[] spreads;
  private final double[] influences; // [columns, rows]

  /**
   * Measures the columns.
   *
   * @param training rows that the line was fitted to
   */
  ColumnSpreads(LinearFit fit, Answered training, List<InputColumn> columns) {
    this.fit = fit;
    this.rows = training.rows();
    this.spreads = new double[columns.size()];
    this.influences = new double[columns.size() * rows];
    double[] z = fit.standardised(training);
    for (int column = 0; column < spreads.length; column++) {
      measure(column, columns.get(column).positions(), z);
    }
  }

  private void measure(int column, List<Integer> positions, double... z) {
    int width = z.length / rows;
    double[] added = new double[rows];
    double[] gradient = new double[width];
    double squares = 0;
    for (int row = 0; row < rows; row++) {
      for (int position : positions) {
        added[row] += z[row * width + position] * fit.coefficient(position);
      }
      for (int position : positions) {
        gradient[position] += z[row * width + position] * added[row] / rows;
      }
      squares += added[row] * added[row];
    }
    double spread = Math.sqrt(squares / rows);
    spreads[column] = spread;
    for (int row = 0; row < rows && spread > 0; row++) {
      double moved = (added[row] * added[row] - spread * spread) / (2 * spread * rows);
      for (int position : positions) {
        moved += gradient[position] / spread * fit.influence(row, position);
      }
      influences[column * rows + row] = moved;
    }
  }

  /** Returns how much a column moves the line, score units. */
  double spread(int column) {
    return spreads[column];
  }

  /** Returns the standard error of a column's spread. */
  double standardError(int column) {
    return Math.sqrt(covariance(column, column));
  }

  private double covariance(int one, int other) {
    double sum = 0;
    for (int row = 0; row < rows; row++) {
      sum += influences[one * rows + row] * influences[other * rows + row];
    }
    return sum;
  }

  /** Ranks the columns. */
  List<Rank> ranks(double confidence) {
    Ranking.Covariance covariances = Ranking.kept(spreads.length, this::covariance);
    return Ranking.of(spreads, covariances, fit.freedom(), confidence);
  }
}
