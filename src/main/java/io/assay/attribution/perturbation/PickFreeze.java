package io.assay.attribution.perturbation;

import io.assay.baseline.Coalitions;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The masks of a variance-based sensitivity analysis, and what scores under them say. For every
 * sample there are two independent masks A and B, and for every player i the mask A with the value
 * of i from B. With a, b and c_i the scores under them, m their mean and V the variance of all a
 * and b:
 *
 * <pre>
 * total_i = mean of (a - c_i)^2 / 2 / V       first_i = mean of (b - m) (c_i - a) / V
 * </pre>
 *
 * Sources: Jansen (1999), Analysis of Variance Designs for Model Output, doi
 * 10.1016/S0010-4655(98)00154-4, for the first; Saltelli, Annoni, Azzini, Campolongo, Ratto and
 * Tarantola (2010), doi 10.1016/j.cpc.2009.09.018, table 2 (b), for the second, which is exactly
 * zero for a player who changes nothing. Each value of A and B is from a Latin hypercube. Standard
 * errors are those of ratios of means over the samples.
 */
final class PickFreeze {
  /** Scores that spread less than this share of their mean vary by float32 rounding alone. */
  private static final double ROUNDING = 1e-6;

  private static final int MOST_MASKS = 1 << 24;

  private final int players;
  private final int samples;
  private final float[] first; // A: [samples, players]
  private final float[] second; // B

  private PickFreeze(int players, int samples, float[] first, float[] second) {
    this.players = players;
    this.samples = samples;
    this.first = first;
    this.second = second;
  }

  /** Draws masks of values between 0 and 1, all as likely. */
  static PickFreeze graded(int players, int samples, RandomGenerator random) {
    float[] first = cube(players, samples, random);
    return new PickFreeze(players, samples, first, cube(players, samples, random));
  }

  /** Draws masks of zeros and ones, each as likely. */
  static PickFreeze whole(int players, int samples, RandomGenerator random) {
    PickFreeze graded = graded(players, samples, random);
    return new PickFreeze(players, samples, rounded(graded.first), rounded(graded.second));
  }

  private static float[] cube(int players, int samples, RandomGenerator random) {
    float[] cube = new float[Math.multiplyExact(samples, players)];
    int[] strata = new int[samples];
    for (int sample = 0; sample < samples; sample++) {
      strata[sample] = sample;
    }
    for (int player = 0; player < players; player++) {
      for (int sample = 0; sample < samples; sample++) {
        int other = sample + random.nextInt(samples - sample);
        int stratum = strata[other];
        strata[other] = strata[sample];
        strata[sample] = stratum;
        cube[sample * players + player] = (float) ((stratum + random.nextDouble()) / samples);
      }
    }
    return cube;
  }

  private static float[] rounded(float[] values) {
    float[] rounded = new float[values.length];
    for (int at = 0; at < values.length; at++) {
      rounded[at] = values[at] >= 0.5f ? 1 : 0;
    }
    return rounded;
  }

  /** Returns how many masks there are: A, B and one a player, for every sample. */
  int size() {
    return size(players, samples);
  }

  /**
   * Returns how many masks so many players and samples have.
   *
   * @throws IllegalArgumentException if they are over sixteen million
   */
  static int size(int players, int samples) {
    long size = (long) samples * (players + 2);
    if (size > MOST_MASKS) {
      throw new IllegalArgumentException(
          "sobol.samples is %d for %d places, which takes %d masks; need at most %d, by fewer"
                  .formatted(samples, players, size, MOST_MASKS)
              + " samples, or by fewer places: feature groups, or a coarser grid");
    }
    return (int) size;
  }

  int players() {
    return players;
  }

  /** Returns what a mask shows of a player, 0 to 1. */
  float shown(int mask, int player) {
    int sample = mask / (players + 2);
    int kind = mask % (players + 2); // A, B, A with player 0 from B, ...
    boolean isSecond = kind == 1 || kind == player + 2;
    return (isSecond ? second : first)[sample * players + player];
  }

  /** Returns masks of zeros and ones as coalitions. */
  Coalitions coalitions() {
    List<BitSet> present = new ArrayList<>(size());
    for (int mask = 0; mask < size(); mask++) {
      BitSet members = new BitSet(players);
      for (int player = 0; player < players; player++) {
        members.set(player, shown(mask, player) == 1);
      }
      present.add(members);
    }
    return Coalitions.of(players, present);
  }

  /**
   * Returns the indices of all players, and their standard errors.
   *
   * @param scores one a mask
   * @param from where the first one stands
   * @return [2, players], shares of the variance; zeros where nothing varies
   */
  double[][] indices(Sobol.Index index, double[] scores, int from) {
    double[][] found = new double[2][players];
    double mean = mean(scores, from);
    double[] variances = variances(scores, from, mean);
    double variance = 0;
    for (double each : variances) {
      variance += each / samples;
    }
    if (variance <= ROUNDING * ROUNDING * mean * mean) {
      return found;
    }
    for (int player = 0; player < players; player++) {
      double sum = 0;
      double[] parts = new double[samples];
      for (int sample = 0; sample < samples; sample++) {
        int at = from + sample * (players + 2);
        parts[sample] = index.part(scores[at], scores[at + 1] - mean, scores[at + 2 + player]);
        sum += parts[sample];
      }
      double share = sum / samples / variance;
      double squares = 0;
      for (int sample = 0; sample < samples; sample++) {
        double off = parts[sample] - share * variances[sample];
        squares += off * off;
      }
      found[0][player] = share;
      found[1][player] = Math.sqrt(squares / samples / (samples - 1)) / variance;
    }
    return found;
  }

  private double mean(double[] scores, int from) {
    double sum = 0;
    for (int sample = 0; sample < samples; sample++) {
      int at = from + sample * (players + 2);
      sum += scores[at] + scores[at + 1];
    }
    return sum / (2 * samples);
  }

  /** Returns what each sample says of the variance; the mean of these is without bias. */
  private double[] variances(double[] scores, int from, double mean) {
    double[] variances = new double[samples];
    double scale = 0.5 * 2 * samples / (2 * samples - 1);
    for (int sample = 0; sample < samples; sample++) {
      int at = from + sample * (players + 2);
      double one = scores[at] - mean;
      double other = scores[at + 1] - mean;
      variances[sample] = scale * (one * one + other * other);
    }
    return variances;
  }

  /**
   * Returns the indices under masks of zeros and ones, each as likely, all of which are known.
   *
   * @param scores [2^players], bit i of an index says that player i is shown
   */
  static double[] exact(Sobol.Index index, double[] scores, int players) {
    double[] found = new double[players];
    double mean = 0;
    for (double score : scores) {
      mean += score / scores.length;
    }
    double variance = 0;
    for (double score : scores) {
      variance += (score - mean) * (score - mean) / scores.length;
    }
    if (variance <= ROUNDING * ROUNDING * mean * mean) {
      return found;
    }
    double pairs = scores.length / 2.0;
    for (int player = 0; player < players; player++) {
      double sum = 0;
      double squares = 0;
      for (int mask = 0; mask < scores.length; mask++) {
        if ((mask >> player & 1) != 0) {
          double change = scores[mask] - scores[mask ^ 1 << player];
          sum += change / pairs;
          squares += change * change / pairs;
        }
      }
      found[player] = (index == Sobol.Index.TOTAL ? squares : sum * sum) / 4 / variance;
    }
    return found;
  }
}
