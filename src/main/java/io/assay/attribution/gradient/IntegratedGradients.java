package io.assay.attribution.gradient;

import io.assay.attribution.AttributionMethod;
import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.attribution.CallsPerRow;
import io.assay.attribution.MethodInfo;
import io.assay.attribution.MethodInfo.Completeness;
import io.assay.attribution.MethodInfo.Scale;
import io.assay.attribution.Quadrature;
import io.assay.attribution.Setting;
import io.assay.model.Differentiable;
import java.util.Optional;

/**
 * The gradient averaged along the straight line from the baseline to the row, times the distance.
 *
 * <pre>
 * IG_i(x) = (x_i - b_i) * integral over a from 0 to 1 of df(b + a (x - b)) / dx_i
 * </pre>
 *
 * Source: Sundararajan, Taly and Yan (2017), Axiomatic Attribution for Deep Networks, arXiv
 * 1703.01365, equation 1. Over a background we take the weighted mean over all its rows, exactly. A
 * group of features gets the sum of its members. The trapezoid rule has weights that sum to one;
 * Captum's sum to (n - 1) / n. The adaptive rule is ours: panels of one gradient each, corrected to
 * fourth order from their neighbours, cut in three where the estimated error is largest.
 *
 * <p>Cost of a row and reference: a fixed rule takes {@code steps} gradients; the adaptive rule as
 * many as the path needs, three at least, a slot, and about as many forward passes. The row itself
 * takes one forward pass, each reference one a batch. Memory: one gradient a slot for a fixed rule;
 * one a panel and slot for the adaptive one.
 *
 * <p>Guarantees: deterministic; a feature that is not read, or does not move, gets zero. Values add
 * up to the score minus the baseline score within {@code tolerance} by the adaptive rule unless it
 * ran into {@code max-gradients}; by a fixed rule within its error, which falls with 1/steps^2 for
 * midpoint and trapezoid on smooth models, with 1/steps for left and right, and beyond any power
 * for Gauss-Legendre; at kinks with 1/steps for all.
 */
public final class IntegratedGradients implements AttributionMethod<Differentiable> {
  /** Where on the path the gradient is taken. */
  public enum Rule {
    /** Where the path bends, as finely as the tolerance asks. */
    ADAPTIVE,
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

  /**
   * How finely the path is cut.
   *
   * @param rule the quadrature rule
   * @param steps nodes of a fixed rule, 1 to 10000, at least 2 for the trapezoid; the adaptive rule
   *     ignores it
   * @param tolerance of the adaptive rule, 1e-6 to 0.5: the estimated error of a path's values
   *     (Euclidean length over features) is at most this share of their length, and their
   *     completeness gap at most this share of the larger of that length and |f(x) - f(b)|.
   *     Differences below 2^-20 of the largest score on the path count as rounding. Fixed rules
   *     ignore it
   * @param maxGradients the most gradients that the adaptive rule takes on one path, which is one
   *     row, slot and reference; 16 to 100000. Fixed rules ignore it
   */
  public record Options(
      @Setting(
              meaning = "Where on the path gradients are taken.",
              standard = "adaptive",
              allowed = "adaptive, midpoint, gauss-legendre, trapezoid, left, right")
          Rule rule,
      @Setting(
              meaning = "For fixed rules: how many gradients a row and reference.",
              standard = "50",
              allowed = "1 to 10000; trapezoid from 2",
              unit = "gradients")
          int steps,
      @Setting(
              meaning = "For adaptive: the error allowed, as a share of a row's attribution.",
              standard = "0.001",
              allowed = "1e-6 to 0.5")
          double tolerance,
      @Setting(
              meaning = "For adaptive: the most gradients a row, slot and reference.",
              standard = "512",
              allowed = "16 to 100000",
              unit = "gradients")
          int maxGradients) {
    /** Checks the ranges. */
    public Options {
      int least = rule == Rule.TRAPEZOID ? 2 : 1;
      if (steps < least || steps > 10_000) {
        throw new IllegalArgumentException(
            "integrated-gradients.steps is " + steps + "; need " + least + " to 10000");
      }
      if (!(tolerance >= 1e-6 && tolerance <= 0.5)) {
        throw new IllegalArgumentException(
            "integrated-gradients.tolerance is " + tolerance + "; need 1e-6 to 0.5");
      }
      if (maxGradients < AdaptiveSteps.GRID || maxGradients > 100_000) {
        throw new IllegalArgumentException(
            "integrated-gradients.max-gradients is " + maxGradients + "; need 16 to 100000");
      }
    }

    /** Returns the defaults. */
    public static Options standard() {
      return new Options(Rule.ADAPTIVE, 50, 1e-3, 512);
    }

    /** Returns a fixed rule of so many steps. */
    public static Options fixed(Rule rule, int steps) {
      return new Options(rule, steps, standard().tolerance(), standard().maxGradients());
    }

    /** Returns the adaptive rule at a tolerance. */
    public static Options adaptive(double tolerance) {
      return new Options(Rule.ADAPTIVE, standard().steps(), tolerance, standard().maxGradients());
    }
  }

  /** What the method is. */
  public static final MethodInfo<Differentiable> INFO =
      new MethodInfo<>(
          "integrated-gradients",
          "Integrated Gradients",
          "The gradient averaged along the line from the baseline to the row, times the distance.",
          Differentiable.class,
          Scale.SCORE,
          Completeness.APPROXIMATE,
          true,
          false,
          "1 forward + for each reference: steps gradients, or 15 forwards and what the path needs",
          "Sundararajan, Taly, Yan (2017), Axiomatic Attribution for Deep Networks,"
              + " arXiv 1703.01365");

  private static final double ROUNDING = 1e-5; // of a sum of float32 values

  private final Options options;
  private final PathRule rule;

  /** Creates the method. */
  public IntegratedGradients(Options options) {
    this.options = options;
    this.rule =
        options.rule() == Rule.ADAPTIVE
            ? new AdaptiveSteps(options.tolerance(), options.maxGradients())
            : new FixedSteps(
                Quadrature.of(Quadrature.Rule.valueOf(options.rule().name()), options.steps()));
  }

  @Override
  public MethodInfo<Differentiable> info() {
    return INFO;
  }

  /**
   * Returns the most that a row with one slot costs; each further slot may cost the adaptive rule
   * the same again.
   */
  @Override
  public CallsPerRow callsPerRow(int groups, int references) {
    return options.rule() == Rule.ADAPTIVE
        ? new CallsPerRow(
            1 + references * ((long) AdaptiveSteps.INNER + options.maxGradients()),
            (long) references * options.maxGradients())
        : new CallsPerRow(1, (long) references * options.steps());
  }

  /**
   * {@inheritDoc} The adaptive rule promises its own tolerance, or float32 rounding where that is
   * larger.
   */
  @Override
  public double completenessTolerance() {
    return options.rule() == Rule.ADAPTIVE
        ? Math.max(options.tolerance(), ROUNDING)
        : AttributionMethod.super.completenessTolerance();
  }

  @Override
  public Attributions attribute(Differentiable model, AttributionRequest request) {
    PathEnds ends = PathEnds.of(model, request);
    PathRule.Integrals integrals = rule.integrate(model, request, ends);
    return new Attributions(
        request.batch().rowIds(),
        integrals.values(),
        ends.scores(),
        ends.baselineScores(request),
        Optional.empty(),
        integrals.diagnostics(),
        integrals.calls());
  }
}
