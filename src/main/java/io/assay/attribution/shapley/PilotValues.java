package io.assay.attribution.shapley;

import io.assay.attribution.AttributionRequest;
import io.assay.attribution.game.CoalitionGame;
import io.assay.attribution.shapley.operator.PilotGames;
import io.assay.attribution.shapley.surrogate.Surrogate;
import io.assay.baseline.Banks;
import io.assay.baseline.Coalitions;
import io.assay.baseline.NestedDesign;
import io.assay.model.BlackBox;
import io.assay.tensor.Rng;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Pilot rows of one request, valued at a design of their own: up to sixteen coalitions a player.
 */
final class PilotValues {
  private static final int PAIRS_A_PLAYER = 8;
  private static final int FEWEST_PAIRS_A_PLAYER = 2;
  private static final int MOST_PAIRS = 256;
  private static final int MOST_PLAYERS = 256;
  private static final int MOST_SETS = 2;
  private static final int ROWS_A_SET = 4;

  private final AttributionRequest request;
  private final Coalitions coalitions;
  private final List<Integer> players;
  private final CoalitionGame game;
  private final double[] values; // [rows, slots, coalitions]

  private PilotValues(BlackBox model, AttributionRequest request, int pairs) {
    this.request = request;
    this.players = IntStream.range(0, request.groups().size()).boxed().toList();
    this.coalitions =
        NestedDesign.drawn(
                players.size(),
                List.of(pairs),
                Rng.of(request.seed(), "gp-shap/pilot", "players-" + players.size()))
            .coalitions(0, pairs);
    this.game = new CoalitionGame(model, request);
    this.values =
        game.values(IntStream.range(0, request.batch().rows()).toArray(), this.coalitions);
  }

  /** Values the rows of requests where the budget does not hold all coalitions. */
  static List<PilotValues> of(BlackBox model, List<AttributionRequest> requests, int budget) {
    List<PilotValues> valued = new ArrayList<>();
    for (AttributionRequest request : requests) {
      int players = request.groups().size();
      int fewest = FEWEST_PAIRS_A_PLAYER * players;
      int pairs = Math.min(PAIRS_A_PLAYER * players, Math.max(MOST_PAIRS, fewest));
      if (Enumeration.fits(players, 2 * pairs)) {
        pairs = (1 << (players - 1)) - 2; // one less than there are
      }
      if (!Enumeration.fits(players, budget) && players <= MOST_PLAYERS && pairs >= fewest) {
        valued.add(new PilotValues(model, request, pairs));
      }
    }
    return valued;
  }

  /**
   * Returns whether most rows have the same active players as others. If not, strengths would make
   * an operator necessary for nearly every row.
   */
  boolean sharePlayers() {
    int sets = game.plays(request.batch().rowIds(), request.seed(), new Banks(1)).size();
    return sets <= Math.max(MOST_SETS, request.batch().rows() / ROWS_A_SET);
  }

  /** Returns the rows' games, or what a surrogate leaves of them. */
  PilotGames games(Optional<Surrogate> surrogate) {
    Optional<ControlVariate> control = surrogate.flatMap(trees -> trees.on(request));
    List<double[]> differences = new ArrayList<>();
    for (int row = 0; row < game.rows(); row++) {
      for (int slot = 0; slot < game.slots(); slot++) {
        differences.add(differences(row, slot, control));
      }
    }
    return new PilotGames(coalitions, differences);
  }

  private double[] differences(int row, int slot, Optional<ControlVariate> control) {
    int size = coalitions.size();
    double[] known = new double[size];
    double[] shapley = new double[players.size()];
    control.ifPresent(trees -> trees.values(row, slot, players, coalitions, known));
    control.ifPresent(trees -> trees.shapley(row, slot, players, shapley));
    double[] differences = new double[size / 2 + 1];
    differences[0] = game.full(row, slot) - game.empty(row, slot);
    for (double part : shapley) {
      differences[0] -= part;
    }
    int start = (row * game.slots() + slot) * size;
    for (int i = 0; i < size; i += 2) {
      differences[1 + i / 2] =
          values[start + i] - values[start + i + 1] - (known[i] - known[i + 1]);
    }
    return differences;
  }
}
