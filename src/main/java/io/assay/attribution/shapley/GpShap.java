package io.assay.attribution.shapley;

import io.assay.attribution.AttributionMethod;
import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.attribution.CallsPerRow;
import io.assay.attribution.MethodInfo;
import io.assay.attribution.MethodInfo.Completeness;
import io.assay.attribution.MethodInfo.Scale;
import io.assay.attribution.Setting;
import io.assay.attribution.game.CoalitionGame;
import io.assay.attribution.game.Play;
import io.assay.attribution.shapley.operator.Prior;
import io.assay.baseline.Banks;
import io.assay.model.BlackBox;
import java.util.Optional;

/**
 * Shapley values as the posterior mean of a Gaussian process over coalitions.
 *
 * <pre>
 * u(T)  = v(T) - v(all but T)
 * phi   = C K^-1 u,   K = cov(u, u),   C = cov(phi, u)
 * var_i = sigma^2 (var phi_i - C_i K^-1 C_i')
 * v(S)  = mean over the background b of f(x_S, b_rest)
 * </pre>
 *
 * Source: Shapley values as linear functionals of a Gaussian process after Chau, Muandet and
 * Sejdinovic (2023), Explaining the Uncertain: Stochastic Shapley Values for Gaussian Process
 * Models, arXiv 2305.15167; the best linear estimator, equations 2.25 and 2.26 of Rasmussen and
 * Williams (2006), Gaussian Processes for Machine Learning, ISBN 026218253X. Ours are the
 * covariance, which is that of independent interactions with a share of the variance for each odd
 * order, the scale, which is each row's own, and the matrix that all rows of a bank share.
 * Coalitions come with their complements, without replacement, stratified by size; the gain v(all)
 * - v(none) is among the data, and what is missing to it is spread equally. Players are feature
 * groups.
 *
 * <p>Cost of a row: at most 1 + budget x references forward calls, whatever the number of slots.
 * With a tolerance coalitions are added, from 4 a player on, until the predicted relative error,
 * the length of the standard errors over that of the values, is below it; what was valued is kept.
 * Where the budget holds all 2^d - 2 coalitions they are all valued; below 3 a player orthogonal
 * orders of players take the place of single pairs, and below 2 the budget is refused. Memory: 8
 * MiB of values, 4 x budget bytes a slot and row, at most 256 MiB of kept operators, 8 x (budget /
 * 2)^2 bytes while one is built, and one model call.
 *
 * <p>Guarantees: complete up to rounding at any budget; exact, with standard errors of zero, where
 * all coalitions are valued; a player whose values equal the baseline's gets exactly 0. Random
 * draws belong to seed, bank and row id, so a row's values do not depend on its batch.
 */
public final class GpShap implements AttributionMethod<BlackBox> {
  /**
   * How much is spent.
   *
   * @param budget coalitions valued a row at most, beside the empty and the full one: even, 4 to
   *     8,192, and at least two a player unless all are enumerated
   * @param tolerance predicted relative error at which a row is settled, 0 to 1; with 0 all rows
   *     take the whole budget
   * @param banks sets of coalitions, 1 to 1,024
   */
  public record Options(
      @Setting(
              meaning =
                  "Most coalitions valued a row, each against every reference; fewer where that"
                      + " enumerates all or reaches the tolerance. At least 2 a player.",
              standard = "1000",
              allowed = "an even number, 4 to 8192",
              unit = "coalitions")
          int budget,
      @Setting(
              meaning =
                  "Predicted relative error at which a row takes no further coalitions; 0 spends"
                      + " the whole budget on each.",
              standard = "0.05",
              allowed = "0 to 1",
              unit = "share of the values' length")
          double tolerance,
      @Setting(
              meaning =
                  "Sets of coalitions; a row uses the one that its id selects, so that errors of"
                      + " different rows cancel in global tables.",
              standard = "16",
              allowed = "1 to 1024",
              unit = "sets")
          int banks) {
    /** Checks the ranges. */
    public Options {
      if (budget < 4 || budget > 8192 || budget % 2 != 0) {
        throw new IllegalArgumentException(
            "gp-shap.budget is " + budget + "; need an even number, 4 to 8192");
      }
      if (!(tolerance >= 0 && tolerance <= 1)) {
        throw new IllegalArgumentException("gp-shap.tolerance is " + tolerance + "; need 0 to 1");
      }
      if (banks < 1 || banks > 1024) {
        throw new IllegalArgumentException("gp-shap.banks is " + banks + "; need 1 to 1024");
      }
    }

    /** Returns the defaults. */
    public static Options standard() {
      return new Options(1000, 0.05, 16);
    }
  }

  /** What the method is. */
  public static final MethodInfo<BlackBox> INFO =
      new MethodInfo<>(
          "gp-shap",
          "Shapley values by a Gaussian process",
          "Shapley values as the posterior mean of a Gaussian process over sampled coalitions, with"
              + " standard errors, to a tolerance.",
          BlackBox.class,
          Scale.SCORE,
          Completeness.EXACT,
          true,
          true,
          "1 + at most budget x references forward",
          "Chau, Muandet, Sejdinovic (2023), Explaining the Uncertain: Stochastic Shapley Values"
              + " for Gaussian Process Models, arXiv 2305.15167; Lundberg, Lee (2017), arXiv"
              + " 1705.07874");

  private final Options options;
  private final GpLadders ladders;

  /** Creates the method as it is before it has seen a model. */
  public GpShap(Options options) {
    this.options = options;
    this.ladders = new GpLadders(options, Prior.standard());
  }

  @Override
  public MethodInfo<BlackBox> info() {
    return INFO;
  }

  @Override
  public CallsPerRow callsPerRow(int groups, int references) {
    return new CallsPerRow(CoalitionGame.callsPerRow(ladders.coalitions(groups), references), 0);
  }

  /**
   * Explains a batch.
   *
   * @throws IllegalArgumentException if the budget is less than two a player and does not enumerate
   */
  @Override
  public Attributions attribute(BlackBox model, AttributionRequest request) {
    ladders.coalitions(request.groups().size());
    CoalitionGame game = new CoalitionGame(model, request);
    Findings findings = new Findings(game, options.tolerance());
    Banks banks = new Banks(options.banks());
    for (Play play : game.plays(request.batch().rowIds(), request.seed(), banks)) {
      if (!play.players().isEmpty()) {
        new PlayEstimate(game, play, ladders.of(play, request.seed()), findings, Optional.empty())
            .run();
      }
    }
    return findings.attributions(request);
  }
}
