package io.assay.attribution.perturbation;

import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.attribution.Diagnostic;
import io.assay.attribution.game.CoalitionGame;
import io.assay.attribution.game.Play;
import io.assay.attribution.game.Question;
import io.assay.baseline.Banks;
import io.assay.baseline.Coalitions;
import io.assay.model.BlackBox;
import io.assay.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Explains the rows of a request by coalitions that the rows of a bank with as many players share:
 * all model calls are filled across rows and plays.
 */
final class PlayedRows {
  /**
   * How rows are explained.
   *
   * @param <D> what rows share: coalitions, and what is known of them
   */
  interface Rule<D> {
    /** Returns whether so many players have all of their coalitions valued, in every bank. */
    boolean isEnumerated(int players);

    /** Draws what the rows of a bank share. */
    D draw(int players, int bank);

    /** Returns the coalitions to be valued. */
    Coalitions coalitions(D design);

    /**
     * Explains one row and slot.
     *
     * @param players the players' numbers among all groups
     * @param scalar row x slots + slot
     * @param valued one value a coalition
     */
    void explain(D design, List<Integer> players, int scalar, double[] valued);

    /** Explains one row and slot without players: the row equals its baseline. */
    void explainNothing(int scalar);
  }

  private final AttributionRequest request;
  private final CoalitionGame game;
  private final float[] values; // [rows, slots, groups]
  private final float[] errors;

  /** Values the rows themselves and what is left of them without any group. */
  PlayedRows(BlackBox model, AttributionRequest request) {
    this.request = request;
    this.game = new CoalitionGame(model, request);
    this.values = new float[Math.multiplyExact(game.rows() * game.slots(), game.players())];
    this.errors = new float[values.length];
  }

  /** Returns a diagnostic of one number a row and slot. */
  Diagnostic diagnostic(String name, float[] numbers) {
    return new Diagnostic(name, Tensor.of(numbers, game.rows(), game.slots()));
  }

  /** Returns how many rows and slots there are. */
  int scalars() {
    return game.rows() * game.slots();
  }

  /** Returns the score of a row and slot. */
  double full(int scalar) {
    return game.full(scalar / game.slots(), scalar % game.slots());
  }

  /** Returns the baseline's score for a row and slot. */
  double empty(int scalar) {
    return game.empty(scalar / game.slots(), scalar % game.slots());
  }

  /** Sets the value and the standard error of a group. */
  void put(int scalar, int group, double value, double error) {
    values[scalar * game.players() + group] = (float) value;
    errors[scalar * game.players() + group] = (float) error;
  }

  /** Sets those of all groups. */
  void putAll(int scalar, double value, double error) {
    for (int group = 0; group < game.players(); group++) {
      put(scalar, group, value, error);
    }
  }

  /** Explains all rows. */
  <D> void explain(int banks, Rule<D> rule) {
    record Shared(int bank, int players) {}
    Map<Shared, D> designs = new HashMap<>();
    List<Played<D>> played = new ArrayList<>();
    List<Question> questions = new ArrayList<>();
    for (Play play : game.plays(request.batch().rowIds(), request.seed(), new Banks(banks))) {
      int players = play.players().size();
      int bank = rule.isEnumerated(players) ? 0 : play.bank();
      if (players == 0) {
        play.rows().forEach(row -> explainNothing(row, rule));
      } else {
        D design =
            designs.computeIfAbsent(new Shared(bank, players), key -> rule.draw(players, bank));
        played.add(new Played<>(play, design));
        questions.add(game.question(play, rule.coalitions(design)));
      }
    }
    game.values(
        questions,
        (number, from, to, valued) -> {
          for (int i = 0; i < (to - from) * game.slots(); i++) {
            explain(rule, played.get(number), from, i, valued);
          }
        });
  }

  /** Rows, and what they share. */
  private record Played<D>(Play play, D design) {}

  private <D> void explainNothing(int row, Rule<D> rule) {
    for (int slot = 0; slot < game.slots(); slot++) {
      rule.explainNothing(row * game.slots() + slot);
    }
  }

  /** Explains the i-th of some rows and slots, which start at a row of the play. */
  private <D> void explain(Rule<D> rule, Played<D> played, int from, int i, double[] valued) {
    int size = rule.coalitions(played.design()).size();
    int row = played.play().rows().get(from + i / game.slots());
    rule.explain(
        played.design(),
        played.play().players(),
        row * game.slots() + i % game.slots(),
        Arrays.copyOfRange(valued, i * size, (i + 1) * size));
  }

  /** Returns the result. */
  Attributions result(List<Diagnostic> diagnostics) {
    int[] shape = {game.rows(), game.slots(), game.players()};
    return new Attributions(
        request.batch().rowIds(),
        Tensor.of(values, shape),
        game.scores(),
        game.baselineScores(),
        Optional.of(Tensor.of(errors, shape)),
        diagnostics,
        game.calls());
  }
}
