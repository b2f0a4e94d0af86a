package io.assay.attribution.shapley;

import io.assay.attribution.game.CoalitionGame;
import io.assay.attribution.game.Play;
import io.assay.attribution.game.Question;
import io.assay.attribution.shapley.operator.Ladder;
import io.assay.attribution.shapley.operator.PairOperator;
import io.assay.baseline.Coalitions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The rows of a play on their way up a ladder: at every rung those still open are valued at what it
 * adds and estimated anew. Each slot of a row is settled by itself, at the first rung where it is
 * sure enough, so that its result does not depend on other slots and rows.
 */
final class PlayEstimate {
  /** Games estimated side by side. */
  private static final int COLUMNS = 128;

  private final CoalitionGame game;
  private final Play play;
  private final Ladder ladder;
  private final Findings findings;
  private final Optional<ControlVariate> control;
  private final List<Game> open = new ArrayList<>();
  private final double[] known; // shapley values of the control variate
  private int rung;
  private int pairs; // valued so far

  PlayEstimate(
      CoalitionGame game,
      Play play,
      Ladder ladder,
      Findings findings,
      Optional<ControlVariate> control) {
    this.game = game;
    this.play = play;
    this.ladder = ladder;
    this.findings = findings;
    this.control = control;
    this.known = new double[play.players().size()];
    int most = ladder.added().stream().mapToInt(Coalitions::size).sum() / 2;
    for (int row : play.rows()) {
      for (int slot = 0; slot < game.slots(); slot++) {
        open.add(new Game(row, slot, most));
      }
    }
  }

  /** One slot of a row, with its gain and the differences of the pairs valued so far. */
  private static final class Game {
    private final int row;
    private final int slot;
    private final double[] differences;

    Game(int row, int slot, int pairs) {
      this.row = row;
      this.slot = slot;
      this.differences = new double[pairs + 1];
    }
  }

  /** Climbs all ladders side by side until every row is settled; model calls are shared. */
  static void climb(CoalitionGame game, List<PlayEstimate> estimates) {
    estimates.forEach(PlayEstimate::start);
    List<PlayEstimate> climbing = estimates;
    while (!climbing.isEmpty()) {
      List<PlayEstimate> asking = climbing;
      game.values(
          asking.stream().map(PlayEstimate::question).toList(),
          (question, from, to, values) -> asking.get(question).take(from, values));
      asking.forEach(PlayEstimate::settle);
      climbing = asking.stream().filter(each -> !each.open.isEmpty()).toList();
    }
  }

  /** Takes the gains. */
  private void start() {
    for (Game each : open) {
      each.differences[0] = game.full(each.row, each.slot) - game.empty(each.row, each.slot);
      for (double part : known(each)) {
        each.differences[0] -= part;
      }
    }
  }

  private double[] known(Game each) {
    control.ifPresent(known -> known.shapley(each.row, each.slot, play.players(), this.known));
    return known;
  }

  /** Asks for what the next rung adds, for all rows with an open slot. */
  private Question question() {
    List<Integer> rows = open.stream().map(each -> each.row).distinct().toList();
    return game.question(new Play(play.bank(), play.players(), rows), ladder.added().get(rung));
  }

  /** Takes the values of some rows of the question, [rows, slots, coalitions]. */
  private void take(int from, double[] values) {
    Coalitions added = ladder.added().get(rung);
    int valuesARow = game.slots() * added.size();
    int at = -1; // row of the question
    int row = -1; // row of the batch
    for (Game each : open) {
      if (each.row != row) {
        row = each.row;
        at++;
      }
      int offset = (at - from) * valuesARow + each.slot * added.size();
      if (at >= from && offset < values.length) {
        take(each, values, offset, added);
      }
    }
  }

  private void take(Game each, double[] values, int offset, Coalitions added) {
    double[] control = new double[added.size()];
    this.control.ifPresent(
        known -> known.values(each.row, each.slot, play.players(), added, control));
    for (int i = 0; i < added.size(); i += 2) {
      each.differences[1 + pairs + i / 2] =
          (values[offset + i] - values[offset + i + 1]) - (control[i] - control[i + 1]);
    }
  }

  /** Estimates the open games and closes those that are sure enough, or all at the last rung. */
  private void settle() {
    boolean isLast = rung == ladder.rungs() - 1;
    PairOperator operator = ladder.operators().apply(rung);
    List<Game> unsettled = new ArrayList<>();
    for (int from = 0; from < open.size(); from += COLUMNS) {
      List<Game> some = open.subList(from, Math.min(open.size(), from + COLUMNS));
      settle(some, operator, isLast, unsettled);
    }
    open.clear();
    open.addAll(unsettled);
    pairs = operator.pairs();
    rung++;
  }

  private void settle(
      List<Game> some, PairOperator operator, boolean isLast, List<Game> unsettled) {
    int columns = some.size();
    int players = operator.players();
    double[] differences = columns(some, operator.pairs() + 1);
    double[] values = new double[players * columns];
    double[] variances = new double[players * columns];
    operator.estimate(differences, columns, values, variances);
    for (int column = 0; column < columns; column++) {
      Game each = some.get(column);
      double[] own = column(values, column, columns);
      double[] ownVariances = column(variances, column, columns);
      double[] known = known(each);
      for (int player = 0; player < players; player++) {
        own[player] += known[player];
      }
      Findings.Estimate estimate =
          new Findings.Estimate(each.row, each.slot, own, ownVariances, 2 * operator.pairs());
      if (!findings.isSettled(estimate) && !isLast) {
        unsettled.add(each);
      } else {
        findings.settle(estimate, play.players());
      }
    }
  }

  private static double[] columns(List<Game> games, int rows) {
    int columns = games.size();
    double[] block = new double[rows * columns];
    for (int column = 0; column < columns; column++) {
      double[] differences = games.get(column).differences;
      for (int row = 0; row < rows; row++) {
        block[row * columns + column] = differences[row];
      }
    }
    return block;
  }

  private static double[] column(double[] block, int column, int columns) {
    double[] own = new double[block.length / columns];
    for (int row = 0; row < own.length; row++) {
      own[row] = block[row * columns + column];
    }
    return own;
  }
}
