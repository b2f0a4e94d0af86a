package io.assay.attribution.perturbation;

import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.attribution.game.CoalitionGame;
import io.assay.attribution.game.Play;
import io.assay.attribution.game.Question;
import io.assay.baseline.Banks;
import io.assay.baseline.Coalitions;
import io.assay.model.BlackBox;
import io.assay.tensor.Rng;
import io.assay.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sobol indices of rows that are no images: groups are shown or hidden as a whole. */
final class SobolOfGroups {
  private final AttributionRequest request;
  private final Sobol.Options options;
  private final CoalitionGame game;
  private final float[] values; // [rows, slots, players]
  private final float[] errors;

  SobolOfGroups(BlackBox model, AttributionRequest request, Sobol.Options options) {
    this.request = request;
    this.options = options;
    this.game = new CoalitionGame(model, request);
    this.values = new float[Math.multiplyExact(game.rows() * game.slots(), game.players())];
    this.errors = new float[values.length];
  }

  /** Returns how many coalitions are valued for a row of so many players, at most. */
  static int coalitions(int players, Sobol.Options options) {
    return isEnumerated(players, options)
        ? (1 << players) - 2
        : PickFreeze.size(players, options.samples());
  }

  private static boolean isEnumerated(int players, Sobol.Options options) {
    return players < 24 && 1 << players <= PickFreeze.size(players, options.samples());
  }

  /** The coalitions that rows share: drawn ones, or all but the empty and the full one. */
  private record Draw(Coalitions coalitions, Optional<PickFreeze> design) {}

  Attributions attribute() {
    record Shared(int bank, int players) {}
    Map<Shared, Draw> draws = new HashMap<>();
    List<Play> plays = new ArrayList<>();
    List<Draw> drawOf = new ArrayList<>();
    List<Question> questions = new ArrayList<>();
    Banks banks = new Banks(options.banks());
    for (Play play : game.plays(request.batch().rowIds(), request.seed(), banks)) {
      int players = play.players().size();
      if (players > 0) { // who equals the baseline does not vary
        int bank = isEnumerated(players, options) ? 0 : play.bank();
        Draw draw = draws.computeIfAbsent(new Shared(bank, players), key -> draw(players, bank));
        plays.add(play);
        drawOf.add(draw);
        questions.add(game.question(play, draw.coalitions()));
      }
    }
    game.values(
        questions,
        (number, from, to, valued) -> {
          int size = drawOf.get(number).coalitions().size();
          for (int i = 0; i < (to - from) * game.slots(); i++) {
            int scalar = plays.get(number).rows().get(from + i / game.slots()) * game.slots();
            double[] own = Arrays.copyOfRange(valued, i * size, (i + 1) * size);
            take(plays.get(number), drawOf.get(number), scalar + i % game.slots(), own);
          }
        });
    return result();
  }

  private Draw draw(int players, int bank) {
    if (isEnumerated(players, options)) {
      return new Draw(Coalitions.proper(players), Optional.empty());
    }
    PickFreeze design =
        PickFreeze.whole(
            players, options.samples(), Rng.of(request.seed(), Sobol.INFO.key(), "bank-" + bank));
    return new Draw(design.coalitions(), Optional.of(design));
  }

  private void take(Play play, Draw draw, int scalar, double[] valued) {
    int players = play.players().size();
    double[][] found =
        draw.design()
            .map(design -> design.indices(options.index(), valued, 0))
            .orElseGet(() -> new double[][] {exact(players, scalar, valued), new double[players]});
    for (int i = 0; i < players; i++) {
      int at = scalar * game.players() + play.players().get(i);
      values[at] = (float) found[0][i];
      errors[at] = (float) found[1][i];
    }
  }

  private double[] exact(int players, int scalar, double[] valued) {
    double[] all = new double[valued.length + 2];
    all[0] = game.empty(scalar / game.slots(), scalar % game.slots());
    System.arraycopy(valued, 0, all, 1, valued.length);
    all[all.length - 1] = game.full(scalar / game.slots(), scalar % game.slots());
    return PickFreeze.exact(options.index(), all, players);
  }

  private Attributions result() {
    return new Attributions(
        request.batch().rowIds(),
        Tensor.of(values, game.rows(), game.slots(), game.players()),
        game.scores(),
        game.baselineScores(),
        Optional.of(Tensor.of(errors, game.rows(), game.slots(), game.players())),
        List.of(),
        game.calls());
  }
}
