package io.assay.attribution.shapley.surrogate;

import io.assay.attribution.AttributionRequest;
import io.assay.attribution.shapley.ControlVariate;
import io.assay.baseline.Coalitions;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The games of a surrogate on the rows of a request. */
final class SurrogateGames implements ControlVariate {
  private final Map<Integer, Imitation> imitations; // by output column
  private final AttributionRequest request;
  private final float[] rows;
  private final int features;
  private final Map<Integer, Games> games = new HashMap<>(); // by output column
  private final double[][] shapley; // [rows x slots], each [players of the request] once known

  /** The two parts of a game; their sum is the game. */
  private record Games(QuadraticGame quadratic, TreeGame trees) {}

  SurrogateGames(Map<Integer, Imitation> imitations, AttributionRequest request) {
    this.imitations = imitations;
    this.request = request;
    this.rows = request.batch().input().values();
    this.features = request.groups().features();
    this.shapley = new double[request.batch().rows() * request.target().slots()][];
  }

  private Optional<Games> games(int row, int slot) {
    int column = request.target().column(row, slot);
    Imitation imitation = imitations.get(column);
    return imitation == null
        ? Optional.empty()
        : Optional.of(games.computeIfAbsent(column, first -> games(imitation)));
  }

  private Games games(Imitation imitation) {
    return new Games(
        new QuadraticGame(imitation.quadratic(), request.baseline(), request.groups()),
        new TreeGame(imitation.trees(), request.baseline(), request.groups()));
  }

  @Override
  public void values(
      int row, int slot, List<Integer> players, Coalitions coalitions, double[] into) {
    Arrays.fill(into, 0, coalitions.size(), 0);
    games(row, slot)
        .ifPresent(
            of -> {
              of.trees.values(rows, row * features, players, coalitions, into);
              of.quadratic.addValues(rows, row * features, players, coalitions, into);
            });
  }

  @Override
  public void shapley(int row, int slot, List<Integer> players, double[] into) {
    int at = row * request.target().slots() + slot;
    if (shapley[at] == null) { // estimators ask again at every budget
      shapley[at] = shapley(row, slot);
    }
    for (int i = 0; i < players.size(); i++) {
      into[i] = shapley[at][players.get(i)];
    }
  }

  private double[] shapley(int row, int slot) {
    double[] all = new double[request.groups().size()];
    games(row, slot)
        .ifPresent(
            of -> {
              of.trees.shapley(rows, row * features, all);
              of.quadratic.addShapley(rows, row * features, all);
            });
    return all;
  }
}
