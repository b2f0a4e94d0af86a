package io.assay.attribution.shapley;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.attribution.AttributionMethod;
import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.attribution.CallsPerRow;
import io.assay.attribution.GroupPair;
import io.assay.attribution.Memo;
import io.assay.attribution.MethodInfo;
import io.assay.attribution.MethodInfo.Completeness;
import io.assay.attribution.MethodInfo.Scale;
import io.assay.attribution.Setting;
import io.assay.attribution.game.CoalitionGame;
import io.assay.attribution.game.Play;
import io.assay.baseline.Banks;
import io.assay.baseline.FeatureGroups;
import io.assay.baseline.PairedDesign;
import io.assay.model.BlackBox;
import io.assay.model.LayerInfo;
import io.assay.tensor.Rng;
import java.util.List;
import java.util.Optional;

/**
 * Shapley interactions of order two: what each player adds to the score alone, and what each pair
 * adds beyond its two players.
 *
 * <pre>
 * pair_ij  = sum over S without i, j of c(|S|) (v(S + i + j) - v(S + i) - v(S + j) + v(S))
 * single_i = phi_i - 1/2 sum over j of pair_ij       (STII: v(i) - v(none))
 * v(S)     = mean over the background b of f(x_S, b_rest)
 * </pre>
 *
 * with phi the Shapley values and c the weights of the index ({@link InteractionIndex}).
 *
 * <p>Source: k-SII is Bordt and von Luxburg (2023), From Shapley Values to Generalized Additive
 * Models and back, arXiv 2209.04012 (as n-SII), from the index of Grabisch and Roubens (1999), doi
 * 10.1007/s001820050125; of order two these are the SHAP interaction values of Lundberg et al.
 * (2020), doi 10.1038/s42256-019-0138-9, which write half of a pair's value to each side of the
 * diagonal. STII is Sundararajan, Dhamdhere and Agarwal (2020), The Shapley Taylor Interaction
 * Index, arXiv 1902.05622; Faith-Shap is Tsai, Yeh and Ravikumar (2023), arXiv 2203.00870. The
 * estimate joins a regression on paired coalitions with a weighted sum of its residuals, as in
 * Witter, Liu and Musco (2025), arXiv 2506.11849, in one matrix that the rows of a bank share
 * ({@link InteractionRegression}).
 *
 * <p>Cost of a row: 1 + evaluations x references forward calls, whatever the number of slots, where
 * evaluations is {@code budget}, or 2^d - 2 if that is not more, for d players who can change the
 * score; the baseline's own scores are shared by a batch. Memory: 8 MiB of values, 8 to 16 bytes x
 * budget x d^2 a bank, and one model call of at most 8,192 inputs. Building a bank takes budget x
 * d^4 / 2 multiplications, once an executor, a row and slot budget x d^2.
 *
 * <p>Guarantees: complete up to rounding at any budget; a player that equals every reference gets
 * exactly 0, and its pairs; exact, with standard errors of zero, where 2^d - 2 coalitions are
 * within the budget, and for scores of singles and pairs of players always; otherwise of an error
 * that falls like 1/sqrt(budget) or faster, with a standard error each. On tabulated games it is
 * 1.3 times the true one at four coalitions a pair of players, 1.2 times at six, and within 5 %
 * from sixteen on; intervals of 1.96 cover 95 to 98 %. The bias of least squares on random
 * coalitions falls like 1/budget. Random draws belong to seed, bank and row id, so a row's values
 * do not depend on its batch.
 */
public final class ShapleyInteractions implements AttributionMethod<BlackBox> {
  /** Which singles and pairs add up to the score's change. */
  public enum Index {
    /** Shapley's pairs; singles are what Shapley values leave beside half of them. */
    K_SII,
    /** Singles are what a player adds to the baseline; pairs share the rest. */
    STII,
    /** The game of singles and pairs nearest to the score, by Shapley's kernel. */
    FAITH_SHAP
  }

  /**
   * What is estimated, and how much is spent.
   *
   * @param index k-sii, stii or faith-shap
   * @param budget coalitions valued a row, beside the empty and the full one: even, 6 to 16,384,
   *     and at least four a pair of players unless all are enumerated
   * @param banks sets of coalitions, 1 to 64
   */
  public record Options(
      @Setting(
              meaning =
                  "The index: k-sii (SHAP interaction values), stii (Shapley Taylor) or faith-shap;"
                      + " all add up to the score's change.",
              standard = "k-sii",
              allowed = "k-sii, stii or faith-shap")
          Index index,
      @Setting(
              meaning =
                  "Coalitions valued a row, each against every reference; fewer where that"
                      + " enumerates all. At least 2 d (d - 1) for d players.",
              standard = "2048",
              allowed = "an even number, 6 to 16384",
              unit = "coalitions")
          int budget,
      @Setting(
              meaning =
                  "Sets of coalitions; a row uses the one that its id selects, so that errors of"
                      + " different rows cancel in global tables.",
              standard = "4",
              allowed = "1 to 64",
              unit = "sets")
          int banks) {
    /** Checks the ranges. */
    public Options {
      if (budget < 6 || budget > 16_384 || budget % 2 != 0) {
        throw new IllegalArgumentException(
            "shapley-interactions.budget is " + budget + "; need an even number, 6 to 16384");
      }
      if (banks < 1 || banks > 64) {
        throw new IllegalArgumentException(
            "shapley-interactions.banks is " + banks + "; need 1 to 64");
      }
    }

    /** Returns the defaults. */
    public static Options standard() {
      return new Options(Index.K_SII, 2048, 4);
    }
  }

