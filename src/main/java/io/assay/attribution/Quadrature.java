package io.assay.attribution;

import java.util.Arrays;
import java.util.List;

/**
 * Nodes on the path from 0 (the baseline) to 1 (the row) and their weights, which sum to one.
 *
 * <p>Source of the Gauss-Legendre nodes: the roots of the Legendre polynomial by Newton's method
 * from Tricomi's estimate (Abramowitz and Stegun, 22.16.6 and 25.4.29).
 */
public final class Quadrature {
  /** Where the nodes lie. */
  public enum Rule {
    /** The middles of equal panels. */
    MIDPOINT,
    /** The nodes of Gauss-Legendre. */
    GAUSS_LEGENDRE,
    /** Evenly, both ends included and given half a weight. */
    TRAPEZOID,
    /** The starts of equal panels. */
    LEFT,
    /** The ends of equal panels. */
    RIGHT
  }

  private static final int NEWTON_STEPS = 8;

  private final List<Double> nodes;
  private final List<Double> weights;

  private Quadrature(double[] nodes, double[] weights) {
    this.nodes = Arrays.stream(nodes).boxed().toList();
    this.weights = Arrays.stream(weights).boxed().toList();
  }

  /**
   * Returns a rule of so many nodes.
   *
   * @param steps 1 or more, the trapezoid 2 or more
   */
  public static Quadrature of(Rule rule, int steps) {
    return switch (rule) {
      case MIDPOINT -> even(steps, 0.5);
      case LEFT -> even(steps, 0);
      case RIGHT -> even(steps, 1);
      case TRAPEZOID -> trapezoid(steps);
      case GAUSS_LEGENDRE -> gaussLegendre(steps);
    };
  }

  /** Returns how many nodes there are. */
  public int size() {
    return nodes.size();
  }

  /** Returns the nodes, 0 to 1, in order of computation. */
  public List<Double> nodes() {
    return nodes;
  }

  /** Returns the weights of the nodes; they sum to one. */
  public List<Double> weights() {
    return weights;
  }

  private static Quadrature even(int steps, double offset) {
    double[] nodes = new double[steps];
    double[] weights = new double[steps];
    for (int step = 0; step < steps; step++) {
      nodes[step] = (step + offset) / steps;
      weights[step] = 1.0 / steps;
    }
    return new Quadrature(nodes, weights);
  }

  private static Quadrature trapezoid(int steps) {
    double[] nodes = new double[steps];
    double[] weights = new double[steps];
    for (int step = 0; step < steps; step++) {
      nodes[step] = (double) step / (steps - 1);
      weights[step] = (step == 0 || step == steps - 1 ? 0.5 : 1.0) / (steps - 1);
    }
    return new Quadrature(nodes, weights);
  }

  private static Quadrature gaussLegendre(int steps) {
    double[] nodes = new double[steps];
    double[] weights = new double[steps];
    for (int step = 0; step < steps; step++) {
      double root = Math.cos(Math.PI * (step + 0.75) / (steps + 0.5));
      Legendre at = Legendre.of(steps, root);
      for (int newton = 0; newton < NEWTON_STEPS && Math.abs(at.value) > 1e-15; newton++) {
        root -= at.value / at.slope;
        at = Legendre.of(steps, root);
      }
      nodes[step] = (1 - root) / 2;
      weights[step] = 1 / ((1 - root * root) * at.slope * at.slope);
    }
    return new Quadrature(nodes, weights);
  }

  /** A Legendre polynomial and its derivative, by the three-term recurrence. */
  private record Legendre(double value, double slope) {
    static Legendre of(int degree, double x) {
      double before = 0;
      double value = 1;
      for (int k = 0; k < degree; k++) {
        double next = ((2 * k + 1) * x * value - k * before) / (k + 1);
        before = value;
        value = next;
      }
      return new Legendre(value, degree * (x * value - before) / (x * x - 1));
    }
  }
}
