package io.assay.attribution.perturbation;

import io.assay.tensor.Cholesky;
import java.util.Arrays;
import java.util.Optional;

/**
 * Weighted ridge regression on a neighbourhood, as one matrix for all rows that share it. With x =
 * 1 for the players of a coalition and 0 for the others, it minimises
 *
 * <pre>
 * sum of w (v - b - x . beta)^2 + alpha |beta|^2
 * </pre>
 *
 * where b, the intercept, is not shrunk: beta = M v. The variance of beta_j is estimated from the
 * residuals e, each divided by one minus its leverage h and multiplied by the share q of its like
 * that was not drawn:
 *
 * <pre>
 * var_j = sum over samples of q (M_j e / (1 - h))^2
 * </pre>
 *
 * It is that of the shrunk estimate; what alpha takes away is not in it. Building takes players^2 x
 * samples multiplications, a fit players x samples, and its variances as many again.
 */
final class LocalRegression {
  private static final double MOST_LEVERAGE = 1 - 1e-9;

  private final Neighbourhood design;
  private final int players;
  private final int samples;
  private final double[] operator; // M: [samples, players], so that loops over players stream
  private final double[] leverages; // [samples]

  private LocalRegression(Neighbourhood design, Cholesky gram) {
    this.design = design;
    this.players = design.players();
    this.samples = design.samples();
    this.operator = new double[players * samples];
    this.leverages = new double[samples];
    for (int sample = 0; sample < samples; sample++) {
      leverages[sample] = design.weight(sample) / design.total();
    }
    double[] column = new double[players];
    for (int player = 0; player < players; player++) {
      Arrays.fill(column, 0);
      column[player] = 1;
      gram.solve(column);
      addColumn(player, column);
    }
  }

  /** Writes what all samples mean for a player, given its line of the inverted products. */
  private void addColumn(int player, double[] inverse) {
    double[] shares = new double[samples];
    for (int other = 0; other < players; other++) {
      for (int sample = 0; sample < samples; sample++) {
        shares[sample] += inverse[other] * design.centred(other, sample);
      }
    }
    for (int sample = 0; sample < samples; sample++) {
      double share = shares[sample] * design.weight(sample);
      operator[sample * players + player] = share;
      leverages[sample] += share * design.centred(player, sample);
    }
  }

  /**
   * Builds the matrix of a design.
   *
   * @param alpha what the squares of the coefficients count, 0 or more
   * @return empty if the design does not identify every player and alpha is too small to
   */
  static Optional<LocalRegression> of(Neighbourhood design, double alpha) {
    double[] gram = design.gram();
    for (int player = 0; player < design.players(); player++) {
      gram[player * design.players() + player] += alpha;
    }
    return Cholesky.of(gram, design.players()).map(factor -> new LocalRegression(design, factor));
  }

  /**
   * Fits values.
   *
   * @param values one a sample
   * @param from where the first one stands
   */
  Fit fit(double[] values, int from) {
    double first = values[from]; // so that what does not vary gets exactly nothing
    double[] changes = new double[samples];
    for (int sample = 0; sample < samples; sample++) {
      changes[sample] = values[from + sample] - first;
    }
    double[] coefficients = new double[players];
    double mean = design.mean(changes, 0);
    double intercept = first + mean;
    for (int sample = 0; sample < samples; sample++) {
      for (int player = 0; player < players; player++) {
        coefficients[player] += operator[sample * players + player] * changes[sample];
      }
    }
    for (int player = 0; player < players; player++) {
      intercept -= coefficients[player] * design.mean(player);
    }
    for (int sample = 0; sample < samples; sample++) {
      changes[sample] -= mean;
    }
    return new Fit(intercept, coefficients, changes, residuals(changes, coefficients));
  }

  private double[] residuals(double[] centred, double[] coefficients) {
    double[] residuals = centred.clone();
    for (int player = 0; player < players; player++) {
      for (int sample = 0; sample < samples; sample++) {
        residuals[sample] -= coefficients[player] * design.centred(player, sample);
      }
    }
    return residuals;
  }

  /** What a regression found of one row and slot. */
  final class Fit {
    private final double intercept;
    private final double[] coefficients;
    private final double[] centred; // values less their mean
    private final double[] residuals;

    private Fit(double intercept, double[] coefficients, double[] centred, double[] residuals) {
      this.intercept = intercept;
      this.coefficients = coefficients;
      this.centred = centred;
      this.residuals = residuals;
    }

    /** Returns the value of the empty coalition under the fit. */
    double intercept() {
      return intercept;
    }

    /** Returns what a player's presence adds. */
    double coefficient(int player) {
      return coefficients[player];
    }

    /** Returns the value of the full coalition under the fit. */
    double atFull() {
      double sum = intercept;
      for (double coefficient : coefficients) {
        sum += coefficient;
      }
      return sum;
    }

    /**
     * Returns the variances of the coefficients.
     *
     * @param unseen which share of each sample's like was not drawn
     */
    double[] variances(double[] unseen) {
      double[] variances = new double[players];
      for (int sample = 0; sample < samples; sample++) {
        double error = leftOut(sample);
        double square = unseen[sample] > 0 ? unseen[sample] * error * error : 0;
        for (int player = 0; player < players; player++) {
          double share = operator[sample * players + player];
          variances[player] += share * share * square;
        }
      }
      return variances;
    }

    /**
     * Returns which share of the values' weighted variance the fit explains; 1 where they do not
     * vary. It is of the samples that were fitted, as scikit-learn's score.
     */
    double score() {
      return determination(new double[samples]);
    }

    /**
     * Returns the same where every sample is predicted by the fit to all others; those of which
     * nothing is unseen, which would be there in any sample, by the fit itself.
     *
     * @param unseen which share of each sample's like was not drawn
     */
    double heldOutScore(double[] unseen) {
      return determination(unseen);
    }

    private double determination(double[] unseen) {
      double missed = 0;
      double spread = 0;
      for (int sample = 0; sample < samples; sample++) {
        double weight = design.weight(sample);
        double error = unseen[sample] > 0 ? leftOut(sample) : residuals[sample];
        double alone = unseen[sample] > 0 ? 1 - weight / design.total() : 1;
        double off = centred[sample] / alone;
        missed += weight * error * error;
        spread += weight * off * off;
      }
      return missed == 0 && spread == 0 ? 1 : 1 - missed / spread;
    }

    private double leftOut(int sample) {
      return residuals[sample] / (1 - Math.min(MOST_LEVERAGE, leverages[sample]));
    }
  }
}
