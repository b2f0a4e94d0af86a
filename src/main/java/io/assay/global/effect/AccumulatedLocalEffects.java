package io.assay.global.effect;

import io.assay.attribution.Setting;
import io.assay.global.Compositions;
import io.assay.global.GlobalInfo;
import io.assay.global.GlobalMethod;
import io.assay.global.GlobalRecord;
import io.assay.global.GlobalRequest;
import io.assay.global.GlobalResult;
import io.assay.global.GlobalShape;
import io.assay.global.InputColumn;
import io.assay.global.Ranges;
import io.assay.model.BlackBox;
import io.assay.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * How the score changes along a column, summed up from the changes between neighbouring values in
 * the rows that lie between them.
 *
 * <pre>
 * g_j(z_k) = sum_{l <= k} (1/n_l) sum_{i: x_ij in (z_{l-1}, z_l]} f(z_l, x_i\j) - f(z_{l-1}, x_i\j)
 * ALE_j(z_k) = g_j(z_k) - (1/n) sum_l n_l (g_j(z_{l-1}) + g_j(z_l)) / 2
 * </pre>
 *
 * Source: Apley and Zhu (2020), Visualizing the Effects of Predictor Variables in Black Box
 * Supervised Learning Models, arXiv 1612.08468, equations 15 and 16, with the centring of their
 * package ALEPlot. Edges are values that rows have, at evenly spaced quantiles. Categories are
 * neighbours in the order in which the job names them (of ordinal columns, of their numbers), where
 * ALEPlot orders them by how alike their rows are; the difference of two neighbours is taken over
 * the rows of both. Rows without a value are left out.
 *
 * <p>Cost: 2 x rows forward calls a numeric column, at most 4 x rows a categorical one. Memory: the
 * scores of a column.
 *
 * <p>Guarantees: the same for the same rows; a column that is not read has zeros; what a column
 * adds to the others is found up to a constant; rows are changed no further than to the next edge,
 * so that columns which go together do no harm. Standard errors take the rows of each interval as a
 * sample and the number of rows in each as given; where an interval with a single row counts, they
 * are not known.
 */
public final class AccumulatedLocalEffects implements GlobalMethod {
  /**
   * How finely changes are summed.
   *
   * @param intervals of a numeric column, 1 to 1,000
   * @param rows rows asked about at most, 2 to 1,000,000
   */
  public record Options(
      @Setting(
              meaning =
                  "Intervals of a numeric column, each with as many rows; fewer where equal"
                      + " values leave fewer.",
              standard = "20",
              allowed = "1 to 1000",
              unit = "intervals")
          int intervals,
      @Setting(
              meaning = "Rows asked about, drawn by their ids; all if there are no more.",
              standard = "10000",
              allowed = "2 to 1000000",
              unit = "rows")
          int rows) {
    /** Checks the ranges. */
    public Options {
      Ranges.check(KEY, "intervals", intervals, 1, 1000);
      Ranges.check(KEY, "rows", rows, 2, 1_000_000);
    }

    /** Returns the defaults. */
    public static Options standard() {
      return new Options(20, 10_000);
    }
  }

  private static final String KEY = "accumulated-local-effects";

  /** What the method is. */
  public static final GlobalInfo INFO =
      new GlobalInfo(
          KEY,
          "Accumulated local effects",
          "How the score changes along a column, from small changes of rows nearby, with"
              + " intervals.",
          GlobalInfo.Labels.UNUSED,
          "2 x rows x columns, 4 x of categories",
          "Apley, Zhu (2020), Visualizing the Effects of Predictor Variables, arXiv 1612.08468");

  private final Options options;

  /** Creates the method. */
  public AccumulatedLocalEffects(Options options) {
    this.options = options;
  }

  @Override
  public GlobalInfo info() {
    return INFO;
  }

  @Override
  public int rows() {
    return options.rows();
  }

  @Override
  public long calls(GlobalShape shape) {
    long variants = 0;
    for (InputColumn column : shape.columns()) {
      variants += column.categories().isEmpty() ? 2 : 4;
    }
    return Math.multiplyExact(variants, shape.rows());
  }

  @Override
  public GlobalResult ask(BlackBox model, GlobalRequest request) {
    List<GlobalRecord> records = new ArrayList<>();
    long calls = 0;
    for (InputColumn column : request.columns()) {
      Ladder ladder = Ladder.of(column, request.batch().input(), options.intervals());
      Compositions rows = new Compositions(model, request.select(ladder.stepRows()));
      Tensor scores = rows.scores(2, ladder::put);
      calls += rows.calls();
      for (int slot = 0; slot < request.slots(); slot++) {
        LocalEffects effects = LocalEffects.of(ladder, scores, slot);
        String target = request.targets().get(slot);
        for (int edge = 0; edge < ladder.points().size(); edge++) {
          records.add(
              GlobalRecord.curve(
                  target,
                  column,
                  ladder.points().get(edge),
                  effects.at(edge, request.confidence()),
                  ladder.rows()));
        }
      }
    }
    return new GlobalResult(records, calls);
  }
}
