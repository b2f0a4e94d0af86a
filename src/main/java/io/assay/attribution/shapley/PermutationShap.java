package io.assay.attribution.shapley;

import io.assay.attribution.AttributionMethod;
import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.attribution.CallsPerRow;
import io.assay.attribution.Memo;
import io.assay.attribution.MethodInfo;
import io.assay.attribution.MethodInfo.Completeness;
import io.assay.attribution.MethodInfo.Scale;
import io.assay.attribution.Setting;
import io.assay.attribution.game.CoalitionGame;
import io.assay.attribution.game.Play;
import io.assay.baseline.Banks;
import io.assay.baseline.PermutationDesign;
import io.assay.model.BlackBox;
import io.assay.tensor.Rng;
import java.util.List;

/**
 * Shapley values by sampled orders: what each player adds to the score when players appear one
 * after another, averaged over orders that are drawn, and over their reverses.
 *
 * <pre>
 * phi_i = mean over orders O of v(before_i(O) + i) - v(before_i(O))
 * v(S)  = mean over the background b of f(x_S, b_rest)
 * </pre>
 *
 * Source: Mitchell, Cooper, Frank and Holmes (2022), Sampling Permutations for Shapley Value
 * Estimation, arXiv 2104.12199, sections 2.2 (antithetic) and 4.2 (orthogonal); sampled orders go
 * back to Castro, Gómez and Tejada (2009), doi 10.1016/j.cor.2008.04.004. We depart from them so:
 * the rows of a bank share their orders; a coalition that several orders meet is valued once; where
 * the budget holds all coalitions, these give the exact values.
 *
 * <p>Cost of a row: 1 + evaluations x references forward calls, whatever the number of slots, where
 * evaluations is at most {@code budget}: 2 (d - 1) for each pair of orders, less what orders share,
 * for d players who can change the score; the baseline's own scores are shared by a batch. Memory:
 * 8 MiB of values, and one model call of at most 8,192 inputs. Estimating takes d x pairs
 * additions.
 *
 * <p>Guarantees: complete up to rounding at any budget; a player that never matters gets exactly 0;
 * without bias; exact, with standard errors of zero, where 2^d - 2 coalitions are within the
 * budget; exact for scores of singles and pairs of players at any budget; otherwise the error falls
 * like 1/sqrt(budget), with a standard error each ({@link PermutationEstimator}). On tabulated
 * games it is 1.04 to 1.17 times the true one; intervals of 1.96 cover 90 % at two pairs of orders,
 * 93 % at three and 95 to 97 % from six on. Random draws belong to seed, bank and row id, so a
 * row's values do not depend on its batch.
 */
public final class PermutationShap implements AttributionMethod<BlackBox> {
  /**
   * How much is spent.
   *
   * @param budget coalitions valued a row at most, beside the empty and the full one: 2 to 100,000,
   *     and at least 4 (players - 1) unless all are enumerated
   * @param banks sets of orders, 1 to 1,024
   */
  public record Options(
      @Setting(
              meaning =
                  "Coalitions valued a row at most, each against every reference. A pair of orders"
                      + " takes 2 (players - 1); at least two pairs.",
              standard = "512",
              allowed = "2 to 100000",
              unit = "coalitions")
          int budget,
      @Setting(
              meaning =
                  "Sets of orders; a row uses the one that its id selects, so that errors of"
                      + " different rows cancel in global tables.",
              standard = "16",
              allowed = "1 to 1024",
              unit = "sets")
          int banks) {
    /** Checks the ranges. */
    public Options {
      if (budget < 2 || budget > 100_000) {
        throw new IllegalArgumentException(
            "permutation-shap.budget is " + budget + "; need 2 to 100000");
      }
      if (banks < 1 || banks > 1024) {
        throw new IllegalArgumentException(
            "permutation-shap.banks is " + banks + "; need 1 to 1024");
      }
    }

    /** Returns the defaults. */
    public static Options standard() {
      return new Options(512, 16);
    }
  }

  /** What the method is. */
  public static final MethodInfo<BlackBox> INFO =
      new MethodInfo<>(
          "permutation-shap",
          "Permutation SHAP",
          "Shapley values from antithetic, orthogonal orders of players, with standard errors.",
          BlackBox.class,
          Scale.SCORE,
          Completeness.EXACT,
          true,
          true,
          "1 + at most budget x references forward",
          "Mitchell, Cooper, Frank, Holmes (2022), Sampling Permutations for Shapley Value"
              + " Estimation, arXiv 2104.12199");

  private static final int MOST_HELD = 64;

  private final Options options;
  private final Memo<Object, Estimator> recent = new Memo<>(estimator -> 1, MOST_HELD);

  /** Creates the method. */
  public PermutationShap(Options options) {
    this.options = options;
  }

  @Override
  public MethodInfo<BlackBox> info() {
    return INFO;
  }

  @Override
  public CallsPerRow callsPerRow(int groups, int references) {
    return new CallsPerRow(CoalitionGame.callsPerRow(evaluations(groups), references), 0);
  }

  @Override
  public long heldBytes(List<Integer> rowShape, int groups) {
    return CoalitionGame.bytesHeld(rowShape);
  }

  private int evaluations(int players) {
    if (Enumeration.fits(players, options.budget())) {
      return (1 << players) - 2;
    }
    int least = 4 * (players - 1);
    if (options.budget() < least) {
      throw new IllegalArgumentException(
          ("permutation-shap.budget is %d for %d players; need at least %d, two orders and their"
                  + " reverses, or fewer players by feature groups")
              .formatted(options.budget(), players, least));
    }
    return options.budget();
  }

  /**
   * Explains a batch.
   *
   * @throws IllegalArgumentException if the budget holds neither two pairs of orders nor all
   *     coalitions
   */
  @Override
  public Attributions attribute(BlackBox model, AttributionRequest request) {
    int players = request.groups().size();
    evaluations(players);
    int banks = Enumeration.fits(players, options.budget()) ? 1 : options.banks();
    long seed = request.seed();
    return EstimatorRun.of(model, request, new Banks(banks), play -> estimator(play, seed));
  }

  private Estimator estimator(Play play, long seed) {
    int players = play.players().size();
    if (Enumeration.fits(players, options.budget())) {
      return recent.of(players, () -> new Enumeration(players));
    }
    String key = "bank-" + play.bank() + "/players-" + players;
    int pairs = options.budget() / (2 * (players - 1));
    return recent.of(
        List.of(seed, key),
        () ->
            PermutationEstimator.ofOrders(
                PermutationDesign.drawn(players, pairs, Rng.of(seed, INFO.key(), key))));
  }
}
