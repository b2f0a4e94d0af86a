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
import io.assay.baseline.UniformDesign;
import io.assay.model.BlackBox;
import io.assay.tensor.Rng;
import java.util.List;
import java.util.Optional;

/**
 * Banzhaf values: what each player adds to the score, averaged over all coalitions of the others,
 * each counted alike.
 *
 * <pre>
 * beta_i = 1 / 2^(d - 1) sum over S without i of v(S + i) - v(S)
 *        = the slope of i in the linear function nearest to v over all coalitions
 * v(S)   = mean over the background b of f(x_S, b_rest)
 * </pre>
 *
 * Source: Banzhaf (1965), Weighted Voting Doesn't Work; as the value whose ranking noise disturbs
 * least, Wang and Jia (2023), Data Banzhaf, arXiv 2205.15466; the estimate by regression on paired
 * coalitions is that of Liu, Witter, Korn, Alrashed, Paparas, Musco and Freire (2024), Kernel
 * Banzhaf, arXiv 2410.08336, algorithm 1. We depart from it so: coalitions are drawn without
 * replacement and shared by the rows of a bank; the pair of the empty and the full coalition, which
 * is known, always takes part.
 *
 * <p>Cost of a row: 1 + evaluations x references forward calls, whatever the number of slots, where
 * evaluations is {@code budget}, or 2^d - 2 if that is not more, for d players who can change the
 * score; the baseline's own scores are shared by a batch. Memory: 8 MiB of values, 16 x budget x d
 * bytes a bank, and one model call of at most 8,192 inputs.
 *
 * <p>Guarantees: not complete, and not meant to be: values need not add up to the score's change;
 * exact, with standard errors of zero, where 2^d - 2 coalitions are within the budget, and for
 * scores of singles and pairs of players always; otherwise of an error that falls like
 * 1/sqrt(budget), with a standard error each ({@link BanzhafRegression}). On tabulated games it is
 * 1.5 times the true one at a budget of 4 d, 1.2 times at 8 d, and within 7 % from 16 d on;
 * intervals of 1.96 cover 95 to 98 %. Random draws belong to seed, bank and row id, so a row's
 * values do not depend on its batch.
 */
public final class Banzhaf implements AttributionMethod<BlackBox> {
  /**
   * How much is spent.
   *
   * @param budget coalitions valued a row, beside the empty and the full one: even, 4 to 100,000,
   *     and at least four a player unless all are enumerated
   * @param banks sets of coalitions, 1 to 1,024
   */
  public record Options(
      @Setting(
              meaning =
                  "Coalitions valued a row, each against every reference; fewer where that"
                      + " enumerates all. At least 4 a player.",
              standard = "512",
              allowed = "an even number, 4 to 100000",
              unit = "coalitions")
          int budget,
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
      if (budget < 4 || budget > 100_000 || budget % 2 != 0) {
        throw new IllegalArgumentException(
            "banzhaf.budget is " + budget + "; need an even number, 4 to 100000");
      }
      if (banks < 1 || banks > 1024) {
        throw new IllegalArgumentException("banzhaf.banks is " + banks + "; need 1 to 1024");
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
          "banzhaf",
          "Banzhaf values",
          "Mean contributions to all coalitions alike, by regression, with standard errors.",
          BlackBox.class,
          Scale.SCORE,
          Completeness.NONE,
          true,
          true,
          "1 + budget x references forward",
          "Wang, Jia (2023), Data Banzhaf, arXiv 2205.15466; Liu, Witter, Korn, Alrashed, Paparas,"
              + " Musco, Freire (2024), Kernel Banzhaf, arXiv 2410.08336");

  /** Fewer coalitions a player leave players apart only by luck, and no residual for the error. */
  private static final int LEAST_BUDGET_A_PLAYER = 4;

  private static final int MOST_DRAWS = 1000;
  private static final int MOST_HELD = 64;

  private final Options options;
  private final Memo<Object, Estimator> recent = new Memo<>(estimator -> 1, MOST_HELD);

  /** Creates the method. */
  public Banzhaf(Options options) {
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
    long operators = (long) Double.BYTES * options.budget() * groups * options.banks();
    return CoalitionGame.bytesHeld(rowShape) + operators;
  }

  private int evaluations(int players) {
    if (Enumeration.fits(players, options.budget())) {
      return (1 << players) - 2;
    }
    int least = LEAST_BUDGET_A_PLAYER * players;
    if (options.budget() < least) {
      throw new IllegalArgumentException(
          ("banzhaf.budget is %d for %d players; need at least %d, 4 a player, or fewer players by"
                  + " feature groups")
              .formatted(options.budget(), players, least));
    }
    return options.budget();
  }

  /**
   * Explains a batch.
   *
   * @throws IllegalArgumentException if the budget is less than four a player and does not
   *     enumerate
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
      return recent.of(
          players, () -> BanzhafRegression.of(UniformDesign.enumerated(players)).orElseThrow());
    }
    String key = "bank-" + play.bank() + "/players-" + players;
    return recent.of(List.of(seed, key), () -> drawn(players, options.budget(), seed, key));
  }

  /** Draws the design of a bank, anew in the rare case that it leaves a player undetermined. */
  static Estimator drawn(int players, int budget, long seed, String key) {
    for (int draw = 0; draw < MOST_DRAWS; draw++) {
      Optional<BanzhafRegression> regression =
          BanzhafRegression.of(
              UniformDesign.drawn(
                  players, budget / 2, Rng.of(seed, INFO.key(), key + "/draw-" + draw)));
      if (regression.isPresent()) {
        return regression.get();
      }
    }
    throw new IllegalStateException(
        "no design of %d coalitions identifies %d players".formatted(budget, players));
  }
}
