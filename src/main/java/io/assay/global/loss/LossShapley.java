package io.assay.global.loss;

import io.assay.baseline.Coalitions;
import io.assay.baseline.Masker;
import io.assay.baseline.PermutationDesign;
import io.assay.model.BlackBox;
import io.assay.tensor.Rng;
import io.assay.tensor.TensorBatch;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Shapley values of the loss about each row, without bias, from a few orders in which the row's
 * players become known, each with its reverse; exact where so many evaluations are enough for all
 * coalitions. Orders belong to the row.
 */
final class LossShapley {
  private static final String PURPOSE = "sage";

  private final BlackBox model;
  private final Loss loss;
  private final int pairs;
  private final long seed;

  /**
   * Prepares the values.
   *
   * @param pairs orders a row, each with its reverse, at least 1
   * @param seed the job's
   */
  LossShapley(BlackBox model, Loss loss, int pairs, long seed) {
    this.model = model;
    this.loss = loss;
    this.pairs = pairs;
    this.seed = seed;
  }

  /**
   * Holds the model against labels.
   *
   * @param masker of these rows
   * @param aspects what of the answers is looked at
   * @param truths one a row, as {@link Answers#truth} reads them
   * @return one an aspect; not finite where the model's answer is not
   */
  List<RowLosses> against(
      TensorBatch batch, Masker masker, List<Aspect> aspects, List<double[]> truths) {
    LossGame game = new LossGame(model, batch.input(), masker);
    return values(game, batch, aspects, truths, game.full());
  }

  /** Holds the model, told a part of each row, against itself, told all. */
  List<RowLosses> againstItself(TensorBatch batch, Masker masker, List<Aspect> aspects) {
    LossGame game = new LossGame(model, batch.input(), masker);
    List<double[]> full = game.full();
    return values(game, batch, aspects, full, full);
  }

  private List<RowLosses> values(
      LossGame game,
      TensorBatch batch,
      List<Aspect> aspects,
      List<double[]> truths,
      List<double[]> full) {
    int players = game.players();
    List<RowLosses> losses =
        aspects.stream().map(aspect -> ends(game, aspect, truths, full)).toList();
    Coalitions proper =
        isEnumerated(players, pairs) && players > 1
            ? Coalitions.proper(players)
            : Coalitions.of(players, List.of());
    int step = game.rowsAtOnce((int) coalitions(players, pairs));
    for (int from = 0; from < batch.rows(); from += step) {
      int to = Math.min(batch.rows(), from + step);
      List<RowOrders> plans =
          IntStream.range(from, to).mapToObj(row -> plan(batch, row, players, proper)).toList();
      List<double[]> answers =
          game.answers(from, plans.stream().map(RowOrders::coalitions).toList());
      int first = 0;
      for (int row = from; row < to; row++) {
        RowOrders plan = plans.get(row - from);
        List<double[]> own = answers.subList(first, first + plan.coalitions().size());
        for (int at = 0; at < aspects.size(); at++) {
          plan.addTo(losses.get(at), row, losses(aspects.get(at), row, truths.get(row), own));
        }
        first += own.size();
      }
    }
    losses.get(0).took(game.calls());
    return losses;
  }

  /** Returns the losses where all is known and where nothing is. */
  private RowLosses ends(LossGame game, Aspect aspect, List<double[]> truths, List<double[]> full) {
    RowLosses losses = new RowLosses(aspect.name(), full.size(), game.players());
    for (int row = 0; row < full.size(); row++) {
      double fullLoss = aspect.loss(loss, row, truths.get(row), full.get(row));
      losses.set(row, fullLoss, aspect.loss(loss, row, truths.get(row), game.empty(row)));
    }
    return losses;
  }

  private double[] losses(Aspect aspect, int row, double[] truth, List<double[]> answers) {
    return answers.stream().mapToDouble(answer -> aspect.loss(loss, row, truth, answer)).toArray();
  }

  private RowOrders plan(TensorBatch batch, int row, int players, Coalitions proper) {
    return isEnumerated(players, pairs)
        ? RowOrders.all(proper)
        : RowOrders.of(
            PermutationDesign.drawn(players, pairs, Rng.of(seed, PURPOSE, batch.rowIds().id(row))));
  }

  /**
   * Returns how many coalitions of a row are valued at most, but for the empty and the full one.
   */
  static long coalitions(int players, int pairs) {
    return isEnumerated(players, pairs) ? (1L << players) - 2 : 2L * pairs * (players - 1);
  }

  /** Returns whether the orders would meet as many coalitions as there are. */
  private static boolean isEnumerated(int players, int pairs) {
    return players < 25 && (1L << players) - 2 <= 2L * pairs * (players - 1);
  }
}
