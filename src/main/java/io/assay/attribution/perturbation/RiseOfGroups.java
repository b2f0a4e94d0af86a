package io.assay.attribution.perturbation;

import io.assay.attribution.AttributionRequest;
import io.assay.attribution.Attributions;
import io.assay.attribution.game.CoalitionGame;
import io.assay.attribution.game.Play;
import io.assay.attribution.game.Question;
import io.assay.baseline.BalancedBits;
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

/** RISE of rows that are no images: groups are shown or hidden as a whole. */
final class RiseOfGroups {
  private final AttributionRequest request;
  private final Rise.Options options;
  private final CoalitionGame game;
  private final float[] values; // [rows, slots, players]
  private final float[] errors;

  RiseOfGroups(BlackBox model, AttributionRequest request, Rise.Options options) {
    this.request = request;
    this.options = options;
    this.game = new CoalitionGame(model, request);
    this.values = new float[Math.multiplyExact(game.rows() * game.slots(), game.players())];
    this.errors = new float[values.length];
  }

  /** Returns how many coalitions are valued for a row of so many players, at most. */
  static int coalitions(int players, Rise.Options options) {
    return isEnumerated(players, options)
        ? (1 << players) - 2
        : BalancedBits.size(players, options.probability(), options.masks());
  }

  private static boolean isEnumerated(int players, Rise.Options options) {
    return players < Integer.SIZE - 1 && (1 << players) <= options.masks();
  }

  Attributions attribute() {
    record Shared(int bank, int players) {}
    Map<Shared, Draw> draws = new HashMap<>();
    List<Play> plays = new ArrayList<>();
    List<Draw> drawOf = new ArrayList<>();
    List<Question> questions = new ArrayList<>();
    Banks banks = new Banks(options.banks());
    for (Play play : game.plays(request.batch().rowIds(), request.seed(), banks)) {
      int players = play.players().size();
      int bank = isEnumerated(players, options) ? 0 : play.bank();
      Draw draw = draws.computeIfAbsent(new Shared(bank, players), key -> draw(players, bank));
      plays.add(play);
      drawOf.add(draw);
      questions.add(game.question(play, draw.coalitions()));
    }
    game.values(
        questions,
        (number, from, to, valued) -> {
          Coalitions coalitions = drawOf.get(number).coalitions();
          for (int i = 0; i < (to - from) * game.slots(); i++) {
            int scalar = plays.get(number).rows().get(from + i / game.slots()) * game.slots();
            int start = i * coalitions.size();
            double[] own = Arrays.copyOfRange(valued, start, start + coalitions.size());
            take(plays.get(number), drawOf.get(number), scalar + i % game.slots(), own);
          }
        });
    return result();
  }

  private Draw draw(int players, int bank) {
    if (isEnumerated(players, options)) {
      return new Draw(
          players > 0 ? Coalitions.proper(players) : Coalitions.of(0, List.of()), Optional.empty());
    }
    BalancedBits bits =
        BalancedBits.drawn(
            players,
            options.probability(),
            options.masks(),
            Rng.of(request.seed(), Rise.INFO.key(), "bank-" + bank));
    return new Draw(bits.coalitions(), Optional.of(bits));
  }

  /** The coalitions that rows share: drawn ones, or all but the empty and the full one. */
  private record Draw(Coalitions coalitions, Optional<BalancedBits> bits) {}

  private void take(Play play, Draw draw, int scalar, double[] valued) {
    int players = play.players().size();
    double[] found = new double[players + 1]; // the last one for groups that are no players
    double[] errorsOf = new double[players + 1];
    if (draw.bits().isPresent()) {
      sampled(draw.bits().orElseThrow(), valued, found, errorsOf);
    } else {
      exact(draw.coalitions(), scalar, valued, found);
    }
    int from = scalar * game.players();
    Arrays.fill(values, from, from + game.players(), (float) found[players]);
    Arrays.fill(errors, from, from + game.players(), (float) errorsOf[players]);
    for (int i = 0; i < players; i++) {
      values[from + play.players().get(i)] = (float) found[i];
      errors[from + play.players().get(i)] = (float) errorsOf[i];
    }
  }

  /** Takes means over masks; the last place is never shown, and so is correlated with nothing. */
  private void sampled(BalancedBits bits, double[] valued, double[] found, double[] errorsOf) {
    MaskMoments moments =
        new MaskMoments(found.length, bits.blockSize(), options.probability(), options.form());
    float[] mask = new float[found.length];
    for (int coalition = 0; coalition < valued.length; coalition++) {
      for (int player = 0; player < bits.bits(); player++) {
        mask[player] = bits.isOne(coalition, player) ? 1 : 0;
      }
      moments.add(mask, valued[coalition]);
    }
    for (int place = 0; place < found.length; place++) {
      found[place] = moments.value(place);
      errorsOf[place] = moments.error(place);
    }
  }

  /** Takes expectations over all coalitions, each under its chance. */
  private void exact(Coalitions coalitions, int scalar, double[] valued, double[] found) {
    int players = found.length - 1;
    double chance = options.probability();
    double full = game.full(scalar / game.slots(), scalar % game.slots());
    double empty = game.empty(scalar / game.slots(), scalar % game.slots());
    double mean = players == 0 ? 0 : Math.pow(1 - chance, players) * (empty - full);
    double[] changes = new double[valued.length]; // chance x (value less the full one's)
    for (int coalition = 0; coalition < valued.length; coalition++) {
      int size = 0;
      for (int player = 0; player < players; player++) {
        size += coalitions.contains(coalition, player) ? 1 : 0;
      }
      double weight = Math.pow(chance, size) * Math.pow(1 - chance, players - size);
      changes[coalition] = weight * (valued[coalition] - full);
      mean += changes[coalition];
    }
    for (int player = 0; player < players; player++) {
      double shown = 0;
      for (int coalition = 0; coalition < valued.length; coalition++) {
        shown += coalitions.contains(coalition, player) ? changes[coalition] : 0;
      }
      found[player] = options.form().value(full + mean, shown - chance * mean, chance);
    }
    found[players] = options.form().value(full + mean, 0, chance);
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
