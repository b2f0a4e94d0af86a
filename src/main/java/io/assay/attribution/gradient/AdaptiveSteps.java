package io.assay.attribution.gradient;

import io.assay.attribution.AttributionRequest;
import io.assay.model.Differentiable;
import io.assay.model.Target;
import io.assay.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Integrates along each path as finely as that path needs. Forward passes over an even grid say
 * where to put the first panels; a panel takes one gradient, in its middle; the panels with the
 * largest estimated errors are cut in three until the error of all is within the tolerance. Panels
 * of all paths of a wave go to the model together.
 */
final class AdaptiveSteps implements PathRule {
  /** How many cells the forward passes cut a path into. */
  static final int GRID = 16;

  /** How many forward passes a path takes before its first gradient: its ends are known. */
  static final int INNER = GRID - 1;

  private static final long FLOATS_A_WAVE = 1L << 25; // 128 MB of points on the heap

  private final double tolerance;
  private final int maxGradients;

  AdaptiveSteps(double tolerance, int maxGradients) {
    this.tolerance = tolerance;
    this.maxGradients = maxGradients;
  }

  @Override
  public Integrals integrate(Differentiable model, AttributionRequest request, PathEnds ends) {
    PathTally tally = new PathTally(request);
    int rows = request.batch().rows();
    long floatsARow = 2L * GRID * request.target().slots() * request.groups().features();
    int wave = (int) Math.max(1, Math.min(rows, FLOATS_A_WAVE / floatsARow));
    for (int reference = 0; reference < request.baseline().size(); reference++) {
      for (int from = 0; from < rows; from += wave) {
        List<StraightLine> lines = lines(request, reference, from, Math.min(rows, from + wave));
        List<Item> items = open(lines, request.target(), ends, innerScores(model, request, lines));
        settle(model, items);
        for (StraightLine line : lines) {
          tally.addForward(line.row(), INNER);
        }
        for (Item item : items) {
          double weight = request.baseline().weight(reference);
          tally.add(item.line().row(), item.slot(), item.path(), weight);
        }
      }
    }
    return tally.integrals();
  }

  private static List<StraightLine> lines(
      AttributionRequest request, int reference, int from, int to) {
    List<StraightLine> lines = new ArrayList<>();
    for (int row = from; row < to; row++) {
      lines.add(
          new StraightLine(request.batch().input(), row, request.baseline().rows(), reference));
    }
    return lines;
  }

  /** Returns the scores at the inner points of the grid, [lines * INNER, slots]. */
  private static Tensor innerScores(
      Differentiable model, AttributionRequest request, List<StraightLine> lines) {
    SpotPoints inner = new SpotPoints();
    int[] rows = new int[lines.size() * INNER];
    for (StraightLine line : lines) {
      for (int at = 1; at <= INNER; at++) {
        rows[inner.size()] = line.row();
        inner.add(line, (double) at / GRID, 0);
      }
    }
    return model.score(inner.input(), request.target().select(rows));
  }

  private List<Item> open(List<StraightLine> lines, Target target, PathEnds ends, Tensor inner) {
    List<Item> items = new ArrayList<>();
    for (int at = 0; at < lines.size(); at++) {
      StraightLine line = lines.get(at);
      double[] distances = line.distances();
      for (int slot = 0; slot < target.slots(); slot++) {
        int column = target.column(line.row(), slot);
        double[] scores = new double[GRID + 1];
        scores[0] = ends.references().at(line.reference(), column);
        for (int point = 1; point <= INNER; point++) {
          scores[point] = inner.at(at * INNER + point - 1, slot);
        }
        scores[GRID] = ends.scores().at(line.row(), slot);
        AdaptivePath path = new AdaptivePath(distances, scores, tolerance, maxGradients);
        items.add(new Item(line, slot, column, path));
      }
    }
    return items;
  }

  /** Goes on, all paths in step, until every path is done. */
  private static void settle(Differentiable model, List<Item> items) {
    List<Item> unsettled = items;
    while (!unsettled.isEmpty()) {
      takeGradients(model, unsettled);
      unsettled = unsettled.stream().filter(item -> !item.path().chosen().isEmpty()).toList();
      if (!unsettled.isEmpty()) {
        cut(model, unsettled);
      }
    }
  }

  private static void takeGradients(Differentiable model, List<Item> items) {
    SpotPoints middles = new SpotPoints();
    for (Item item : items) {
      for (Panel panel : item.path().open()) {
        middles.add(item.line(), panel.middle(), item.column());
      }
    }
    float[] gradients = model.gradient(middles.input(), middles.target()).gradients().values();
    int next = 0;
    for (Item item : items) {
      next = item.path().take(gradients, next);
    }
  }

  private static void cut(Differentiable model, List<Item> items) {
    SpotPoints cuts = new SpotPoints();
    for (Item item : items) {
      for (Panel panel : item.path().chosen()) {
        cuts.add(item.line(), panel.cut(0), item.column());
        cuts.add(item.line(), panel.cut(1), item.column());
      }
    }
    Tensor scores = model.score(cuts.input(), cuts.target());
    int next = 0;
    for (Item item : items) {
      double[] own = new double[2 * item.path().chosen().size()];
      for (int at = 0; at < own.length; at++) {
        own[at] = scores.at(next++);
      }
      item.path().cut(own);
    }
  }

  /** A path with the scalar that is explained along it. */
  private record Item(StraightLine line, int slot, int column, AdaptivePath path) {}
}
