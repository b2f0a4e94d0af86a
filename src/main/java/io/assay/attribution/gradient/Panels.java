package io.assay.attribution.gradient;

import java.util.ArrayList;
import java.util.List;

/**
 * Where the first panels of a path lie: at points of an even grid on which the score is known, so
 * that each holds about the same of the square root of the score's curvature.
 */
final class Panels {
  private static final int LEAST = 3; // two neighbours are needed to see a gradient bend
  private static final double EVEN_SHARE = 0.1;

  private Panels() {}

  /**
   * Cuts a path.
   *
   * @param scores at the points of an even grid, both ends included
   * @param tolerance share of the path's total variation that should escape
   */
  static List<Panel> of(double[] scores, double tolerance) {
    int cells = scores.length - 1;
    double[] density = density(scores);
    double total = 0;
    for (double share : density) {
      total += share;
    }
    int count = count(total, tolerance * variation(scores), cells);
    double[] even = new double[cells];
    for (int cell = 0; cell < cells; cell++) {
      even[cell] = total > 0 ? density[cell] + EVEN_SHARE * total / cells : 1;
    }
    return between(bounds(even, count), scores);
  }

  private static double[] density(double[] scores) {
    int cells = scores.length - 1;
    double[] density = new double[cells];
    for (int cell = 0; cell < cells; cell++) {
      density[cell] = Math.sqrt((bend(scores, cell) + bend(scores, cell + 1)) / 2);
    }
    return density;
  }

  private static double bend(double[] scores, int at) {
    return at == 0 || at == scores.length - 1
        ? 0
        : Math.abs(scores[at + 1] - 2 * scores[at] + scores[at - 1]);
  }

  private static double variation(double[] scores) {
    double variation = 0;
    for (int at = 1; at < scores.length; at++) {
      variation += Math.abs(scores[at] - scores[at - 1]);
    }
    return variation;
  }

  private static int count(double curvature, double allowed, int cells) {
    double wanted = allowed > 0 ? Math.ceil(curvature / Math.sqrt(allowed)) : LEAST;
    return (int) Math.max(LEAST, Math.min(wanted, cells));
  }

  /** Returns which grid points bound the panels, ascending; three panels at least. */
  private static List<Integer> bounds(double[] density, int count) {
    int cells = density.length;
    double total = 0;
    for (double share : density) {
      total += share;
    }
    List<Integer> bounds = new ArrayList<>(List.of(0));
    double passed = 0;
    for (int cell = 0; cell < cells - 1; cell++) {
      passed += density[cell];
      double wanted = total * bounds.size() / count;
      int left = cells - 1 - cell;
      boolean isNearest = passed + density[cell + 1] / 2 >= wanted;
      boolean isLastChance = left <= LEAST - bounds.size();
      if (isNearest || isLastChance) {
        bounds.add(cell + 1);
      }
    }
    bounds.add(cells);
    return bounds;
  }

  private static List<Panel> between(List<Integer> bounds, double[] scores) {
    double cells = scores.length - 1;
    List<Panel> panels = new ArrayList<>();
    for (int at = 1; at < bounds.size(); at++) {
      int from = bounds.get(at - 1);
      int to = bounds.get(at);
      panels.add(Panel.open(from / cells, to / cells, scores[from], scores[to]));
    }
    return panels;
  }
}
