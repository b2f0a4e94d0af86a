package io.assay.attribution.perturbation;

import io.assay.tensor.Cholesky;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The path of the lasso from nothing to least squares: at its knots a player joins, or one whose
 * coefficient has come back to zero leaves.
 *
 * <p>Source: Efron, Hastie, Johnstone and Tibshirani (2004), Least Angle Regression, doi
 * 10.1214/009053604000000067, section 3.1 with the lasso's modification.
 */
final class LassoPath {
  private static final double ROUNDING = 1e-10;

  private final double[] gram; // [players, players]
  private final double[] correlations; // [players], with what the path has not explained
  private final double[] coefficients;
  private final int players;
  private final double start;
  private final List<Integer> active = new ArrayList<>();
  private double level;
  private int justLeft = -1;

  /**
   * Starts at nothing.
   *
   * @param gram [players, players] products of the players
   * @param moments [players] products with the values
   */
  LassoPath(double[] gram, double[] moments) {
    this.gram = gram;
    this.correlations = moments.clone();
    this.players = moments.length;
    this.coefficients = new double[players];
    for (double moment : moments) {
      level = Math.max(level, Math.abs(moment));
    }
    this.start = level;
  }

  /** Returns the players other than zero at the last knot that has no more than so many. */
  List<Integer> lastOfAtMost(int most) {
    List<Integer> last = List.of();
    int knots = 8 * players; // a path in practice has about one a player
    for (int knot = 0; knot < knots && level > ROUNDING * start && advance(); knot++) {
      if (active.size() <= most) {
        last = List.copyOf(active);
      }
    }
    return last;
  }

  /** Goes to the next knot; at it, the active players are those other than zero. */
  private boolean advance() {
    join();
    Optional<double[]> found = direction();
    if (found.isEmpty()) {
      return false;
    }
    double[] direction = found.get();
    double[] slopes = slopes(direction);
    int leaver = -1;
    double step = level;
    for (int player = 0; player < players; player++) {
      if (!active.contains(player)) {
        step = Math.min(step, stepToJoin(player, slopes[player]));
      }
    }
    for (int i = 0; i < direction.length; i++) {
      double toZero = -coefficients[active.get(i)] / direction[i];
      if (toZero > ROUNDING * level && toZero < step) {
        step = toZero;
        leaver = i;
      }
    }
    move(step, direction, slopes);
    if (leaver >= 0) {
      justLeft = active.remove(leaver);
      coefficients[justLeft] = 0;
    }
    return true;
  }

  /** Lets the player in whose correlation has reached the level. */
  private void join() {
    int joining = -1;
    double most = level * (1 - 1e-9);
    for (int player = 0; player < players; player++) {
      double size = Math.abs(correlations[player]);
      if (!active.contains(player) && player != justLeft && size > most) {
        joining = player;
        most = size;
      }
    }
    if (joining >= 0) {
      active.add(joining);
    }
    justLeft = -1;
  }

  private Optional<double[]> direction() {
    int size = active.size();
    double[] part = new double[size * size];
    double[] signs = new double[size];
    for (int i = 0; i < size; i++) {
      signs[i] = Math.signum(correlations[active.get(i)]);
      for (int j = 0; j < size; j++) {
        part[i * size + j] = gram[active.get(i) * players + active.get(j)];
      }
    }
    return Cholesky.of(part, size)
        .map(
            factor -> {
              factor.solve(signs);
              return signs;
            });
  }

  /** Returns how fast each correlation falls. */
  private double[] slopes(double[] direction) {
    double[] slopes = new double[players];
    for (int player = 0; player < players; player++) {
      for (int i = 0; i < direction.length; i++) {
        slopes[player] += gram[player * players + active.get(i)] * direction[i];
      }
    }
    return slopes;
  }

  private double stepToJoin(int player, double slope) {
    double low = (level - correlations[player]) / (1 - slope);
    double high = (level + correlations[player]) / (1 + slope);
    double least = Double.POSITIVE_INFINITY;
    for (double step : new double[] {low, high}) {
      if (step > ROUNDING * level && step < least) {
        least = step;
      }
    }
    return least;
  }

  private void move(double step, double[] direction, double[] slopes) {
    for (int i = 0; i < direction.length; i++) {
      coefficients[active.get(i)] += step * direction[i];
    }
    for (int player = 0; player < players; player++) {
      correlations[player] -= step * slopes[player];
    }
    level -= step;
  }
}
