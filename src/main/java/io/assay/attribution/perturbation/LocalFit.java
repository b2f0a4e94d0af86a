package io.assay.attribution.perturbation;

import io.assay.attribution.Attributions;
import io.assay.attribution.Diagnostic;
import io.assay.attribution.game.CoalitionGame;
import io.assay.attribution.game.Play;
import io.assay.baseline.Coalitions;
import io.assay.baseline.SizedDesign;
import io.assay.tensor.RowIds;
import io.assay.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The local regression of a design: of all players, or of those chosen anew for every row. */
final class LocalFit {
  private final SizedDesign design;
  private final Coalitions proper;
  private final Neighbourhood neighbourhood;
  private final double[] unseen; // [samples]
  private final Lime.Options options;
  private final Optional<LocalRegression> ofAll;
  private final FeatureSelection selection;

  private LocalFit(SizedDesign design, Neighbourhood neighbourhood, Lime.Options options) {
    this.design = design;
    this.proper = design.proper();
    this.neighbourhood = neighbourhood;
    this.unseen = IntStream.range(0, design.size()).mapToDouble(design::unseen).toArray();
    this.options = options;
    this.ofAll = LocalRegression.of(neighbourhood, options.ridge());
    this.selection = new FeatureSelection(neighbourhood);
  }

  static LocalFit of(SizedDesign design, Lime.Options options) {
    double[] weights = IntStream.range(0, design.size()).mapToDouble(design::weight).toArray();
    return new LocalFit(design, Neighbourhood.of(design.coalitions(), weights), options);
  }

  /** Returns whether the design tells all players apart. */
  boolean isDetermined() {
    return ofAll.isPresent();
  }

  /** Returns the coalitions that have to be valued. */
  Coalitions proper() {
    return proper;
  }

  /**
   * Explains one row and slot.
   *
   * @param valued [samples], the empty and the full coalition first
   */
  Explained explain(double[] valued) {
    int players = design.players();
    double[] values = new double[players];
    double[] errors = new double[players];
    boolean areAllKept = options.features() == 0 || options.features() >= players;
    List<Integer> kept =
        areAllKept
            ? IntStream.range(0, players).boxed().toList()
            : selection.choose(options.selection(), valued, 0, options.features());
    LocalRegression regression =
        areAllKept
            ? ofAll.orElseThrow()
            : LocalRegression.of(neighbourhood.only(kept), options.ridge()).orElseThrow();
    LocalRegression.Fit fit = regression.fit(valued, 0);
    double[] variances = fit.variances(unseen);
    for (int i = 0; i < kept.size(); i++) {
      values[kept.get(i)] = fit.coefficient(i);
      errors[kept.get(i)] = Math.sqrt(variances[i]);
    }
    return new Explained(values, errors, fit.heldOutScore(unseen));
  }

  /** What has been found of one row and slot. */
  static final class Explained {
    private final double[] values;
    private final double[] errors;
    private final double heldOutScore;

    private Explained(double[] values, double[] errors, double heldOutScore) {
      this.values = values;
      this.errors = errors;
      this.heldOutScore = heldOutScore;
    }

    double value(int player) {
      return values[player];
    }

    double error(int player) {
      return errors[player];
    }

    double heldOutScore() {
      return heldOutScore;
    }
  }

  /** What has been found of a batch so far. */
  static final class Outcome {
    private final CoalitionGame game;
    private final float[] values; // [rows, slots, players]
    private final float[] errors;
    private final float[] scores; // [rows, slots]

    Outcome(CoalitionGame game) {
      this.game = game;
      this.scores = new float[game.rows() * game.slots()];
      this.values = new float[Math.multiplyExact(scores.length, game.players())];
      this.errors = new float[values.length];
    }

    /** Explains rows that equal the baseline: nothing varies, so that nothing is missed. */
    void nothing(Play play) {
      for (int row : play.rows()) {
        int from = row * game.slots();
        Arrays.fill(scores, from, from + game.slots(), 1);
      }
    }

    /**
     * Explains some rows of a play.
     *
     * @param valued [to - from, slots, coalitions]
     */
    void explain(Play play, LocalFit fit, int from, int to, double[] valued) {
      for (int i = 0; i < (to - from) * game.slots(); i++) {
        int row = play.rows().get(from + i / game.slots());
        take(play, fit, row, i % game.slots(), valued, i * fit.proper().size());
      }
    }

    private void take(Play play, LocalFit fit, int row, int slot, double[] valued, int from) {
      double[] all = new double[fit.proper().size() + 2];
      all[0] = game.empty(row, slot);
      all[1] = game.full(row, slot);
      System.arraycopy(valued, from, all, 2, all.length - 2);
      Explained explained = fit.explain(all);
      int scalar = row * game.slots() + slot;
      scores[scalar] = (float) explained.heldOutScore();
      for (int i = 0; i < play.players().size(); i++) {
        int at = scalar * game.players() + play.players().get(i);
        values[at] = (float) explained.value(i);
        errors[at] = (float) explained.error(i);
      }
    }

    /** Returns the result. */
    Attributions result(RowIds ids) {
      int[] shape = {game.rows(), game.slots(), game.players()};
      return new Attributions(
          ids,
          Tensor.of(values, shape),
          game.scores(),
          game.baselineScores(),
          Optional.of(Tensor.of(errors, shape)),
          List.of(new Diagnostic("local_r2", Tensor.of(scores, game.rows(), game.slots()))),
          game.calls());
    }
  }
}
