package io.assay.global.surrogate;

import io.assay.global.Estimate;

/**
 * How well a surrogate imitates the model on rows from which it has not learnt.
 *
 * <pre>
 *   R2 = 1 - mean((f - g)^2) / mean((f - mean f)^2)
 * </pre>
 *
 * with f the model's score and g the surrogate's. Its interval is that of a ratio of two means
 * (delta method): the spread of ((f - g)^2 - (1 - R2) (f - mean f)^2) / mean((f - mean f)^2).
 *
 * @param rows held out
 * @param r2 the share of the score's variance that the surrogate accounts for: 1 is all, 0 is no
 *     better than the mean, less is worse; NaN if there is no variance
 * @param meanAbsError mean |f - g|, score units
 * @param agreement share of the rows where both decide alike; NaN of a regression
 */
public record Fidelity(int rows, Estimate r2, Estimate meanAbsError, Estimate agreement) {

  /**
   * Compares scores.
   *
   * @param model scores of the model
   * @param surrogate scores of the surrogate, as many
   * @param agrees 1 where both decide alike, else 0, one a row; none of a regression
   * @param confidence of intervals
   */
  static Fidelity of(double[] model, double[] surrogate, double[] agrees, double confidence) {
    int rows = model.length;
    double[] distances = new double[rows];
    for (int row = 0; row < rows; row++) {
      distances[row] = Math.abs(model[row] - surrogate[row]);
    }
    if (rows == 0) {
      Estimate unknown = Estimate.unsure(Double.NaN);
      return new Fidelity(0, unknown, unknown, unknown);
    }
    return new Fidelity(
        rows,
        r2(model, surrogate, confidence),
        Estimate.ofMean(distances, confidence).atLeast(0),
        agrees.length == 0
            ? Estimate.unsure(Double.NaN)
            : share(Estimate.ofMean(agrees, confidence)));
  }

  private static Estimate share(Estimate estimate) {
    Estimate known = estimate.atLeast(0);
    return new Estimate(known.value(), known.se(), known.low(), Math.min(1, known.high()));
  }

  private static Estimate r2(double[] model, double[] surrogate, double confidence) {
    int rows = model.length;
    double mean = 0;
    for (double score : model) {
      mean += score / rows;
    }
    double errors = 0;
    double spread = 0;
    for (int row = 0; row < rows; row++) {
      errors += square(model[row] - surrogate[row]) / rows;
      spread += square(model[row] - mean) / rows;
    }
    if (spread == 0) {
      return Estimate.unsure(Double.NaN);
    }
    double[] influences = new double[rows];
    for (int row = 0; row < rows; row++) {
      double error = square(model[row] - surrogate[row]);
      influences[row] = (error - errors / spread * square(model[row] - mean)) / spread;
    }
    double value = 1 - errors / spread;
    Estimate around = Estimate.ofMean(influences, confidence);
    return new Estimate(
        value, around.se(), value - half(around), Math.min(1, value + half(around)));
  }

  private static double half(Estimate around) {
    return (around.high() - around.low()) / 2;
  }

  private static double square(double value) {
    return value * value;
  }
}
