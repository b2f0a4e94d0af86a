package io.assay.attribution.shapley;

import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.attribution.game.CoalitionGame;
import io.assay.attribution.game.Play;
import io.assay.attribution.game.Question;
import io.assay.baseline.Banks;
import io.assay.model.BlackBox;
import io.assay.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Explains a batch by estimators that rows share: each play has its own, by its bank and by the
 * players who can change a value; all other players get exactly 0, with a standard error of 0.
 */
final class EstimatorRun {
  /** How plays are estimated. */
  interface Rule {
    /** Returns how many columns there are for so many players. */
    default int columns(int players) {
      return players;
    }

    /** Returns the estimator of a play; it has columns for the play's own players. */
    Estimator estimator(Play play);

    /** Returns for every column of a play its number among all columns. */
    default int[] places(Play play, int players) {
      return play.players().stream().mapToInt(Integer::intValue).toArray();
    }
  }

  private final CoalitionGame game;
  private final AttributionRequest request;
  private final Rule rule;
  private final int columns;
  private final float[] values; // [rows, slots, columns]
  private final float[] errors;

  private EstimatorRun(BlackBox model, AttributionRequest request, Rule rule) {
    this.game = new CoalitionGame(model, request);
    this.request = request;
    this.rule = rule;
    this.columns = rule.columns(game.players());
    this.values = new float[Math.multiplyExact(game.rows() * game.slots(), columns)];
    this.errors = new float[values.length];
  }

  /** Explains a batch, with coalitions of so many banks. */
  static Attributions of(BlackBox model, AttributionRequest request, Banks banks, Rule rule) {
    EstimatorRun run = new EstimatorRun(model, request, rule);
    run.explain(run.game.plays(request.batch().rowIds(), request.seed(), banks));
    return run.result();
  }

  private Attributions result() {
    return new Attributions(
        request.batch().rowIds(),
        Tensor.of(values, game.rows(), game.slots(), columns),
        game.scores(),
        game.baselineScores(),
        Optional.of(Tensor.of(errors, game.rows(), game.slots(), columns)),
        List.of(),
        game.calls());
  }

  private void explain(List<Play> plays) {
    List<Play> played = plays.stream().filter(play -> !play.players().isEmpty()).toList();
    List<Estimator> estimators = played.stream().map(rule::estimator).toList();
    List<int[]> places = played.stream().map(play -> rule.places(play, game.players())).toList();
    List<Question> questions = new ArrayList<>();
    for (int i = 0; i < played.size(); i++) {
      questions.add(game.question(played.get(i), estimators.get(i).coalitions()));
    }
    game.values(
        questions,
        (question, from, to, valued) -> {
          for (int i = 0; i < (to - from) * game.slots(); i++) {
            int row = played.get(question).rows().get(from + i / game.slots());
            int at = row * game.slots() + i % game.slots();
            explain(estimators.get(question), places.get(question), valued, i, at);
          }
        });
  }

  /** Explains one row and slot. */
  private void explain(Estimator estimator, int[] places, double[] valued, int from, int to) {
    double[] found = new double[places.length];
    double[] variances = new double[places.length];
    int row = to / game.slots();
    int slot = to % game.slots();
    estimator.explain(
        valued,
        from * estimator.coalitions().size(),
        game.empty(row, slot),
        game.full(row, slot),
        found,
        variances);
    for (int column = 0; column < places.length; column++) {
      values[to * columns + places[column]] = (float) found[column];
      errors[to * columns + places[column]] = (float) Math.sqrt(variances[column]);
    }
  }
}
