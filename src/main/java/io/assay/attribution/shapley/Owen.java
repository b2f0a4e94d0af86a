package io.assay.attribution.shapley;

import io.assay.AssayException;
import io.assay.ErrorCode;
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
import io.assay.baseline.FeatureGroups;
import io.assay.baseline.PermutationDesign;
import io.assay.model.BlackBox;
import io.assay.model.LayerInfo;
import io.assay.tensor.Rng;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Owen values: Shapley values of players who belong together in a hierarchy. What each player adds
 * to the score is averaged over the orders in which every branch of the hierarchy appears without
 * interruption.
 *
 * <pre>
 * phi_i = mean over orders O that keep all branches together of
 *     v(before_i(O) + i) - v(before_i(O))
 * v(S)  = mean over the background b of f(x_S, b_rest)
 * </pre>
 *
 * Source: Owen (1977), Values of Games with a Priori Unions, doi 10.1007/978-3-642-45494-3_7; for
 * more than one level Winter (1989), doi 10.1007/BF01268060. A binary tree gives what shap's
 * PartitionExplainer gives where that evaluates the whole tree. We depart from it so: a budget that
 * does not hold the tree is spent on sampled orders and their reverses, from orthogonal directions,
 * without bias and with standard errors, where shap shares what is left of a branch equally;
 * branches may have any number of parts.
 *
 * <p>Cost of a row: 1 + evaluations x references forward calls, whatever the number of slots, where
 * evaluations is at most {@code budget} and for a tree that it holds
 *
 * <pre>
 * sum over branches of (2^m - 2) product over branches above of 2^(m_above - 1)
 * </pre>
 *
 * with m the number of parts: 2/3 (d^2 - 1) for a binary tree of d = 2^k players. The baseline's
 * own scores are shared by a batch. Memory: 8 MiB of values, three times the evaluations for the
 * weights, and one model call of at most 8,192 inputs.
 *
 * <p>Guarantees: complete up to rounding at any budget, for each branch too: its players share what
 * the branch gets; a player that never matters gets exactly 0; exact, with standard errors of zero,
 * where the budget holds the tree; else without bias, with standard errors ({@link
 * PermutationEstimator}) and an error that falls like 1/sqrt(budget): on tabulated games they are
 * 1.0 to 1.3 times the true ones, and intervals of 1.96 cover 86 % at two pairs of orders and 95 to
 * 98 % from five on. Random draws belong to seed, bank and row id, so a row's values do not depend
 * on its batch.
 */
public final class Owen implements AttributionMethod<BlackBox> {
  private static final String BALANCED = "balanced";

  /**
   * Who belongs together, and how much is spent.
   *
   * @param hierarchy balanced, or names of players with brackets around those that belong together
   * @param budget coalitions valued a row at most, beside the empty and the full one: 2 to 100,000,
   *     and at least 4 (players - 1) unless it holds the whole tree
   * @param banks sets of orders, 1 to 1,024
   */
  public record Options(
      @Setting(
              meaning =
                  "Which players belong together: names with commas between and brackets around"
                      + " clusters, such as (radius, area), (texture, (smoothness, symmetry)), or a"
                      + " tree in Newick form; who is not named stands alone. A balanced binary"
                      + " tree halves the players in their order until each is alone.",
              standard = "balanced",
              allowed = "balanced, or names in brackets")
          String hierarchy,
      @Setting(
              meaning =
                  "Coalitions valued a row at most, each against every reference. Where it holds"
                      + " the hierarchy values are exact, else orders are sampled: a pair takes"
                      + " 2 (players - 1); at least two pairs.",
              standard = "1024",
              allowed = "2 to 100000",
              unit = "coalitions")
          int budget,
      @Setting(
              meaning =
                  "Sets of sampled orders; a row uses the one that its id selects, so that errors"
                      + " of different rows cancel in global tables.",
              standard = "16",
              allowed = "1 to 1024",
              unit = "sets")
          int banks) {
    /** Checks the ranges and the brackets. */
    public Options {
      if (!hierarchy.equals(BALANCED)) {
        HierarchyText.read(hierarchy);
      }
      if (budget < 2 || budget > 100_000) {
        throw new IllegalArgumentException("owen.budget is " + budget + "; need 2 to 100000");
      }
      if (banks < 1 || banks > 1024) {
        throw new IllegalArgumentException("owen.banks is " + banks + "; need 1 to 1024");
      }
    }

    /** Returns the defaults. */
    public static Options standard() {
      return new Options(BALANCED, 1024, 16);
    }

    private Hierarchy hierarchyOf(List<String> players) {
      return hierarchy.equals(BALANCED)
          ? Hierarchy.balanced(players.size())
          : HierarchyText.read(hierarchy).of(players);
    }
  }

