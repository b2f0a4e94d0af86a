package io.assay.global.surrogate;

import io.assay.tensor.Cholesky;

/**
 * Ridge regression on standardised values, with a covariance of its coefficients that does not take
 * the model for linear.
 *
 * <pre>
 *   min_b (1/n) sum_i (y_i - mean y - z_i' b)^2 + ridge |b|^2,   z = (x - mean) / deviation
 *   cov b = G^-1 (sum_i u_i^2 z_i z_i') G^-1 / n^2,   G = Z'Z / n + ridge I
 *   u_i   = (y_i - fit_i) / (1 - h_i)
 * </pre>
 *
 * Source: Hoerl and Kennard (1970), Ridge Regression, doi 10.1080/00401706.1970.10488634; the
 * covariance is HC3 of MacKinnon and White (1985), doi 10.1016/0304-4076(85)90158-7: what a line
 * misses of the model is no noise, and differs from place to place. A missing value counts as the
 * mean; a value that never changes has coefficient 0.
 */
final class LinearFit {
  /**
   * Leverages are cut here, so that a row that decides a coefficient alone does not divide by 0.
   */
  private static final double LEAST_SLACK = 1e-3;

  private final int width;
  private final double[] means;
  private final double[] deviations;
  private final double intercept;
  private final double[] coefficients;
  private final double[] influences; // [rows, width]
  private final double freedom;

  private LinearFit(
      double[] means,
      double[] deviations,
      double intercept,
      double[] coefficients,
      double[] influences,
      double freedom) {
    this.width = means.length;
    this.means = means;
    this.deviations = deviations;
    this.intercept = intercept;
    this.coefficients = coefficients;
    this.influences = influences;
    this.freedom = freedom;
  }

  /**
   * Fits.
   *
   * @param rows two or more
   * @param ridge over 0
   */
  static LinearFit of(Answered rows, double ridge) {
    int n = rows.rows();
    int width = rows.width();
    double[] means = new double[width];
    double[] deviations = new double[width];
    standardise(rows, means, deviations);
    double[] z = standardised(rows, means, deviations);
    double intercept = 0;
    for (float score : rows.scores().values()) {
      intercept += score / (double) n;
    }
    Cholesky factor = Cholesky.of(gram(z, n, width, ridge), width).orElseThrow();
    double[] coefficients = new double[width];
    for (int row = 0; row < n; row++) {
      double centred = rows.scores().at(row) - intercept;
      add(coefficients, z, row * width, centred / n);
    }
    factor.solve(coefficients);
    double used = influences(factor, z, residuals(rows, z, intercept, coefficients));
    return new LinearFit(means, deviations, intercept, coefficients, z, n - used);
  }

  private static void standardise(Answered rows, double[] means, double[] deviations) {
    int width = means.length;
    for (int feature = 0; feature < width; feature++) {
      double sum = 0;
      int known = 0;
      for (int row = 0; row < rows.rows(); row++) {
        float value = rows.input().at(row * width + feature);
        if (!Float.isNaN(value)) {
          sum += value;
          known++;
        }
      }
      means[feature] = known == 0 ? 0 : sum / known;
      double squares = 0;
      for (int row = 0; row < rows.rows(); row++) {
        float value = rows.input().at(row * width + feature);
        double distance = Float.isNaN(value) ? 0 : value - means[feature];
        squares += distance * distance;
      }
      deviations[feature] = Math.sqrt(squares / rows.rows());
    }
  }

  private static double[] standardised(Answered rows, double[] means, double[] deviations) {
    int width = means.length;
    double[] z = new double[Math.multiplyExact(rows.rows(), width)];
    for (int at = 0; at < z.length; at++) {
      int feature = at % width;
      z[at] = scaled(rows.input().at(at), means[feature], deviations[feature]);
    }
    return z;
  }

  /** Returns a value in deviations from the mean; what hardly changes beside its size is 0. */
  private static double scaled(float value, double mean, double deviation) {
    boolean isConstant = deviation <= 1e-7 * Math.abs(mean);
    return Float.isNaN(value) || isConstant ? 0 : (value - mean) / deviation;
  }

  private static double[] gram(double[] z, int n, int width, double ridge) {
    double[] gram = new double[width * width];
    for (int row = 0; row < n; row++) {
      for (int i = 0; i < width; i++) {
        double factor = z[row * width + i] / n;
        for (int j = 0; j <= i; j++) {
          gram[i * width + j] += factor * z[row * width + j];
        }
      }
    }
    for (int i = 0; i < width; i++) {
      gram[i * width + i] += ridge;
    }
    return gram;
  }

  private static double[] residuals(
      Answered rows, double[] z, double intercept, double... coefficients) {
    double[] residuals = new double[rows.rows()];
    int width = coefficients.length;
    for (int row = 0; row < residuals.length; row++) {
      double fit = intercept;
      for (int i = 0; i < width; i++) {
        fit += z[row * width + i] * coefficients[i];
      }
      residuals[row] = rows.scores().at(row) - fit;
    }
    return residuals;
  }

  /**
   * Turns each row's z into what the row moves the coefficients by, G^-1 z u / n.
   *
   * @return the degrees of freedom that the fit has used
   */
  private static double influences(Cholesky factor, double[] z, double... residuals) {
    int n = residuals.length;
    int width = factor.size();
    double used = 1;
    double[] solved = new double[width];
    for (int row = 0; row < n; row++) {
      int start = row * width;
      System.arraycopy(z, start, solved, 0, width);
      factor.solve(solved);
      double leverage = 0;
      for (int i = 0; i < width; i++) {
        leverage += z[start + i] * solved[i] / n;
      }
      used += leverage;
      double u = residuals[row] / Math.max(LEAST_SLACK, 1 - leverage - 1.0 / n) / n;
      for (int i = 0; i < width; i++) {
        z[start + i] = solved[i] * u;
      }
    }
    return used;
  }

  private static void add(double[] into, double[] from, int offset, double times) {
    for (int i = 0; i < into.length; i++) {
      into[i] += times * from[offset + i];
    }
  }

  /** Returns the mean score of the rows. */
  double intercept() {
    return intercept;
  }

  /** Returns what a standard deviation of a value changes, score units. */
  double coefficient(int feature) {
    return coefficients[feature];
  }

  /** Returns by how much a row of the training moves the estimate of a coefficient. */
  double influence(int row, int feature) {
    return influences[row * width + feature];
  }

  /** Returns the standard error of a coefficient. */
  double standardError(int feature) {
    double sum = 0;
    for (int at = feature; at < influences.length; at += width) {
      sum += influences[at] * influences[at];
    }
    return Math.sqrt(sum);
  }

  /** Returns the standard deviation of a value over the rows. */
  double deviation(int feature) {
    return deviations[feature];
  }

  /** Returns rows less what the fit has used, 1 or more. */
  long freedom() {
    return Math.max(1, (long) freedom);
  }

  /** Returns values in deviations from the mean, [rows, width]. */
  double[] standardised(Answered rows) {
    return standardised(rows, means, deviations);
  }

  /** Returns the scores that the line foretells. */
  double[] predictions(Answered rows) {
    double[] z = standardised(rows);
    double[] predictions = new double[rows.rows()];
    for (int row = 0; row < predictions.length; row++) {
      predictions[row] = intercept;
      for (int i = 0; i < width; i++) {
        predictions[row] += z[row * width + i] * coefficients[i];
      }
    }
    return predictions;
  }
}
