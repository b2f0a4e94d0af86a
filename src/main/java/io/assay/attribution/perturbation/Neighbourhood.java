package io.assay.attribution.perturbation;

import io.assay.baseline.Coalitions;
import java.util.List;

/**
 * Coalitions around a row, and what each counts, as the design of a local regression: features are
 * players, 1 if present and 0 if absent.
 */
final class Neighbourhood {
  private final int players;
  private final int samples;
  private final double[] centred; // [players, samples], less the weighted mean
  private final double[] means; // [players]
  private final double[] weights; // [samples]
  private final double total;

  private Neighbourhood(double[] centred, double[] means, double[] weights) {
    this.players = means.length;
    this.samples = weights.length;
    this.centred = centred;
    this.means = means;
    this.weights = weights;
    double sum = 0;
    for (double weight : weights) {
      sum += weight;
    }
    this.total = sum;
  }

  /**
   * Takes coalitions as they come.
   *
   * @param weights what each counts, 0 or more
   */
  static Neighbourhood of(Coalitions coalitions, double[] weights) {
    int samples = coalitions.size();
    double[] present = new double[Math.multiplyExact(coalitions.players(), samples)];
    double[] means = new double[coalitions.players()];
    Neighbourhood plain = new Neighbourhood(present, means, weights);
    for (int player = 0; player < means.length; player++) {
      for (int sample = 0; sample < samples; sample++) {
        present[player * samples + sample] = coalitions.contains(sample, player) ? 1 : 0;
      }
      means[player] = plain.mean(present, player * samples);
      for (int sample = 0; sample < samples; sample++) {
        present[player * samples + sample] -= means[player];
      }
    }
    return plain;
  }

  /** Returns the design of some players alone. */
  Neighbourhood only(List<Integer> some) {
    double[] part = new double[some.size() * samples];
    double[] partMeans = new double[some.size()];
    for (int i = 0; i < some.size(); i++) {
      System.arraycopy(centred, some.get(i) * samples, part, i * samples, samples);
      partMeans[i] = means[some.get(i)];
    }
    return new Neighbourhood(part, partMeans, weights);
  }

  int players() {
    return players;
  }

  int samples() {
    return samples;
  }

  double weight(int sample) {
    return weights[sample];
  }

  /** Returns the sum of all weights. */
  double total() {
    return total;
  }

  /** Returns in which share of the weight a player is present. */
  double mean(int player) {
    return means[player];
  }

  /** Returns whether a player is present, less the mean. */
  double centred(int player, int sample) {
    return centred[player * samples + sample];
  }

  /** Returns the weighted mean of one value a sample. */
  double mean(double[] values, int from) {
    double sum = 0;
    for (int sample = 0; sample < samples; sample++) {
      sum += weights[sample] * values[from + sample];
    }
    return sum / total;
  }

  /** Returns the weighted sums of the players' products about their means, [players, players]. */
  double[] gram() {
    double[] gram = new double[players * players];
    double[] weighted = new double[samples];
    for (int one = 0; one < players; one++) {
      for (int sample = 0; sample < samples; sample++) {
        weighted[sample] = weights[sample] * centred[one * samples + sample];
      }
      for (int other = 0; other <= one; other++) {
        double sum = 0;
        for (int sample = 0; sample < samples; sample++) {
          sum += weighted[sample] * centred[other * samples + sample];
        }
        gram[one * players + other] = sum;
        gram[other * players + one] = sum;
      }
    }
    return gram;
  }

  /** Returns for each player the weighted sum of its products with one value a sample. */
  double[] moments(double[] values, int from) {
    double[] weighted = new double[samples];
    for (int sample = 0; sample < samples; sample++) {
      weighted[sample] = weights[sample] * values[from + sample];
    }
    double[] moments = new double[players];
    for (int player = 0; player < players; player++) {
      double sum = 0;
      for (int sample = 0; sample < samples; sample++) {
        sum += centred[player * samples + sample] * weighted[sample];
      }
      moments[player] = sum;
    }
    return moments;
  }
}
