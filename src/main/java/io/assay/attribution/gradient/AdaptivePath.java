package io.assay.attribution.gradient;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * One path on its way to its integral: the panels so far, how wrong they may be, and which to cut
 * next. What it decides depends on nothing but its own scores and gradients.
 *
 * <p>The integral is the midpoint rule plus its leading error, width^3 / 24 times the second
 * derivative of the gradient, taken from the neighbours: fourth order where the gradient is smooth;
 * at an isolated kink the terms of both sides cancel.
 *
 * <p>The error of a panel is estimated twice, and the larger counts: by twice its defect, which is
 * its integral minus the difference of its end scores; and by how far its gradient lies from the
 * line between its neighbours' gradients, times a quarter of its width, which is half of what a
 * kink of that size in its middle would do. The defect alone is blind to errors that cancel between
 * features, the line to kinks between the last middle and the end: the end panels count double.
 * Errors of panels are added as squares.
 */
final class AdaptivePath {
  private static final double ROUNDING = 0x1p-20;

  private final double[] distances;
  private final double tolerance;
  private final int maxGradients;
  private final double change;
  private final double rounding;

  private final double[] sums; // of gradients times their weights, one a feature
  private List<Panel> panels;
  private List<Panel> chosen = List.of();
  private int gradients;
  private int cuts;
  private double error;
  private double largestDefect;

  /**
   * Opens a path.
   *
   * @param distances end minus start, one a feature
   * @param scores at the points of an even grid, both ends included
   */
  AdaptivePath(double[] distances, double[] scores, double tolerance, int maxGradients) {
    this.distances = distances;
    this.tolerance = tolerance;
    this.maxGradients = maxGradients;
    this.change = scores[scores.length - 1] - scores[0];
    this.rounding = ROUNDING * Arrays.stream(scores).map(Math::abs).max().orElse(0);
    this.sums = new double[distances.length];
    this.panels = Panels.of(scores, tolerance);
  }

  /** Returns the panels whose gradient is to be taken, in order. */
  List<Panel> open() {
    return panels.stream().filter(Panel::isOpen).toList();
  }

  /**
   * Takes the gradients of the {@link #open} panels, and chooses the panels to cut.
   *
   * @param taken gradients, one after the other; they are kept
   * @param from where those of this path start
   * @return where those of the next path start
   */
  int take(float[] taken, int from) {
    List<Panel> filled = new ArrayList<>(panels.size());
    int next = from;
    for (Panel panel : panels) {
      if (panel.isOpen()) {
        filled.add(panel.with(new Slope(taken, next, distances)));
        next += distances.length;
        gradients++;
      } else {
        filled.add(panel);
      }
    }
    panels = filled;
    weigh();
    choose();
    return next;
  }

  /** Adds up width times gradient, and the leading error of that, which the neighbours tell. */
  private void weigh() {
    double[] weights = new double[panels.size()];
    int last = weights.length - 1;
    for (int at = 0; at <= last; at++) {
      weights[at] += panels.get(at).width();
      if (at > 0 && at < last) {
        double cubes = cube(at) + (at == 1 ? cube(0) : 0) + (at == last - 1 ? cube(last) : 0);
        double left = panels.get(at).middle() - panels.get(at - 1).middle();
        double right = panels.get(at + 1).middle() - panels.get(at).middle();
        double scale = cubes / 12 / (left + right);
        weights[at - 1] += scale / left;
        weights[at] -= scale / left + scale / right;
        weights[at + 1] += scale / right;
      }
    }
    for (int at = 0; at <= last; at++) {
      panels.get(at).slope().weigh(weights[at], sums);
    }
  }

  /** Returns the panels to cut in three; none when the path is done. */
  List<Panel> chosen() {
    return chosen;
  }

