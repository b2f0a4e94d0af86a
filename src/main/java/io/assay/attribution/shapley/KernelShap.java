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
import io.assay.attribution.shapley.operator.EnumeratedOperator;
import io.assay.attribution.shapley.operator.Ladder;
import io.assay.baseline.Banks;
import io.assay.baseline.Coalitions;
import io.assay.baseline.PairedDesign;
import io.assay.model.BlackBox;
import io.assay.tensor.Rng;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Shapley values by weighted least squares over sampled coalitions.
 *
 * <pre>
 * min over phi of sum over S of pi(S) (v(S) - v(none) - sum of phi_i, i in S)^2
 *     subject to  sum of phi = v(all) - v(none)
 * pi(S) = (d - 1) / (C(d, |S|) |S| (d - |S|))
 * v(S)  = mean over the background b of f(x_S, b_rest)
 * </pre>
 *
 * Source: Lundberg and Lee (2017), A Unified Approach to Interpreting Model Predictions, arXiv
 * 1705.07874, theorem 2; pairs and the standard error's spirit after Covert and Lee (2021),
 * Improving KernelSHAP, arXiv 2012.01536. We depart from it so: coalitions come with their
 * complements, without replacement, stratified by size in the kernel's proportion and weighted by
 * their chance ({@link PairedDesign}); the rows of a bank share them, and so one factorisation; no
 * feature is ever selected or dropped. Players are feature groups.
 *
 * <p>Cost of a row: 1 + evaluations x references forward calls, whatever the number of slots, where
 * evaluations is exactly {@code budget}, or 2^d - 2 if that is not more; the baseline's own scores
 * are shared by a batch. Memory: 8 MiB of values, 8 x budget x players bytes for the operator, and
 * one model call of at most 8,192 inputs.
 *
 * <p>Guarantees: complete up to rounding at any budget; exact, with standard errors of zero, where
 * 2^d - 2 coalitions are within the budget, and for additive scores always; otherwise of an error
 * that falls like 1/sqrt(budget) or faster, with a standard error each ({@link PairedRegression}).
 * On tabulated games the standard error is 1.4 times the true one at a budget of 4 d, 1.1 times at
 * 8 d, and within 6 % from 16 d on; intervals of 1.96 cover 95 to 97 %. The bias of least squares
 * on random coalitions is under a third of it and falls like 1/budget. Random draws belong to seed,
 * bank and row id, so a row's values do not depend on its batch.
 */
public final class KernelShap implements AttributionMethod<BlackBox> {
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
                  "Coalitions valued a row, each against every reference; kept exactly, but for"
                      + " fewer where that enumerates all. At least 4 a player.",
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
            "kernel-shap.budget is " + budget + "; need an even number, 4 to 100000");
      }
      if (banks < 1 || banks > 1024) {
        throw new IllegalArgumentException("kernel-shap.banks is " + banks + "; need 1 to 1024");
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
          "kernel-shap",
          "Kernel SHAP",
          "Shapley values by weighted least squares over sampled coalitions, with standard errors.",
          BlackBox.class,
          Scale.SCORE,
          Completeness.EXACT,
          true,
          true,
          "1 + budget x references forward",
          "Lundberg, Lee (2017), A Unified Approach to Interpreting Model Predictions,"
              + " arXiv 1705.07874; Covert, Lee (2021), Improving KernelSHAP, arXiv 2012.01536");

  /** Fewer coalitions a player leave players apart only by luck, and no residual for the error. */
  private static final int LEAST_BUDGET_A_PLAYER = 4;

  private static final int MOST_DRAWS = 1000;

  private static final long MOST_BYTES = 128L << 20;

  private final Options options;
  private final Memo<Key, Ladder> ladders = new Memo<>(Ladder::bytes, MOST_BYTES);

  /** What an operator is built from. */
  private record Key(int players, int bank, long seed) {}

  /** Creates the method. */
  public KernelShap(Options options) {
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
    long operators = (long) Double.BYTES * evaluations(groups) * groups * options.banks();
    return CoalitionGame.bytesHeld(rowShape) + operators;
  }

  private int evaluations(int players) {
    if (Enumeration.fits(players, options.budget())) {
      return (1 << players) - 2;
    }
    int least = LEAST_BUDGET_A_PLAYER * players;
    if (options.budget() < least) {
      throw new IllegalArgumentException(
          "kernel-shap.budget is %d for %d players; need at least %d, 4 a player, or fewer players"
                  .formatted(options.budget(), players, least)
              + " by feature groups");
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
    evaluations(request.groups().size());
    CoalitionGame game = new CoalitionGame(model, request);
    Findings findings = new Findings(game, 0);
    List<PlayEstimate> estimates = new ArrayList<>();
    Banks banks = new Banks(options.banks());
    for (Play play : game.plays(request.batch().rowIds(), request.seed(), banks)) {
      if (!play.players().isEmpty()) {
        Ladder ladder = ladder(play, request.seed());
        estimates.add(new PlayEstimate(game, play, ladder, findings, Optional.empty()));
      }
    }
    PlayEstimate.climb(game, estimates);
    return findings.attributions(request, List.of());
  }

  private Ladder ladder(Play play, long seed) {
    int players = play.players().size();
    if (Enumeration.fits(players, options.budget())) {
      return ladders.of(new Key(players, 0, 0), () -> enumerated(players));
    }
    Key key = new Key(players, play.bank(), seed);
    return ladders.of(
        key,
        () -> {
          PairedRegression drawn = drawn(players, options.budget(), play.bank(), seed);
          return Ladder.of(drawn.coalitions(), drawn);
        });
  }

  private static Ladder enumerated(int players) {
    Coalitions all = PairedDesign.enumerated(players).coalitions();
    return Ladder.of(all, new EnumeratedOperator(all));
  }

  /** Draws the design of a bank, anew in the rare case that it leaves a player undetermined. */
  static PairedRegression drawn(int players, int budget, int bank, long seed) {
    for (int draw = 0; draw < MOST_DRAWS; draw++) {
      PairedDesign design =
          PairedDesign.drawn(
              players, budget / 2, Rng.of(seed, "kernel-shap", "bank-" + bank + "/draw-" + draw));
      Optional<PairedRegression> regression = PairedRegression.of(design);
      if (regression.isPresent()) {
        return regression.get();
      }
    }
    throw new IllegalStateException(
        "no design of %d coalitions identifies %d players".formatted(budget, players));
  }
}