  /** What the method is. */
  public static final MethodInfo<BlackBox> INFO =
      new MethodInfo<>(
          "shapley-interactions",
          "Shapley interactions",
          "What each player and each pair of players adds to the score, with standard errors.",
          BlackBox.class,
          Scale.SCORE,
          Completeness.EXACT,
          true,
          true,
          "1 + budget x references forward",
          "Bordt, von Luxburg (2023), From Shapley Values to Generalized Additive Models and back,"
              + " arXiv 2209.04012; Grabisch, Roubens (1999), doi 10.1007/s001820050125");

  private static final int MOST_PLAYERS = 40;
  private static final int LEAST_BUDGET_A_PAIR = 4;
  private static final int MOST_DRAWS = 100;
  private static final int MOST_HELD = 8;

  private final Options options;
  private final Memo<Object, Estimator> recent = new Memo<>(estimator -> 1, MOST_HELD);

  /** Creates the method. */
  public ShapleyInteractions(Options options) {
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
    long columns = groups * (groups + 1L) / 2;
    long operators = (long) Double.BYTES * options.budget() * columns * options.banks();
    return CoalitionGame.bytesHeld(rowShape) + operators;
  }

  private int evaluations(int players) {
    checkPlayers(players);
    if (Enumeration.fits(players, options.budget())) {
      return (1 << players) - 2;
    }
    int least = LEAST_BUDGET_A_PAIR * players * (players - 1) / 2;
    if (options.budget() < least) {
      throw new IllegalArgumentException(
          ("shapley-interactions.budget is %d for %d players; need at least %d, 4 a pair of players,"
                  + " or fewer players by feature groups")
              .formatted(options.budget(), players, least));
    }
    return options.budget();
  }

  private static void checkPlayers(int players) {
    if (players < 1 || players > MOST_PLAYERS) {
      throw new IllegalArgumentException(
          "shapley-interactions takes 1 to %d players, not %d; declare feature groups"
              .formatted(MOST_PLAYERS, players));
    }
  }

  /**
   * Returns the players, then the pairs of players as {@code a x b}, the first player slowest.
   *
   * @throws AssayException SPEC_INVALID if there are more than 40 players
   */
  @Override
  public List<String> columns(FeatureGroups groups, List<LayerInfo> layers) {
    try {
      checkPlayers(groups.size());
    } catch (IllegalArgumentException refused) {
      throw AssayException.causedBy(refused, ErrorCode.SPEC_INVALID, "%s", refused.getMessage());
    }
    return AttributionMethod.super.columns(groups, layers);
  }

  @Override
  public List<GroupPair> pairs(FeatureGroups groups) {
    return GroupPair.all(groups.size());
  }

  /**
   * Explains a batch.
   *
   * @throws IllegalArgumentException if there are more than 40 players, or the budget is less than
   *     four a pair of players and does not enumerate
   */
  @Override
  public Attributions attribute(BlackBox model, AttributionRequest request) {
    int players = request.groups().size();
    evaluations(players);
    int banks = Enumeration.fits(players, options.budget()) ? 1 : options.banks();
    return EstimatorRun.of(model, request, new Banks(banks), new Shared(request.seed()));
  }

  /** Shares designs between the rows of a bank. */
  private final class Shared implements EstimatorRun.Rule {
    private final long seed;

    Shared(long seed) {
      this.seed = seed;
    }

    @Override
    public int columns(int players) {
      return InteractionRegression.columns(players);
    }

    @Override
    public int[] places(Play play, int players) {
      List<Integer> own = play.players();
      int[] places = new int[InteractionRegression.columns(own.size())];
      for (int one = 0; one < own.size(); one++) {
        places[one] = own.get(one);
        for (int other = one + 1; other < own.size(); other++) {
          places[InteractionRegression.column(one, other, own.size())] =
              InteractionRegression.column(own.get(one), own.get(other), players);
        }
      }
      return places;
    }

    @Override
    public Estimator estimator(Play play) {
      int players = play.players().size();
      if (Enumeration.fits(players, options.budget())) {
        return recent.of(players, () -> new InteractionEnumeration(options.index(), players));
      }
      String key = "bank-" + play.bank() + "/players-" + players;
      return recent.of(List.of(seed, key), () -> drawn(options, players, seed, key));
    }
  }

  /** Draws the design of a bank, anew in the rare case that it leaves a pair undetermined. */
  static Estimator drawn(Options options, int players, long seed, String key) {
    for (int draw = 0; draw < MOST_DRAWS; draw++) {
      Optional<InteractionRegression> regression =
          InteractionRegression.of(
              options.index(),
              PairedDesign.drawn(
                  players, options.budget() / 2, Rng.of(seed, INFO.key(), key + "/draw-" + draw)));
      if (regression.isPresent()) {
        return regression.get();
      }
    }
    throw new IllegalStateException(
        "no design of %d coalitions identifies the pairs of %d players"
            .formatted(options.budget(), players));
  }
}
