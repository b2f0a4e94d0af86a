package io.assay.attribution.shapley.operator;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Chooses a prior by pilot games: first the shares of the orders, all players alike, then, where
 * the games have the same players, the strength of each, by coordinate search for the largest
 * profile likelihood; of the standard prior and these two the one that says most of held-out
 * coalitions.
 */
public final class PriorFit {
  /** With more players, strengths would take minutes. */
  private static final int MOST_PLAYERS = 100;

  private static final double[] STEPS = {6, 2};
  private static final double LEAST_SHARE = 1e-9;
  private static final double MOST_SHARE = 10;
  private static final double MOST_STRENGTH = 64;
  private static final int SWEEPS = 2;

  /** An improvement of the logarithm of the likelihood that is worth a step with a share. */
  private static final double LEAST_GAIN = 0.1;

  /** The same with a strength: there are many of them, and what is chance should not move them. */
  private static final double LEAST_GAIN_OF_ONE = 3;

  private final List<PilotGames> pilots;

  private PriorFit(List<PilotGames> pilots) {
    this.pilots = pilots;
  }

  /**
   * Chooses a prior that holds all players alike.
   *
   * @param pilots games by design
   */
  public static Prior alike(List<PilotGames> pilots) {
    PriorFit fit = new PriorFit(pilots.stream().filter(each -> each.size() > 0).toList());
    return fit.pilots.isEmpty()
        ? Prior.standard()
        : fit.best(List.of(Prior.standard(), fit.shares(Prior.standard())));
  }

  /** Chooses a prior with a strength for each player, if that tells more of what was held out. */
  public static Prior of(PilotGames pilot) {
    Prior alike = alike(List.of(pilot));
    if (pilot.size() == 0 || pilot.players() > MOST_PLAYERS) {
      return alike;
    }
    PriorFit fit = new PriorFit(List.of(pilot));
    return fit.best(List.of(alike, fit.shares(fit.strengths(alike))));
  }

  private Prior best(List<Prior> tried) {
    return Collections.max(tried, (one, other) -> Double.compare(density(one), density(other)));
  }

  private double density(Prior prior) {
    return sum(each -> each.density(prior));
  }

  private double likelihood(Prior prior) {
    return sum(each -> each.likelihood(prior));
  }

  private double sum(ToDoubleFunction<PilotGames> of) {
    return pilots.stream().mapToDouble(of).sum();
  }

  /** Multiplies shares beyond the first, all at once and each, as long as that helps. */
  private Prior shares(Prior start) {
    Best best = new Best(start, LEAST_GAIN);
    for (double step : STEPS) {
      for (int sweep = 0; sweep < SWEEPS; sweep++) {
        for (int order = 0; order <= Prior.ORDERS; order++) {
          int which = order;
          best.climb(prior -> times(prior, which, step));
          best.climb(prior -> times(prior, which, 1 / step));
        }
      }
    }
    return best.prior;
  }

  /** Multiplies the share of an order, or with order 0 those of all above the first. */
  private static Prior times(Prior prior, int order, double factor) {
    List<Double> shares = new ArrayList<>(prior.shares());
    for (int i = 1; i < shares.size(); i++) {
      if (order == 0 || i == order) {
        double changed = shares.get(i) * factor;
        shares.set(i, Math.max(LEAST_SHARE, Math.min(MOST_SHARE, changed)));
      }
    }
    return prior.withShares(shares);
  }

  /** Doubles or halves the strength of each player as long as that helps. */
  private Prior strengths(Prior start) {
    int players = pilots.get(0).players();
    Prior alike = new Prior(start.shares(), Collections.nCopies(players, 1.0));
    Best best = new Best(alike, LEAST_GAIN_OF_ONE);
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      for (int player = 0; player < players; player++) {
        int which = player;
        if (!best.climb(prior -> times(which, prior, 2))) {
          best.climb(prior -> times(which, prior, 0.5));
        }
      }
    }
    return best.prior;
  }

  private static Prior times(int player, Prior prior, double factor) {
    double changed = prior.strengths().get(player) * factor;
    boolean isPossible = changed <= MOST_STRENGTH && changed >= 1 / MOST_STRENGTH;
    return isPossible ? prior.times(player, factor) : prior;
  }

  /** A way to change a prior a little. */
  private interface Step {
    Prior from(Prior prior);
  }

  /** The best prior found so far. */
  private final class Best {
    private Prior prior;
    private double likelihood;
    private final double leastGain;

    Best(Prior start, double leastGain) {
      this.leastGain = leastGain;
      this.prior = start;
      this.likelihood = likelihood(start);
    }

    /** Takes a step again and again while it helps; says whether it did. */
    boolean climb(Step step) {
      boolean hasMoved = false;
      Prior next = step.from(prior);
      while (!next.equals(prior)) {
        double reached = likelihood(next);
        if (!(reached > likelihood + leastGain)) {
          return hasMoved;
        }
        hasMoved = true;
        prior = next;
        likelihood = reached;
        next = step.from(prior);
      }
      return hasMoved;
    }
  }
}