  /** Cuts the {@link #chosen} panels, given the scores at their two cuts, panel by panel. */
  void cut(double[] scores) {
    Set<Panel> marked = new HashSet<>(chosen);
    List<Panel> finer = new ArrayList<>(panels.size() + 2 * chosen.size());
    int next = 0;
    for (Panel panel : panels) {
      if (marked.contains(panel)) {
        finer.addAll(panel.thirds(scores[next], scores[next + 1]));
        next += 2;
      } else {
        finer.add(panel);
      }
    }
    panels = finer;
    cuts += chosen.size();
    chosen = List.of();
  }

  /** Returns the values so far, one a feature: distance times mean gradient. */
  double[] values() {
    double[] values = new double[sums.length];
    for (int feature = 0; feature < values.length; feature++) {
      values[feature] = sums[feature] * distances[feature];
    }
    return values;
  }

  int gradients() {
    return gradients;
  }

  /** Returns the forward passes made at cuts. */
  int cutPasses() {
    return 2 * cuts;
  }

  /** Returns the estimated error of the values, Euclidean over features, in score units. */
  double error() {
    return error;
  }

  /** Returns the largest defect of a panel, in score units. */
  double largestDefect() {
    return largestDefect;
  }

  private void choose() {
    double[] squares = new double[panels.size()];
    double sum = 0;
    largestDefect = 0;
    for (int at = 0; at < squares.length; at++) {
      double defect = panels.get(at).defect();
      double visible = Math.max(0, Math.abs(defect) - rounding);
      double estimate = Math.max(2 * visible, panels.get(at).width() / 4 * bend(at));
      squares[at] = estimate * estimate;
      sum += squares[at];
      largestDefect = Math.max(largestDefect, Math.abs(defect));
    }
    error = Math.sqrt(sum);
    double length = length();
    double limit = tolerance * length;
    double gap = total() - change;
    boolean isTooWrong = error > limit;
    boolean isIncomplete =
        Math.abs(gap) > Math.max(rounding, tolerance * Math.max(length, Math.abs(change)));
    boolean isCut = isTooWrong || isIncomplete;
    chosen = isCut ? worst(squares, sum, Math.min(sum, limit * limit) / 2) : List.of();
  }

  /** Returns the worst panels, so few that what is left of the sum is at most {@code goal}. */
  private List<Panel> worst(double[] squares, double sum, double goal) {
    int affordable = Math.min((maxGradients - gradients) / 2, squares.length);
    boolean[] isWorst = new boolean[squares.length];
    double left = sum;
    for (int count = 0; count < affordable && left > goal; count++) {
      int worst = worst(squares, isWorst);
      isWorst[worst] = true;
      left -= squares[worst];
    }
    return IntStream.range(0, squares.length)
        .filter(at -> isWorst[at])
        .mapToObj(panels::get)
        .toList();
  }

  /** Returns the worst of those that are not taken, the first of equals. */
  private static int worst(double[] squares, boolean[] isTaken) {
    int worst = -1;
    for (int at = 0; at < squares.length; at++) {
      if (!isTaken[at] && (worst < 0 || squares[at] > squares[worst])) {
        worst = at;
      }
    }
    return worst;
  }

  /** Returns the bend at a panel; twice that of its neighbour where it has but one. */
  private double bend(int at) {
    int inner = Math.max(1, Math.min(at, panels.size() - 2));
    double bend = panels.get(inner).bend(panels.get(inner - 1), panels.get(inner + 1), distances);
    return inner == at ? bend : 2 * bend;
  }

  private double cube(int at) {
    double width = panels.get(at).width();
    return width * width * width;
  }

  /** Returns the Euclidean length of the values. */
  private double length() {
    double even = 0;
    double odd = 0;
    for (int feature = 0; feature < sums.length; feature += 2) {
      double value = sums[feature] * distances[feature];
      even += value * value;
      double next = feature + 1 < sums.length ? sums[feature + 1] * distances[feature + 1] : 0;
      odd += next * next;
    }
    return Math.sqrt(even + odd);
  }

  /** Returns the sum of the values. */
  private double total() {
    double total = 0;
    for (Panel panel : panels) {
      total += panel.slope().counted();
    }
    return total;
  }
}
