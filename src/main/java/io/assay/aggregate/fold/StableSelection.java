package io.assay.aggregate.fold;

import io.assay.aggregate.FoldSums;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Which features a list of the most important ones would hold, and how surely: the list is the
 * fewest features that together have a share of the importance, made again and again from folds of
 * the rows drawn with replacement.
 *
 * <pre>
 *   p_f       the share of M lists that hold feature f
 *   k         the mean length of the lists, d the number of features
 *   stability = 1 - mean_f(M / (M - 1) p_f (1 - p_f)) / (k/d (1 - k/d))
 * </pre>
 *
 * Stability is 1 if all lists are the same and about 0 if they are drawn at random: Nogueira,
 * Sechidis and Brown (2018), "On the Stability of Feature Selection Algorithms", Journal of Machine
 * Learning Research 18(174), definition 4. Folds are disjoint parts of the rows, so drawing them is
 * drawing rows in blocks. What a list gains by lucky rows is in neither number.
 */
public final class StableSelection {
  private final double[] selectedShares;
  private final double stability;

  private StableSelection(double[] selectedShares, double stability) {
    this.selectedShares = selectedShares;
    this.stability = stability;
  }

  /**
   * Makes lists.
   *
   * @param sums magnitudes by fold of the rows
   * @param share of the importance that a list must have, over 0 and at most 1
   * @param lists how many are made, 2 or more
   * @param random draws the folds
   * @throws IllegalArgumentException if share or lists are out of range
   */
  public static StableSelection of(FoldSums sums, double share, int lists, RandomGenerator random) {
    if (!(share > 0 && share <= 1) || lists < 2) {
      throw new IllegalArgumentException(
          "share is " + share + " and lists is " + lists + "; need 0 to 1, and 2 or more");
    }
    double[] selected = new double[sums.groups()];
    double[] means = new double[sums.groups()];
    for (int list = 0; list < lists; list++) {
      Arrays.fill(means, 0);
      for (int draw = 0; draw < sums.folds(); draw++) {
        int fold = random.nextInt(sums.folds());
        for (int group = 0; group < means.length; group++) {
          means[group] += sums.sum(fold, group);
        }
      }
      for (int group : shortest(means, share)) {
        selected[group]++;
      }
    }
    for (int group = 0; group < selected.length; group++) {
      selected[group] /= lists;
    }
    return new StableSelection(selected, stability(selected, lists));
  }

  /** Returns the fewest groups that have a share of the sum of all; of equal ones the first. */
  static List<Integer> shortest(double[] sizes, double share) {
    double wanted = share * Arrays.stream(sizes).sum();
    List<Integer> order =
        IntStream.range(0, sizes.length)
            .boxed()
            .filter(group -> sizes[group] > 0)
            .sorted(Comparator.comparingDouble(group -> -sizes[group]))
            .toList();
    double sum = 0;
    int length = 0;
    while (length < order.size() && sum < wanted) {
      sum += sizes[order.get(length)];
      length++;
    }
    return order.subList(0, length);
  }

  private static double stability(double[] selected, int lists) {
    double features = selected.length;
    double part = Arrays.stream(selected).sum() / features;
    if (part == 0 || part == 1) {
      return Double.NaN;
    }
    double spread = Arrays.stream(selected).map(p -> p * (1 - p)).sum() / features;
    return 1 - lists / (lists - 1.0) * spread / (part * (1 - part));
  }

  /** Returns the share of lists that hold a feature, 0 to 1. */
  public double selectedShare(int feature) {
    return selectedShares[feature];
  }

  /** Returns how alike the lists are, at most 1; NaN if all hold every feature, or none any. */
  public double stability() {
    return stability;
  }
}