  /** What the method is. */
  public static final MethodInfo<BlackBox> INFO =
      new MethodInfo<>(
          "owen",
          "Owen values",
          "Shapley values along a hierarchy of players, exact where the budget holds the tree.",
          BlackBox.class,
          Scale.SCORE,
          Completeness.EXACT,
          true,
          true,
          "1 + at most budget x references forward",
          "Owen (1977), Values of Games with a Priori Unions, doi 10.1007/978-3-642-45494-3_7;"
              + " Winter (1989), A Value for Cooperative Games with Levels Structure of"
              + " Cooperation, doi 10.1007/BF01268060");

  private static final int MOST_HELD = 64;

  private final Options options;
  private final Memo<Object, Estimator> recent = new Memo<>(estimator -> 1, MOST_HELD);

  /** Creates the method. */
  public Owen(Options options) {
    this.options = options;
  }

  @Override
  public MethodInfo<BlackBox> info() {
    return INFO;
  }

  @Override
  public CallsPerRow callsPerRow(int groups, int references) {
    return new CallsPerRow(CoalitionGame.callsPerRow(evaluations(shape(groups)), references), 0);
  }

  @Override
  public long heldBytes(List<Integer> rowShape, int groups) {
    return CoalitionGame.bytesHeld(rowShape);
  }

  /** Returns the hierarchy with any names for the players whom it does not name. */
  private Hierarchy shape(int players) {
    List<String> named =
        options.hierarchy().equals(BALANCED)
            ? List.of()
            : HierarchyText.read(options.hierarchy()).names();
    if (named.size() > players) {
      throw new IllegalArgumentException(
          "owen.hierarchy names %d players; there are %d".formatted(named.size(), players));
    }
    List<String> names = new ArrayList<>(named);
    Stream.iterate(0, number -> number + 1)
        .map(number -> "player-" + number)
        .filter(name -> !named.contains(name))
        .limit(players - named.size())
        .forEach(names::add);
    return options.hierarchyOf(names);
  }

  private int evaluations(Hierarchy hierarchy) {
    if (hierarchy.cost() <= options.budget()) {
      return (int) hierarchy.cost();
    }
    int players = hierarchy.players().size();
    int least = 4 * (players - 1);
    if (options.budget() < least) {
      throw new IllegalArgumentException(
          ("owen.budget is %d for %d players; need at least %.0f for the whole hierarchy, or %d for"
                  + " two sampled orders and their reverses, or fewer players by feature groups")
              .formatted(options.budget(), players, hierarchy.cost(), least));
    }
    return options.budget();
  }

  /**
   * Returns the groups.
   *
   * @throws AssayException SPEC_INVALID if the hierarchy names something else
   */
  @Override
  public List<String> columns(FeatureGroups groups, List<LayerInfo> layers) {
    try {
      options.hierarchyOf(groups.names());
    } catch (IllegalArgumentException refused) {
      throw AssayException.causedBy(refused, ErrorCode.SPEC_INVALID, "%s", refused.getMessage());
    }
    return groups.names();
  }

  /**
   * Explains a batch.
   *
   * @throws IllegalArgumentException if the budget holds neither the hierarchy nor two pairs of
   *     orders, or if the hierarchy names what is no group
   */
  @Override
  public Attributions attribute(BlackBox model, AttributionRequest request) {
    Hierarchy hierarchy = options.hierarchyOf(request.groups().names());
    evaluations(hierarchy);
    int banks = hierarchy.cost() <= options.budget() ? 1 : options.banks();
    long seed = request.seed();
    return EstimatorRun.of(
        model,
        request,
        new Banks(banks),
        play -> estimator(hierarchy.among(play.players()), play, seed));
  }

  private Estimator estimator(Hierarchy hierarchy, Play play, long seed) {
    if (hierarchy.cost() <= options.budget()) {
      return recent.of(hierarchy, () -> new OwenEstimator(hierarchy));
    }
    String bank = "bank-" + play.bank();
    return recent.of(
        List.of(seed, bank, hierarchy),
        () ->
            PermutationEstimator.ofBranches(
                drawn(hierarchy, options.budget(), Rng.of(seed, INFO.key(), bank))));
  }

  /** Draws as many pairs of orders as the budget holds. */
  static PermutationDesign drawn(Hierarchy hierarchy, int budget, RandomGenerator random) {
    int players = hierarchy.players().size();
    int pairs = budget / (2 * (players - 1));
    return PermutationDesign.drawn(players, pairs, random, hierarchy::order);
  }
}
