package io.assay.attribution.shapley;

import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.attribution.game.CoalitionGame;
import io.assay.attribution.game.Play;
import io.assay.baseline.Banks;
import io.assay.model.BlackBox;
import io.assay.tensor.Tensor;
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
    int columns(int players);

    /** Returns the estimator of a play; it has columns for the play's own players. */
    Estimator estimator(Play play);

    /** Returns for every column of a play its number among all columns. */
    int[] places(Play play, int players);
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
    run.game.plays(request.batch().rowIds(), request.seed(), banks).forEach(run::explain);
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

  private void explain(Play play) {
    if (play.players().isEmpty()) {
      return;
    }
    Estimator estimator = rule.estimator(play);
    int[] places = rule.places(play, game.players());
    int step = game.rowsAtOnce(estimator.coalitions().size());
    for (int from = 0; from < play.rows().size(); from += step) {
      int to = Math.min(play.rows().size(), from + step);
      double[] valued = game.values(play, from, to, estimator.coalitions());
      for (int i = 0; i < (to - from) * game.slots(); i++) {
        int row = play.rows().get(from + i / game.slots());
        explain(estimator, places, valued, i, row * game.slots() + i % game.slots());
      }
    }
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
