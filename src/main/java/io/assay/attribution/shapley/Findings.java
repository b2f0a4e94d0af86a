package io.assay.attribution.shapley;

import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.attribution.Diagnostic;
import io.assay.attribution.game.CoalitionGame;
import io.assay.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/** The results of a batch, filled slot by slot; what no play explains stays zero. */
final class Findings {
  /**
   * Values whose length is a smaller share of the score are taken for that long: their errors are
   * rounding of a model in float32, which no budget lowers.
   */
  private static final double ROUNDING = 1e-4;

  private final CoalitionGame game;
  private final double tolerance;
  private final int players;
  private final float[] values; // [rows, slots, players]
  private final float[] errors; // [rows, slots, players]
  private final float[] coalitions; // [rows, slots]
  private final float[] predicted; // [rows, slots]

  /**
   * Creates empty results.
   *
   * @param tolerance the predicted relative error at which a slot is settled
   */
  Findings(CoalitionGame game, double tolerance) {
    this.game = game;
    this.tolerance = tolerance;
    this.players = game.players();
    int all = Math.multiplyExact(game.rows(), game.slots());
    this.values = new float[Math.multiplyExact(all, players)];
    this.errors = new float[values.length];
    this.coalitions = new float[all];
    this.predicted = new float[all];
  }

  /** What is known of a slot after so many coalitions. */
  static final class Estimate {
    private final int row;
    private final int slot;
    private final double[] values;
    private final double[] variances;
    private final int coalitions;

    /**
     * Keeps the estimate.
     *
     * @param values one a player of the play
     * @param variances squared standard errors
     */
    Estimate(int row, int slot, double[] values, double[] variances, int coalitions) {
      this.row = row;
      this.slot = slot;
      this.values = values;
      this.variances = variances;
      this.coalitions = coalitions;
    }

    /** Returns the length of the standard errors over that of the values. */
    private double relativeError(double score) {
      double error = 0;
      double length = 0;
      for (int player = 0; player < values.length; player++) {
        error += variances[player];
        length += values[player] * values[player];
      }
      if (error == 0) {
        return 0;
      }
      return Math.sqrt(error) / Math.max(Math.sqrt(length), ROUNDING * Math.abs(score));
    }
  }

  /** Returns whether a slot is as sure as asked for, or cannot become so. */
  boolean isSettled(Estimate estimate) {
    double error = estimate.relativeError(game.full(estimate.row, estimate.slot));
    return !(error > tolerance); // what is not a number stays so
  }

  /** Writes the result of a slot. */
  void settle(Estimate estimate, List<Integer> active) {
    int at = estimate.row * game.slots() + estimate.slot;
    coalitions[at] = estimate.coalitions;
    predicted[at] = (float) estimate.relativeError(game.full(estimate.row, estimate.slot));
    for (int i = 0; i < active.size(); i++) {
      int place = at * players + active.get(i);
      values[place] = (float) estimate.values[i];
      errors[place] = (float) Math.sqrt(estimate.variances[i]);
    }
  }

  /** Returns the results, with what was spent and the error that is left. */
  Attributions attributions(AttributionRequest request) {
    return attributions(
        request,
        List.of(
            new Diagnostic("coalitions", table(coalitions)),
            new Diagnostic("predicted_error", table(predicted))));
  }

  /** Returns the results. */
  Attributions attributions(AttributionRequest request, List<Diagnostic> diagnostics) {
    return new Attributions(
        request.batch().rowIds(),
        Tensor.of(values, game.rows(), game.slots(), players),
        game.scores(),
        game.baselineScores(),
        Optional.of(Tensor.of(errors, game.rows(), game.slots(), players)),
        diagnostics,
        game.calls());
  }

  private Tensor table(float[] numbers) {
    return Tensor.of(numbers, game.rows(), game.slots());
  }
}
