package io.assay.attribution.shapley.surrogate;

import io.assay.baseline.Baseline;
import io.assay.baseline.Coalitions;
import io.assay.baseline.FeatureGroups;
import java.util.Arrays;
import java.util.List;

/**
 * The games that a polynomial of order two plays against a baseline, exactly. A product of features
 * of two players is worth something to each alone and something to both together, so that
 *
 * <pre>
 * v(S)  = none + sum over i in S of alone_i + sum over pairs in S of both_ij
 * phi_i = alone_i + 1/2 sum_j both_ij
 * </pre>
 *
 * with, for the product of a feature f of i and g of j, x the row and E the mean over references,
 *
 * <pre>
 * alone_i = x_f E[g] - E[f g],   both_ij = x_f x_g - x_f E[g] - E[f] x_g + E[f g]
 * </pre>
 *
 * A row takes as many steps as there are products; a coalition as many as its pairs of players.
 */
final class QuadraticGame {
  private final Quadratic quadratic;
  private final int[] playerOf; // [features]
  private final int[] paired; // players of features in products, ascending
  private final int[] pairedAs; // [players] place among these, or -1
  private final double[] means; // [features] of scaled references
  private final double[] products; // [chosen, chosen] means of products
  private final double[] alone; // [players] of the row at hand
  private final double[] both; // [paired, paired] of the row at hand, symmetric
  private double none;

  /** Prepares the games against a baseline. */
  QuadraticGame(Quadratic quadratic, Baseline baseline, FeatureGroups groups) {
    this.quadratic = quadratic;
    this.playerOf = new int[quadratic.features()];
    for (int feature = 0; feature < playerOf.length; feature++) {
      playerOf[feature] = groups.groupOf(feature);
    }
    int[] chosen = quadratic.chosen();
    this.paired =
        Arrays.stream(chosen).map(feature -> playerOf[feature]).sorted().distinct().toArray();
    this.pairedAs = new int[groups.size()];
    Arrays.fill(pairedAs, -1);
    for (int i = 0; i < paired.length; i++) {
      pairedAs[paired[i]] = i;
    }
    this.means = new double[playerOf.length];
    this.products = new double[chosen.length * chosen.length];
    for (int reference = 0; reference < baseline.size(); reference++) {
      double[] scaled =
          quadratic.scaled(baseline.rows().values(), reference * quadratic.features());
      add(scaled, baseline.weight(reference));
    }
    this.alone = new double[groups.size()];
    this.both = new double[paired.length * paired.length];
  }

  private void add(double[] scaled, double weight) {
    int[] chosen = quadratic.chosen();
    for (int feature = 0; feature < scaled.length; feature++) {
      means[feature] += weight * scaled[feature];
    }
    for (int i = 0; i < chosen.length; i++) {
      for (int j = 0; j < chosen.length; j++) {
        products[i * chosen.length + j] += weight * scaled[chosen[i]] * scaled[chosen[j]];
      }
    }
  }

  /** Works out what players of a row are worth alone and in pairs. */
  private void play(float[] inputs, int offset) {
    double[] row = quadratic.scaled(inputs, offset);
    Arrays.fill(alone, 0);
    Arrays.fill(both, 0);
    none = quadratic.start();
    for (int feature = 0; feature < row.length; feature++) {
      none += quadratic.slope(feature) * means[feature];
      alone[playerOf[feature]] += quadratic.slope(feature) * (row[feature] - means[feature]);
    }
    for (int i = 0; i < quadratic.chosen().length; i++) {
      for (int j = 0; j < quadratic.chosen().length; j++) {
        playProduct(i, j, row);
      }
    }
  }

  /** Of both orders of a product each counts a half, so that one side alone is enough here. */
  private void playProduct(int i, int j, double[] row) {
    int[] chosen = quadratic.chosen();
    double factor = quadratic.half(i, j);
    double one = row[chosen[i]];
    double other = row[chosen[j]];
    double absent = products[i * chosen.length + j];
    int player = playerOf[chosen[i]];
    int second = playerOf[chosen[j]];
    none += factor * absent;
    if (player == second) {
      alone[player] += factor * (one * other - absent);
    } else {
      double first = one * means[chosen[j]];
      double last = means[chosen[i]] * other;
      alone[player] += factor * (first - absent);
      alone[second] += factor * (last - absent);
      double together = factor * (one * other - first - last + absent);
      both[pairedAs[player] * paired.length + pairedAs[second]] += together;
      both[pairedAs[second] * paired.length + pairedAs[player]] += together;
    }
  }

  /** Adds the exact Shapley values of a row's players. */
  void addShapley(float[] inputs, int offset, double[] into) {
    play(inputs, offset);
    for (int player = 0; player < alone.length; player++) {
      into[player] += alone[player];
    }
    for (int i = 0; i < paired.length; i++) {
      for (int j = 0; j < paired.length; j++) {
        into[paired[i]] += both[i * paired.length + j] / 2;
      }
    }
  }

  /** Adds the values of coalitions of a row: of these players, all others being absent. */
  void addValues(
      float[] inputs, int offset, List<Integer> players, Coalitions coalitions, double[] into) {
    play(inputs, offset);
    int[] numbers = players.stream().mapToInt(Integer::intValue).toArray();
    int[] present = new int[numbers.length];
    for (int coalition = 0; coalition < coalitions.size(); coalition++) {
      double sum = none;
      int size = 0;
      for (int i = 0; i < numbers.length; i++) {
        if (coalitions.contains(coalition, i)) {
          sum += alone[numbers[i]];
          int as = pairedAs[numbers[i]];
          if (as >= 0) {
            sum += pairs(as, present, size);
            present[size++] = as;
          }
        }
      }
      into[coalition] += sum;
    }
  }

  private double pairs(int player, int[] present, int size) {
    double sum = 0;
    for (int i = 0; i < size; i++) {
      sum += both[player * paired.length + present[i]];
    }
    return sum;
  }
}
