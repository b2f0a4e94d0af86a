package io.assay.attribution.shapley;

import io.assay.attribution.Memo;
import io.assay.attribution.game.Play;
import io.assay.attribution.shapley.operator.EnumeratedOperator;
import io.assay.attribution.shapley.operator.GaussianOperator;
import io.assay.attribution.shapley.operator.Ladder;
import io.assay.attribution.shapley.operator.PairOperator;
import io.assay.attribution.shapley.operator.Prior;
import io.assay.baseline.Coalitions;
import io.assay.baseline.NestedDesign;
import io.assay.baseline.PairedDesign;
import io.assay.baseline.PermutationDesign;
import io.assay.tensor.Rng;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The designs and operators of {@link GpShap}, each built when a play first needs it and kept. They
 * belong to seed and bank, and to the number of players alone where all players are held alike.
 */
final class GpLadders {
  /** Coalitions a player, at the rungs below the budget. */
  private static final int[] RUNGS = {4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128};

  /** A rung above this share of the budget saves too little. */
  private static final double HIGHEST_RUNG = 0.8;

  /** Fewer coalitions a player are better spent on whole orders of players. */
  private static final int LEAST_PAIRED = 3;

  private static final int LEAST = 2;

  /**
   * Orders tell the effects of single players and hardly anything of interactions: standard errors
   * are so many times what the prior says. That is less if pilot rows have shown how large
   * interactions are.
   */
  private static final double CAUTION_UNTUNED = 5;

  private static final double CAUTION_TUNED = 1.3;

  private static final long MOST_BYTES = 256L << 20;
  private static final long MOST_DESIGN_BYTES = 32L << 20;

  private final int budget;
  private final boolean isAdaptive;
  private final Prior prior;
  private final boolean isTuned;
  private final Memo<OperatorKey, PairOperator> operators =
      new Memo<>(PairOperator::bytes, MOST_BYTES);
  private final Memo<DesignKey, Design> designs = new Memo<>(Design::bytes, MOST_DESIGN_BYTES);

  GpLadders(GpShap.Options options, Prior prior) {
    this.budget = options.budget();
    this.isAdaptive = options.tolerance() > 0;
    this.prior = prior;
    this.isTuned = !prior.equals(Prior.standard());
  }

  private record DesignKey(int players, int bank, long seed) {}

  private record OperatorKey(DesignKey design, int rung, Prior prior) {}

  /** The coalitions that each rung adds, and those up to there. */
  private record Design(List<Coalitions> added, List<Coalitions> whole) {
    static Design of(Coalitions all) {
      return new Design(List.of(all), List.of(all));
    }

    long bytes() {
      return whole.stream()
          .mapToLong(each -> 2L * Long.BYTES * each.wordsEach() * each.size())
          .sum();
    }
  }

  /**
   * Returns the most coalitions that a row is valued at.
   *
   * @throws IllegalArgumentException if the budget is under two a player and does not enumerate
   */
  int coalitions(int players) {
    if (isEnumerated(players)) {
      return (1 << players) - 2;
    }
    if (budget < LEAST * players) {
      throw new IllegalArgumentException(
          "gp-shap.budget is %d for %d players; need at least %d, 2 a player, or fewer players"
                  .formatted(budget, players, LEAST * players)
              + " by feature groups");
    }
    return budget;
  }

  private boolean isEnumerated(int players) {
    return players < Integer.SIZE - 1 && (1 << players) - 2 <= budget;
  }

  /**
   * Returns the ladder of a play with at least one player.
   *
   * @param all how many players there are; strengths hold for as many as they were learnt of
   */
  Ladder of(Play play, int all, long seed) {
    int players = play.players().size();
    if (isEnumerated(players)) {
      DesignKey key = new DesignKey(players, 0, 0);
      Design design =
          designs.of(key, () -> Design.of(PairedDesign.enumerated(players).coalitions()));
      return new Ladder(
          design.added(),
          rung ->
              operators.of(
                  new OperatorKey(key, 0, Prior.standard()),
                  () -> new EnumeratedOperator(design.whole().get(0))));
    }
    DesignKey key = new DesignKey(players, play.bank(), seed);
    Design design = designs.of(key, () -> drawn(key));
    Prior own = priorOf(play, all);
    double caution = isOfOrders(players) ? caution() : 1;
    return new Ladder(
        design.added(),
        rung ->
            operators.of(
                new OperatorKey(key, rung, own),
                () -> new GaussianOperator(design.whole().get(rung), own, caution)));
  }

  private double caution() {
    return isTuned ? CAUTION_TUNED : CAUTION_UNTUNED;
  }

  private boolean isOfOrders(int players) {
    return budget < LEAST_PAIRED * players;
  }

  private Prior priorOf(Play play, int all) {
    return prior.isSymmetric() || prior.strengths().size() == all
        ? prior.of(play.players())
        : new Prior(prior.shares(), List.of());
  }

  private Design drawn(DesignKey key) {
    int players = key.players();
    RandomGenerator random =
        Rng.of(key.seed(), "gp-shap", "bank-" + key.bank() + "/players-" + players);
    if (isOfOrders(players)) {
      int orders = Math.max(1, budget / (2 * (players - 1)));
      return Design.of(PermutationDesign.drawn(players, orders, random).coalitions());
    }
    List<Integer> sizes = sizes(players);
    NestedDesign nested = NestedDesign.drawn(players, sizes, random);
    List<Coalitions> added = new ArrayList<>();
    List<Coalitions> whole = new ArrayList<>();
    int before = 0;
    for (int pairs : sizes) {
      added.add(nested.coalitions(before, pairs));
      whole.add(nested.coalitions(0, pairs));
      before = pairs;
    }
    return new Design(added, whole);
  }

  /**
   * Returns the bytes of all operators that rows with these players may need, as far as they are
   * kept, and of the one that is being built.
   */
  long bytes(int players, int banks) {
    if (isEnumerated(players)) {
      return Math.min(MOST_BYTES, Double.BYTES * (1L << (players - 1)) * players);
    }
    long pairs = sizes(players).stream().mapToLong(Integer::longValue).sum();
    long kept = Math.multiplyExact(Double.BYTES * pairs * players, (long) banks);
    return Math.min(MOST_BYTES, kept) + (long) Double.BYTES * (budget / 2) * (budget / 2);
  }

  /** Returns how many pairs each rung has, ascending. */
  private List<Integer> sizes(int players) {
    List<Integer> sizes = new ArrayList<>();
    for (int times : RUNGS) {
      if (isAdaptive && (long) times * players <= HIGHEST_RUNG * budget) {
        sizes.add(times * players / 2);
      }
    }
    sizes.add(budget / 2);
    return sizes;
  }
}
