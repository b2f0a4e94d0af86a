package io.assay.attribution.perturbation;

import io.assay.tensor.Cholesky;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Chooses the players that a local regression may use, as LIME does: those with the largest
 * coefficients of a fit to all, or one after the other that which explains most, or the last of the
 * lasso's path that are few enough.
 */
final class FeatureSelection {
  /** What the lime package takes, so that a design with too few samples is no error. */
  private static final double RIDGE = 0.01;

  /** A player that others explain to twelve digits adds nothing. */
  private static final double NOTHING_NEW = 1e-12;

  private final int players;
  private final Neighbourhood design;
  private final double[] gram;

  FeatureSelection(Neighbourhood design) {
    this.design = design;
    this.players = design.players();
    this.gram = design.gram();
  }

  /**
   * Chooses.
   *
   * @param values one a sample
   * @param from where the first one stands
   * @param most how many players at most
   * @return ascending
   */
  List<Integer> choose(Lime.Selection how, double[] values, int from, int most) {
    if (most >= players) {
      return IntStream.range(0, players).boxed().toList();
    }
    double[] moments = design.moments(values, from);
    List<Integer> chosen =
        switch (how) {
          case HIGHEST_WEIGHTS -> highest(moments, most);
          case FORWARD_SELECTION -> forward(moments, most);
          case LASSO_PATH -> new LassoPath(gram, moments).lastOfAtMost(most);
        };
    return chosen.stream().sorted().toList();
  }

  private List<Integer> highest(double[] moments, int most) {
    double[] ridged = gram.clone();
    for (int player = 0; player < players; player++) {
      ridged[player * players + player] += RIDGE;
    }
    double[] coefficients = moments.clone();
    Cholesky.of(ridged, players).orElseThrow().solve(coefficients);
    return IntStream.range(0, players)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer player) -> -Math.abs(coefficients[player])))
        .limit(most)
        .toList();
  }

  /** Sweeps every player that is chosen out of all others, so that what is left is what it adds. */
  private List<Integer> forward(double[] moments, int most) {
    double[] left = moments.clone();
    double[] spread = gram.clone();
    List<Integer> chosen = new ArrayList<>();
    while (chosen.size() < most) {
      int best = best(left, spread, chosen);
      chosen.add(best);
      double pivot = spread[best * players + best];
      if (pivot <= NOTHING_NEW * gram[best * players + best]) {
        continue;
      }
      double[] line = new double[players];
      System.arraycopy(spread, best * players, line, 0, players);
      double moment = left[best];
      for (int row = 0; row < players; row++) {
        double factor = line[row] / pivot;
        left[row] -= factor * moment;
        for (int column = 0; column < players; column++) {
          spread[row * players + column] -= factor * line[column];
        }
      }
    }
    return chosen;
  }

  private int best(double[] left, double[] spread, List<Integer> chosen) {
    int best = -1;
    double most = -1;
    for (int player = 0; player < players; player++) {
      double pivot = spread[player * players + player];
      boolean isNew = pivot > NOTHING_NEW * gram[player * players + player];
      double gain = isNew ? left[player] * left[player] / pivot : 0;
      if (!chosen.contains(player) && (gain > most || best < 0)) {
        best = player;
        most = gain;
      }
    }
    return best;
  }
}
